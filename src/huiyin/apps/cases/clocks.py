"""The clocks of a case: started, stopped, resumed, cancelled, each with its counted days.

A clock is met when what it promised was done; done after the due instant it is met late, and
stays late. The case carries its earliest running due so that lists need no second query.
All functions run inside the transaction of an action that has locked the case.
"""

from datetime import datetime

from huiyin.apps.cases.models import CaseFile, Clock, Order
from huiyin.apps.org.queries import calendar_of, policy
from huiyin.rules.deadlines import Due, due_at
from huiyin.rules.durations import Kind, Rule, read_rule
from huiyin.rules.reminders import warn_at


def start(
    case: CaseFile, *, purpose: str, rule: str, now: datetime, order: Order | None = None
) -> Clock:
    """Start a promise at `now` (aware); `rule` is its code, e.g. "H36"."""
    calendar = calendar_of(case.office)
    read = read_rule(rule)
    due = due_at(read, now, calendar)
    clock = Clock(
        case=case,
        order=order,
        purpose=purpose,
        rule=rule,
        calendar_version=case.office.calendar.version,
        started_at=now,
        due_at=None if due.provisional else due.at,
        provisional_at=due.at if due.provisional else None,
        warn_at=_warning(case, read, due, now),
        trace=_readable(due),
    )
    clock.next_at = next_wake(clock)
    clock.save()
    rebind(case)
    return clock


def stop(order: Order, purpose: str, now: datetime) -> None:
    """What the clock promised is done. On time means done at or before the due instant."""
    for clock in _of_order(order, purpose, Clock.State.RUNNING):
        _meet(clock, now)
    rebind(order.case)


def stop_all(case: CaseFile, now: datetime) -> None:
    """The case is closed: whatever still runs is met now."""
    for clock in Clock.objects.select_for_update().filter(case=case, state=Clock.State.RUNNING):
        _meet(clock, now)


def resume(order: Order, purpose: str, now: datetime) -> None:
    """The result was sent back: the clock runs on as if it had never stopped."""
    for clock in _of_order(order, purpose, Clock.State.MET):
        clock.state = Clock.State.RUNNING
        clock.stopped_at = clock.late_by = None
        clock.next_at = next_wake(clock)
        clock.save()
    rebind(order.case)


def cancel(order: Order, now: datetime) -> None:
    """The order is withdrawn: its running clocks end without being late."""
    running = Clock.objects.filter(order=order, state=Clock.State.RUNNING)
    running.update(state=Clock.State.CANCELLED, stopped_at=now, next_at=None)
    rebind(order.case)


def next_wake(clock: Clock) -> datetime | None:
    """When the sweeper must look at this clock again: its warning, then its due instant."""
    if clock.state != Clock.State.RUNNING or clock.overdue_at is not None:
        return None
    if clock.warned_at is None and clock.warn_at is not None:
        return clock.warn_at
    return clock.due_at or clock.provisional_at


def rebind(case: CaseFile) -> None:
    """Store the earliest running due on the case."""
    running = Clock.objects.filter(case=case, state=Clock.State.RUNNING, due_at__isnull=False)
    case.due_at = running.order_by("due_at").values_list("due_at", flat=True).first()
    case.save(update_fields=["due_at"])


def _meet(clock: Clock, now: datetime) -> None:
    clock.state = Clock.State.MET
    clock.stopped_at = now
    if clock.due_at is not None and now > clock.due_at:
        clock.late_by = now - clock.due_at
    clock.next_at = None
    clock.save()


def _of_order(order: Order, purpose: str, state: str) -> list[Clock]:
    rows = Clock.objects.select_for_update()
    return list(rows.filter(order=order, purpose=purpose, state=state))


def _warning(case: CaseFile, rule: Rule, due: Due, now: datetime) -> datetime | None:
    """The office's lead before the due instant; None where the limit is shorter than two leads."""
    key = "warn.hours" if rule.kind is Kind.HOURS else "warn.days"
    lead = read_rule(policy(case.office, key, now))
    at = warn_at(due, lead, calendar_of(case.office))
    return at if due.at - at <= (due.at - now) / 2 else None


def _readable(due: Due) -> list[dict[str, object]]:
    return [
        {
            "day": str(step.day),
            "counted": step.counted,
            "why": step.why.value,
            "since": step.since and step.since.isoformat(),
            "until": step.until and step.until.isoformat(),
        }
        for step in due.trace
    ]
