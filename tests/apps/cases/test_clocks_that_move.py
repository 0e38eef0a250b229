"""Clocks in the product: pauses, extensions, orders, returns, reopening, edited calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases import sweep
from huiyin.apps.cases.models import CaseFile, Clock, Extension, Order
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.calendars import DayChange
from huiyin.apps.org.steps import StepRefused
from huiyin.flows.calendar_edits import change_calendar
from huiyin.flows.notices import tell_of_events
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_order
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)  # 11:20 in the office, a Tuesday


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def hours(n: float) -> datetime:
    return START + timedelta(hours=n)


def under_way(desk: Desk, kind: str = "concern") -> Order:
    case = make_case(desk.duty, kind=kind, accepted_by=desk.clerk, now=START)
    order = make_order(case, desk.chemicals, desk.clerk, now=START)
    cases.sign_order(order.pk, actor=desk.head, now=START)
    return cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=START)


def clock_of(order: Order, purpose: str = "order") -> Clock:
    return Clock.objects.get(order=order, purpose=purpose)


def due_of_case(order: Order) -> datetime | None:
    return CaseFile.objects.get(pk=order.case_id).due_at


def refusal(code: Refusal) -> pytest.RaisesExc[StepRefused]:
    return pytest.RaisesExc(StepRefused, match=f"^{code}$")


def kinds(prefix: str) -> list[str]:
    rows = Event.objects.filter(kind__startswith=prefix).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def ask(desk: Desk, order: Order, at: datetime, key: str = "x1") -> Extension:
    return cases.ask_extension(
        order.pk,
        key=key,
        length="+24H",
        reason="待检测",
        plan="明日取样",
        actor=desk.handler,
        now=at,
    )


def test_a_pause_stops_every_clock_and_shows_what_is_left(desk: Desk) -> None:
    order = under_way(desk)
    cases.pause_case(order.case_id, reason="等待鉴定", actor=desk.clerk, now=hours(6))
    clock = clock_of(order)
    assert (clock.state, clock.due_at, clock.next_at) == ("paused", None, None)
    assert clock.remaining == {"seconds": 30 * 3600}
    assert due_of_case(order) is None
    assert sweep.sweep_due(hours(99)) == 0
    with refusal(Refusal.ALREADY_PAUSED):
        cases.pause_case(order.case_id, reason="再停", actor=desk.clerk, now=hours(7))
    with refusal(Refusal.ROLE_NOT_ALLOWED):
        cases.resume_case(order.case_id, actor=desk.handler, now=hours(7))
    cases.resume_case(order.case_id, actor=desk.clerk, now=hours(16))
    assert (clock_of(order).state, due_of_case(order)) == ("running", hours(46))
    cases.pause_case(order.case_id, reason="停电", until=hours(22), actor=desk.clerk, now=hours(20))
    assert due_of_case(order) == hours(48)
    sweep.sweep_due(hours(48))
    with refusal(Refusal.PAUSED_TOO_LATE):
        cases.pause_case(order.case_id, reason="迟了", actor=desk.clerk, now=hours(49))
    assert due_of_case(order) == hours(48)
    assert kinds("clock.") == ["clock.moved", "clock.moved", "clock.overdue"]


def test_more_time_is_asked_endorsed_told_and_granted_by_different_people(desk: Desk) -> None:
    order = under_way(desk)
    with refusal(Refusal.PLAN_MISSING):
        cases.ask_extension(
            order.pk, key="x0", length="+24H", reason="因", plan=" ", actor=desk.handler,
            now=hours(1),
        )  # fmt: skip
    first = ask(desk, order, hours(35))
    assert ask(desk, order, hours(35)).pk == first.pk  # a double click
    with refusal(Refusal.ASKER_DECIDES):
        cases.grant_extension(first.pk, actor=desk.handler, now=hours(35))
    with refusal(Refusal.EVENT_NOT_HERE):
        cases.grant_extension(first.pk, actor=desk.clerk, now=hours(35))
    cases.endorse_extension(first.pk, actor=desk.head, now=hours(35.5))
    sweep.sweep_due(hours(36))
    cases.grant_extension(first.pk, actor=desk.clerk, now=hours(36.5))
    cases.grant_extension(first.pk, actor=desk.clerk, now=hours(36.5))
    clock = clock_of(order)
    assert (clock.due_at, clock.due_version) == (hours(60), 2)
    assert [version[1] for version in clock.versions] == [
        hours(36).isoformat(), hours(60).isoformat(),
    ]  # fmt: skip
    sweep.sweep_due(hours(60))
    sweep.sweep_due(hours(61))
    raised = Event.objects.filter(kind="clock.overdue").order_by("seq")
    assert [event.body["due_version"] for event in raised] == [1, 2]
    with refusal(Refusal.EXTENSION_USED):
        ask(desk, order, hours(59), "x2")
    tell_of_events(hours(61))
    told = Notice.objects.filter(code="extension.group_told", channel="console")
    assert {notice.person for notice in told} == {desk.clerk, desk.leader}


def test_more_time_asked_too_late_or_refused_changes_nothing(desk: Desk) -> None:
    order = under_way(desk)
    with refusal(Refusal.ASKED_TOO_LATE):
        ask(desk, order, hours(36) + timedelta(seconds=1))
    asked = ask(desk, order, hours(36))
    with refusal(Refusal.REASON_MISSING):
        cases.refuse_extension(asked.pk, reason="", actor=desk.clerk, now=hours(36))
    with refusal(Refusal.ISSUER_JUDGES):  # who issued the order does not refuse it alone
        cases.refuse_extension(asked.pk, reason="可按期办结", actor=desk.clerk, now=hours(36))
    cases.endorse_extension(asked.pk, actor=desk.head, now=hours(36))
    cases.refuse_extension(asked.pk, reason="可按期办结", actor=desk.clerk, now=hours(36))
    assert clock_of(order).due_at == hours(36)


def test_a_second_order_tightens_and_each_clock_stays_by_itself(desk: Desk) -> None:
    order = under_way(desk)
    tight = cases.issue_order(
        order.case_id, unit=desk.chemicals, requirement="加急", rule="H12", actor=desk.clerk,
        now=hours(10),
    )  # fmt: skip
    cases.sign_order(tight.pk, actor=desk.head, now=hours(10))
    assert due_of_case(order) == hours(22)
    later = cases.issue_order(
        order.case_id, unit=desk.chemicals, requirement="续", rule="H36", actor=desk.clerk,
        now=hours(11),
    )  # fmt: skip
    cases.sign_order(later.pk, actor=desk.head, now=hours(11))
    assert due_of_case(order) == hours(22)
    assert clock_of(order).due_at == hours(36)
    started = cases.start_promise(
        order.case_id, purpose="press_conference", actor=desk.duty, now=hours(12), since=hours(-3)
    )
    assert (started.due_at, due_of_case(order)) == (hours(21), hours(21))
    with refusal(Refusal.TEXT_MISSING):
        cases.keep_promise(started.pk, note="", actor=desk.duty, now=hours(13))
    cases.keep_promise(started.pk, note="已召开", actor=desk.duty, now=hours(13))
    assert due_of_case(order) == hours(22)


def test_a_wrong_unit_returns_the_order_twice_and_the_due_stays(desk: Desk) -> None:
    case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
    order = make_order(case, desk.chemicals, desk.clerk, now=START)
    with refusal(Refusal.BASIS_MISSING):
        cases.bounce_order(order.pk, basis=" ", actor=desk.head, now=hours(1))
    with refusal(Refusal.BOUNCE_TOO_LATE):
        cases.bounce_order(order.pk, basis="职责规定", actor=desk.head, now=hours(24.01))
    cases.bounce_order(order.pk, basis="职责规定", actor=desk.head, now=hours(24))
    cases.uphold_order(order.pk, reason="属你科职责", actor=desk.clerk, now=hours(25))
    cases.bounce_order(order.pk, basis="三定方案", actor=desk.head, now=hours(26))
    with refusal(Refusal.HEAD_RULING_MISSING):
        cases.reissue_order(order.pk, unit=desk.general, actor=desk.clerk, now=hours(27))
    cases.reissue_order(
        order.pk,
        unit=desk.general,
        head_ruling="局长裁定由办公室办理",
        actor=desk.clerk,
        now=hours(27),
    )
    order.refresh_from_db()
    assert (order.unit, order.state, order.signed_by) == (desk.general, "issued", None)
    assert clock_of(order).due_at == hours(36)
    assert due_of_case(order) == hours(29)  # to be signed for
    with refusal(Refusal.BOUNCED_TWICE):
        Order.objects.filter(pk=order.pk).update(unit=desk.chemicals)
        cases.bounce_order(order.pk, basis="又", actor=desk.head, now=hours(28))


def test_a_reopened_case_has_a_second_clock_and_the_first_stays_on_time(desk: Desk) -> None:
    order = under_way(desk)
    cases.submit_order(order.pk, verdict="true", finding="属实", actor=desk.handler, now=hours(20))
    CaseFile.objects.filter(pk=order.case_id).update(
        state="closed", closed_at=hours(30), due_at=None
    )
    with refusal(Refusal.GROUND_MISSING):
        cases.reopen_case(order.case_id, ground="", actor=desk.clerk, now=hours(99))
    with refusal(Refusal.REVIEW_WINDOW_OVER):
        cases.reopen_case(order.case_id, ground="再查", actor=desk.clerk, now=hours(24 * 60))
    cases.reopen_case(order.case_id, ground="有新证据", actor=desk.clerk, now=hours(24 * 14))
    second = Clock.objects.get(case_id=order.case_id, number=2)
    assert (second.due_at, due_of_case(order)) == (hours(24 * 14 + 36),) * 2
    assert (clock_of(order).state, clock_of(order).late_by) == ("met", None)


def test_an_edited_calendar_lengthens_running_clocks_only_and_tells_the_officer(
    desk: Desk,
) -> None:
    order = under_way(desk, "suggestion")  # WD4 from Tuesday 22 September: Monday 28
    closed = under_way(desk, "suggestion")
    cases.submit_order(closed.pk, verdict="", finding="采纳", actor=desk.handler, now=hours(3))
    storm = DayChange(date(2026, 9, 24), "holiday", "台风停工")
    moved = change_calendar(desk.office.calendar, [storm], actor=desk.clerk, now=hours(4))
    assert moved == 1
    assert clock_of(order).due_at == datetime(2026, 9, 29, 9, 30, tzinfo=UTC)
    assert clock_of(closed).due_at == datetime(2026, 9, 28, 9, 30, tzinfo=UTC)
    saturday = DayChange(date(2026, 9, 26), "workday", "调休")
    assert change_calendar(desk.office.calendar, [saturday], actor=desk.clerk, now=hours(5)) == 0
    assert clock_of(order).due_at == datetime(2026, 9, 29, 9, 30, tzinfo=UTC)
    tell_of_events(hours(5))
    told = Notice.objects.filter(code="clock.moved", channel="console")
    assert [notice.person for notice in told] == [desk.handler]
    fresh = under_way(desk, "suggestion")  # counts the Saturday, as it starts after the edit
    assert clock_of(fresh).due_at == datetime(2026, 9, 28, 9, 30, tzinfo=UTC)


def test_a_year_that_arrives_clears_what_was_provisional(desk: Desk) -> None:
    desk.office.calendar.years.filter(year=2027).delete()
    late = datetime(2026, 12, 30, 2, tzinfo=UTC)
    case = make_case(desk.duty, kind="suggestion", accepted_by=desk.clerk, now=late)
    order = make_order(case, desk.chemicals, desk.clerk, now=late)
    days = [DayChange(date(2027, 1, 1), "holiday"), DayChange(date(2027, 1, 3), "workday")]
    change_calendar(desk.office.calendar, days, year=2027, actor=desk.admin, now=late)
    clock = clock_of(order)
    assert (clock.due_at, clock.provisional_at) == (datetime(2027, 1, 5, 9, 30, tzinfo=UTC), None)
