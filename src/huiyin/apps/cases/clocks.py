"""The clocks of a case: started, stopped, resumed, cancelled, each with its counted days.

A clock is met when what it promised was done; done after the due instant it is met late, and
stays late. The case carries its earliest running due so that lists need no second query.
All functions run inside the transaction of an action that has locked the case.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from huiyin.apps.cases.counting import count, next_wake
from huiyin.apps.cases.models import CaseFile, Clock, Order, OrderPart
from huiyin.apps.org.limits import limit_of
from huiyin.rules.presets import CLOCKS, Begins
from huiyin.rules.promises import Kept, kept_by

UNDER_WAY = (Clock.State.RUNNING, Clock.State.PAUSED)


def start(
    case: CaseFile,
    *,
    purpose: str,
    rule: str,
    now: datetime,
    order: Order | None = None,
    part: OrderPart | None = None,
    since: datetime | None = None,
    number: int = 1,
) -> Clock:
    """Start a promise at `now`, or `since` an earlier instant; `rule` is its code, e.g. "H36"."""
    clock = Clock(
        case=case,
        order=order,
        part=part,
        purpose=purpose,
        rule=rule,
        number=number,
        calendar_version=case.office.calendar.version,
        started_at=since or now,
    )
    return put_down(clock, now)


def begin(case: CaseFile, what: Begins, now: datetime) -> None:
    """Start what the preset of the kind of matter lets begin by itself with this step, once."""
    for purpose in (name for name, begins in CLOCKS.items() if begins is what):
        rule = limit_of(case.office, case.kind, purpose, case.opened_at)
        if rule and not case.clocks.filter(purpose=purpose, state__in=UNDER_WAY).exists():
            start(case, purpose=purpose, rule=rule, now=now)


def put_down(clock: Clock, now: datetime) -> Clock:
    """Count a new clock, store it and bind its case anew."""
    count(clock, now)
    clock.save()
    rebind(clock.case)
    return clock


def start_fixed(case: CaseFile, *, purpose: str, due_at: datetime, now: datetime) -> Clock:
    """Start a promise whose due instant was named, e.g. the date of a measure."""
    return put_down(
        Clock(case=case, purpose=purpose, fixed_at=due_at, started_at=now,
              calendar_version=case.office.calendar.version), now,
    )  # fmt: skip


def meet(clock: Clock | None, case: CaseFile, now: datetime) -> None:
    """What this one clock promised is done; None and a clock that has stopped change nothing."""
    if clock is not None:
        _meet_all(_locked(case).filter(pk=clock.pk), now)
        rebind(case)


def stop(order: Order, purpose: str, now: datetime) -> None:
    """What the clock promised is done. On time means done at or before the due instant."""
    _meet_all(_locked(order.case).filter(order=order, purpose=purpose), now)
    rebind(order.case)


def stop_part(part: OrderPart, now: datetime) -> None:
    """A co-handler gave its opinion; only its own clock stops."""
    _meet_all(_locked(part.order.case).filter(part=part), now)
    rebind(part.order.case)


def cancel_part(part: OrderPart, now: datetime) -> None:
    """The office goes on without a co-handler; its clock ends, and stays late if it was."""
    running = Clock.objects.filter(part=part, state__in=UNDER_WAY)
    running.update(state=Clock.State.CANCELLED, stopped_at=now, next_at=None)
    rebind(part.order.case)


def keep(case: CaseFile, step: Kept, now: datetime, *, but: Iterable[int] = ()) -> None:
    """A step of the case keeps every promise that waited for it."""
    _meet_all(_locked(case).filter(purpose__in=kept_by(step)).exclude(pk__in=list(but)), now)
    rebind(case)


def keep_one(clock_id: int, case: CaseFile, now: datetime) -> bool:
    """Somebody says that this promise is kept; tells whether it was under way."""
    met = _meet_all(_locked(case).filter(pk=clock_id, purpose__in=kept_by(Kept.BY_HAND)), now)
    rebind(case)
    return met > 0


def stop_all(case: CaseFile, now: datetime) -> None:
    """The case is closed: what is still under way is met now, but for what outlives the case."""
    _meet_all(_locked(case).exclude(purpose__in=kept_by(Kept.ITS_OWN)), now)
    rebind(case)


def resume(order: Order, purpose: str, now: datetime) -> None:
    """The result was sent back: the clock runs on as if it had never stopped."""
    rows = Clock.objects.select_for_update().filter(case=order.case, order=order)
    for clock in rows.filter(purpose=purpose, state=Clock.State.MET):
        clock.case = order.case
        clock.state = Clock.State.RUNNING
        clock.stopped_at = clock.late_by = None
        count(clock, now)
        clock.save()
    rebind(order.case)


def cancel(case: CaseFile, now: datetime, order: Order | None = None) -> None:
    """The case went elsewhere, or the order was withdrawn: clocks end without being late."""
    running = Clock.objects.filter(case=case, state__in=UNDER_WAY)
    if order is not None:
        running = running.filter(order=order)
    running.update(state=Clock.State.CANCELLED, stopped_at=now, next_at=None)
    rebind(case)


def revive(case: CaseFile, cancelled_at: datetime, now: datetime) -> None:
    """Clocks that were cancelled at that instant run on as if they had never stopped."""
    rows = Clock.objects.select_for_update(of=("self",)).filter(
        case=case, state=Clock.State.CANCELLED, stopped_at=cancelled_at
    )
    for clock in rows:
        clock.case = case
        clock.state, clock.stopped_at = Clock.State.RUNNING, None
        count(clock, now)
        clock.save()
    rebind(case)


def recount_case(case: CaseFile, now: datetime) -> list[tuple[Clock, datetime | None]]:
    """Count every clock under way anew; gives those whose due moved, with the old one."""
    moved = []
    for clock in _locked(case):
        clock.case = case
        old = clock.due_at
        before = (clock.due_at, clock.provisional_at, clock.state, clock.remaining)
        count(clock, now)
        if (clock.due_at, clock.provisional_at, clock.state, clock.remaining) != before:
            clock.save()
            moved.append((clock, old))
    rebind(case)
    return moved


def rebind(case: CaseFile) -> None:
    """Store the earliest running due on the case."""
    running = Clock.objects.filter(case=case, state=Clock.State.RUNNING, due_at__isnull=False)
    case.due_at = running.order_by("due_at").values_list("due_at", flat=True).first()
    case.save(update_fields=["due_at"])


def _locked(case: CaseFile) -> QuerySet[Clock]:
    rows = Clock.objects.select_for_update(of=("self",)).select_related("order")
    return rows.filter(case=case, state__in=UNDER_WAY)


def _meet_all(rows: QuerySet[Clock], now: datetime) -> int:
    clocks = list(rows)
    for clock in clocks:
        if clock.state == Clock.State.PAUSED:
            count(clock, now, resumed_at=now)
        clock.state = Clock.State.MET
        clock.stopped_at = now
        clock.late_by = now - clock.due_at if clock.due_at and now > clock.due_at else None
        clock.next_at = next_wake(clock)
        clock.save()
    return len(clocks)
