"""Scenarios 4 and 9 on the scripted clock: every due to the minute, and what reporters read."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Clock, Order
from huiyin.apps.intake import submissions
from huiyin.apps.intake.models import Item, Mailbox, MailboxMessage
from huiyin.apps.org.models import CalendarDay, Office
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.clock import clock_at
from huiyin.engine.clock import now as desk_now
from huiyin.flows.limits import pick_preset
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_item
from tests.personas import Desk, make_desk
from tests.portal import as_owner, portal_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> Desk:
    desk = make_desk()
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=desk.office.calendar, day=date(2026, month, day), kind=kind,
                    entered_at=at("09-01 09:00"))
        for month, day, kind in ((9, 20, "workday"), (9, 25, "holiday"), (10, 10, "workday"))
    )  # fmt: skip
    return desk


@pytest.fixture
def office(desk: Desk) -> Office:
    """The office that the portal serves."""
    return desk.office


def at(text: str) -> datetime:
    """An instant of autumn 2026 in the office, "10-14 09:30"."""
    return datetime.fromisoformat(f"2026-{text}:00+08:00").astimezone(UTC)


def due(order: Order, purpose: str = "order") -> datetime | None:
    return Clock.objects.get(order=order, purpose=purpose).due_at


def told(desk: Desk, kind: str, when: str) -> tuple[str, Item]:
    """What a reporter sends at the portal, and the item it becomes."""
    letter = submissions.Letter(kind, "危化品车绕行学校", "请让危化品车绕行学校，并公开路线。")
    key = submissions.new_key()
    code = submissions.submit(desk.office.pk, key, letter, now=at(when)).code
    box = Mailbox.objects.get(locator=code.locator)
    item = make_item(desk.office, letter.title, letter.text, channel="portal", said_at=at(when))
    Item.objects.filter(pk=item.pk).update(submission=box.submission_id)
    return str(code), Item.objects.get(pk=item.pk)


def ordered(desk: Desk, kind: str, item: Item, when: str) -> Order:
    with clock_at(at(when)):
        case = make_case(desk.duty, item.title, kind=kind, items=[item], accepted_by=desk.clerk)
        return cases.issue_order(case.pk, unit=desk.chemicals, requirement="研究答复",
                                 actor=desk.clerk, now=desk_now())  # fmt: skip


def assigned(desk: Desk, order: Order, when: str) -> Order:
    cases.sign_order(order.pk, actor=desk.head, now=at(when))
    return cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=at(when))


def page(portal: Client, code: str, when: str, language: str) -> str:
    """The follow page as its reader sees it at that instant."""
    with portal_role(), clock_at(at(when)):
        answer = portal.post("/follow/", {"code": code}, headers={"accept-language": language})
    return answer.content.decode()


def test_a_suggestion_has_four_working_days_or_the_seven_of_a_preset(
    desk: Desk, portal: Client
) -> None:
    as_owner()
    code, item = told(desk, "suggestion", "09-23 16:20")
    order = ordered(desk, "suggestion", item, "09-23 17:05")
    assert due(order) == at("09-30 17:30")
    assert due(order, "sign") == at("09-23 19:05")
    english = page(portal, code, "09-24 09:00", "en")
    assert "30 September 17:30" in english
    for said in (
        "Days counted: 24 September (1), 28 September (2), 29 September (3), 30 September (4);",
        "not counted: 23 September day of receipt, not counted, 25 September public holiday",
    ):
        assert said in english
    chinese = page(portal, code, "09-24 09:00", "zh-CN")
    assert "计入的日子：9月24日（1）" in chinese.replace(" ", "")
    as_owner()
    assigned(desk, order, "09-24 10:00")
    cases.submit_order(order.pk, verdict="", finding="公开路线", actor=desk.handler,
                       now=at("09-29 15:30"))  # fmt: skip
    assert Clock.objects.get(order=order, purpose="order").late_by is None
    with pytest.RaisesExc(StepRefused, match=f"^{Refusal.ADOPTION_MISSING}$"):
        CaseFile.objects.filter(pk=order.case_id).update(state="fed_back")
        cases.close_case(order.case_id, actor=desk.clerk, now=at("09-30 10:00"))

    pick_preset(desk.office, "suggestion", "net-suggestions", actor=desk.admin,
                now=at("09-23 16:30"))  # fmt: skip
    code, item = told(desk, "suggestion", "09-23 16:20")
    assert due(ordered(desk, "suggestion", item, "09-23 17:05")) == at("10-10 17:30")
    later = page(portal, code, "09-24 09:00", "en")
    assert "10 October make-up working day (7)" in later


def test_more_time_is_shown_with_its_reason_and_inner_clocks_are_not(
    desk: Desk, portal: Client
) -> None:
    as_owner()
    code, item = told(desk, "hazard", "10-14 09:00")
    order = ordered(desk, "hazard", item, "10-14 09:30")
    assert due(order) == at("10-15 21:30")
    assigned(desk, order, "10-14 10:00")
    tight = cases.issue_order(order.case_id, unit=desk.chemicals, requirement="先行处置",
                              rule="H4", actor=desk.clerk, now=at("10-14 10:00"))  # fmt: skip
    assert due(tight) == at("10-14 14:00")
    box = Mailbox.objects.get()
    assert box.promised_at == at("10-15 21:30")
    asked = cases.ask_extension(
        order.pk, key="x1", length="+3WD", reason="需送检，送省质检院", plan="取样送检",
        actor=desk.handler, now=at("10-15 10:10"),
    )  # fmt: skip
    with pytest.RaisesExc(StepRefused, match=f"^{Refusal.EVENT_NOT_HERE}$"):
        cases.grant_extension(asked.pk, actor=desk.clerk, now=at("10-15 10:15"))
    cases.endorse_extension(asked.pk, actor=desk.head, now=at("10-15 10:18"))
    before = page(portal, code, "10-15 11:00", "zh-CN")
    assert ("10月15日 21:30" in before, "已延至" in before) == (True, False)
    as_owner()
    cases.grant_extension(asked.pk, actor=desk.clerk, now=at("10-15 11:30"), told="检测")
    assert due(order) == at("10-20 17:30")
    chinese = page(portal, code, "10-15 12:00", "zh-CN")
    assert "已延至 10月20日 17:30（原定 10月15日 21:30），理由：检测" in chinese
    english = page(portal, code, "10-15 12:00", "en")
    assert "Extended to 20 October 17:30 (it was 15 October 21:30), because: 检测" in english
    for inner in ("14:00", tight.number, order.number, "省质检院", desk.chemicals.name):
        assert inner not in english
    as_owner()
    assert MailboxMessage.objects.get(code="extended").text == ""  # sealed like every message
    cases.submit_order(order.pk, verdict="true", finding="已检测", actor=desk.handler,
                       now=at("10-20 15:00"))  # fmt: skip
    kept = Clock.objects.get(order=order, purpose="order")
    assert (kept.state, kept.late_by) == ("met", None)
