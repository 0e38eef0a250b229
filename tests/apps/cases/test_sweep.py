"""The sweeper raises the warning and the overdue notice exactly once each."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases import sweep
from huiyin.apps.cases.models import CaseFile, Clock, Order
from huiyin.apps.org.models import CalendarYear
from huiyin.engine import agreement
from tests.makers import make_case, make_order
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def order(desk: Desk) -> Order:
    case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
    order = make_order(case, desk.chemicals, desk.clerk, now=START)
    cases.sign_order(order.pk, actor=desk.head, now=START)
    return order


def hours(n: float) -> datetime:
    return START + timedelta(hours=n)


def raised() -> list[str]:
    rows = Event.objects.filter(kind__startswith="clock.").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_nothing_is_raised_before_its_time(order: Order) -> None:
    assert sweep.sweep_due(hours(29.99)) == 0
    assert raised() == []


def test_warning_and_overdue_are_raised_once_each(order: Order) -> None:
    for at in (30, 30, 31, 36, 36, 37):
        sweep.sweep_due(hours(at))
    assert raised() == ["clock.warned", "clock.overdue"]
    for at in (59, 60, 60, 100):
        sweep.sweep_due(hours(at))
    assert raised() == ["clock.warned", "clock.overdue", "clock.escalated"]
    assert sweep.next_due() is None


def test_a_warning_missed_while_the_desk_was_down_is_not_sent_after_the_due(order: Order) -> None:
    sweep.sweep_due(hours(39))
    event = Event.objects.get(kind="clock.overdue")
    assert raised() == ["clock.overdue"]
    assert event.body["raised_after_seconds"] == 3 * 3600


def test_a_clock_that_was_kept_raises_nothing(desk: Desk, order: Order) -> None:
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=START)
    cases.submit_order(order.pk, verdict="true", finding="属实", actor=desk.handler, now=hours(1))
    sweep.sweep_due(hours(50))
    assert raised() == []


def test_a_withdrawn_order_is_never_late(desk: Desk, order: Order) -> None:
    cases.withdraw_order(order.pk, reason="重复下发", actor=desk.clerk, now=hours(2))
    sweep.sweep_due(hours(50))
    assert raised() == []


def test_a_missing_calendar_year_gives_no_date_but_is_raised(desk: Desk) -> None:
    CalendarYear.objects.filter(year=2027).delete()
    late = datetime(2026, 12, 30, 2, tzinfo=UTC)
    case = make_case(desk.duty, kind="suggestion", accepted_by=desk.clerk, now=late)
    order = make_order(case, desk.chemicals, desk.clerk, now=late)
    clock = Clock.objects.get(order=order, purpose="order")
    assert clock.due_at is None
    assert clock.provisional_at is not None
    cases.sign_order(order.pk, actor=desk.head, now=late)
    assert CaseFile.objects.get(pk=case.pk).due_at is None
    sweep.sweep_due(late + timedelta(days=30))
    assert raised() == ["clock.calendar_missing"]


def test_a_broken_clock_is_put_aside_and_the_others_are_swept(desk: Desk, order: Order) -> None:
    case = make_case(desk.duty, title="另一件", accepted_by=desk.clerk, now=START)
    other = make_order(case, desk.chemicals, desk.clerk, now=START)
    cases.sign_order(other.pk, actor=desk.head, now=START)
    broken = Clock.objects.get(order=order, purpose="order").pk
    Clock.objects.filter(pk=broken).update(due_at=None)
    for at in (30, 36):
        sweep.sweep_due(hours(at))
    assert sorted(raised()) == [
        "clock.overdue",
        "clock.put_aside",
        "clock.put_aside",
        "clock.warned",
    ]
    assert Clock.objects.get(pk=broken).next_at == hours(37)


def test_no_sweep_while_machine_and_database_disagree(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement, "real_now", lambda: datetime.now(UTC) + timedelta(seconds=90))
    with pytest.raises(agreement.ClocksDiffer):
        sweep.sweep_due(hours(36))
    assert raised() == []
