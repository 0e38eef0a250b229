"""The board answers what is due, and costs the same whatever the number of cases."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.apps.cases.models import CaseFile, Clock
from huiyin.apps.org.models import Person
from huiyin.engine.clock import clock_at
from tests.makers import (
    make_case,
    make_item,
    make_notice,
    make_order,
    make_statement,
    make_story,
)
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def page(person: Person, path: str = "/", **headers: str) -> str:
    client = Client(headers={"accept-language": "en", **headers})
    client.force_login(person)
    return client.get(path).content.decode()


def running(desk: Desk, title: str, *, due_in: timedelta) -> CaseFile:
    """A case whose order's 36 hours end `due_in` from noon."""
    issued = NOON + due_in - timedelta(hours=36)
    case = make_case(desk.duty, title, accepted_by=desk.clerk, now=issued)
    make_order(case, desk.chemicals, desk.clerk, rule="H36", now=issued)
    Clock.objects.filter(case=case, purpose="sign").delete()
    CaseFile.objects.filter(pk=case.pk).update(due_at=NOON + due_in)
    return case


def many(desk: Desk, count: int, year: int = 2025) -> None:
    """Copies of one running case with its clock."""
    case = running(desk, "一件", due_in=timedelta(hours=3))
    clock = Clock.objects.get(case=case)
    cases = CaseFile.objects.bulk_create(
        CaseFile(
            office=desk.office, number=f"A{year}-{n:04d}", title=f"事项{n}", kind="concern",
            state="ordered", lead_unit=desk.chemicals, handler=desk.handler,
            opened_by=desk.duty, opened_at=NOON, due_at=NOON + timedelta(minutes=n),
        )
        for n in range(count)
    )  # fmt: skip
    Clock.objects.bulk_create(
        Clock(
            case=copy, order=clock.order, purpose="order", rule="H36", calendar_version=1,
            started_at=NOON, due_at=copy.due_at,
        )
        for copy in cases
    )  # fmt: skip


def test_the_title_says_what_is_due_today_and_what_is_late(desk: Desk) -> None:
    with clock_at(NOON):
        assert "<h1>Nothing due today</h1>" in page(desk.duty)
        running(desk, "今晚到期", due_in=timedelta(hours=11))
        running(desk, "明天到期", due_in=timedelta(hours=13))
        running(desk, "已经逾期", due_in=timedelta(hours=-1))
        assert "<h1>1 due today · 1 overdue</h1>" in page(desk.duty)


def test_a_matter_due_at_this_instant_is_overdue_and_one_at_midnight_is_todays(desk: Desk) -> None:
    with clock_at(NOON):
        running(desk, "此刻", due_in=timedelta(0))
        running(desk, "午夜", due_in=timedelta(hours=12))
        assert "<h1>1 due today · 1 overdue</h1>" in page(desk.duty)


def test_everybody_sees_first_what_concerns_them(desk: Desk) -> None:
    with clock_at(NOON):
        mine = running(desk, "我的事", due_in=timedelta(hours=3))
        running(desk, "科里的事", due_in=timedelta(hours=4))
        CaseFile.objects.filter(pk=mine.pk).update(handler=desk.handler)
        assert "科里的事" not in page(desk.handler)
        assert "科里的事" in page(desk.head)
        assert "科里的事" in page(desk.handler, "/?scope=all")


def test_steps_that_wait_are_listed_for_whoever_takes_them(desk: Desk) -> None:
    with clock_at(NOON):
        case = make_case(desk.duty, "待办", accepted_by=desk.clerk, now=NOON)
        order = make_order(case, desk.chemicals, desk.clerk, now=NOON)
        draft = make_statement(desk.clerk, case=case, title="待批通报")
        make_case(desk.duty, "待受理", now=NOON)
        assert order.number in page(desk.head)
        assert order.number not in page(desk.handler)
        assert draft.number in page(desk.approver)
        assert draft.number not in page(desk.clerk)
        assert "Accept or refuse" in page(desk.clerk)
        assert "Accept or refuse" not in page(desk.duty)


def test_voices_without_a_case_stand_on_the_board_urgent_first(desk: Desk) -> None:
    with clock_at(NOON):
        make_item(desk.office, "普通来件", channel="portal", said_at=NOON)
        make_item(
            desk.office, "危急来件", channel="portal", urgent=True, said_at=NOON - timedelta(2)
        )
        answered = make_item(desk.office, "已立案来件", channel="hotline")
        make_item(desk.office, "新闻稿件", channel="feed")
        make_case(desk.duty, "案件", items=[answered])
        body = page(desk.duty)
    assert body.index("危急来件") < body.index("普通来件")
    assert "已立案来件" not in body
    assert "新闻稿件" not in body


def test_nothing_of_another_office_is_seen(desk: Desk) -> None:
    other = make_desk("heling", "禾岭县应急管理局")
    with clock_at(NOON):
        running(other, "别处的事", due_in=timedelta(hours=2))
        items = [make_item(other.office, "别处来件", channel="portal") for _ in range(2)]
        make_story(other.office, items, title="别处舆情")
        body = page(desk.duty) + page(desk.duty, "/due") + page(desk.duty, "/inbox?state=any")
    assert "别处" not in body


@pytest.mark.parametrize("path", ["/", "/due"])
def test_the_number_of_queries_does_not_grow_with_the_cases(desk: Desk, path: str) -> None:
    def cost() -> int:
        client = Client()
        client.force_login(desk.clerk)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    with clock_at(NOON):
        make_notice(desk.clerk)
        many(desk, 10, year=2024)
        few = cost()
        many(desk, 300, year=2025)
        assert cost() == few
    assert few <= 25


def test_an_unchanged_board_is_answered_with_nothing(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.duty)
    with clock_at(NOON):
        running(desk, "在办", due_in=timedelta(hours=3))
        seen = str(client.get("/").context["seen"])
        again = client.get(f"/?seen={seen}", headers={"HX-Request": "true"})
        assert (again.status_code, again.content) == (204, b"")
        make_item(desk.office, "新来件", channel="portal")
        changed = client.get(f"/?seen={seen}", headers={"HX-Request": "true"}).content.decode()
    assert "新来件" in changed
    assert "<html" not in changed


def test_every_due_matter_is_reached_by_the_list_behind_the_board(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.clerk)
    found: set[int] = set()
    with clock_at(NOON):
        many(desk, 510)
        address = reverse("due")
        while address:
            answer = client.get(address)
            found |= {row.case.pk for row in answer.context["rows"]}
            more = answer.context["more_url"]
            address = f"{reverse('due')}{more}" if more else ""
    assert found == set(CaseFile.objects.values_list("pk", flat=True))
