"""A stored clock counted by the rules, from its whole history: pauses, extensions, edited days.

The row keeps what the count gave; the same history always gives the same due, so a row can be
checked at any time. Nothing here saves.
"""

from collections.abc import Iterable
from datetime import datetime

from huiyin.apps.cases.models import Clock, Extension, Pause
from huiyin.apps.org.calendars import calendar_at, edits_after
from huiyin.apps.org.queries import ladder_of, policy
from huiyin.rules.clock_events import (
    ClockEvent,
    ExtensionAsked,
    ExtensionGranted,
    Paused,
    Resumed,
)
from huiyin.rules.clock_replay import replay, replay_fixed
from huiyin.rules.clocks import ClockState, Remaining, Status
from huiyin.rules.deadlines import Due
from huiyin.rules.durations import Kind, read_extension, read_rule
from huiyin.rules.ladders import next_step, reached, read_ladder
from huiyin.rules.reminders import warn_at


def count(clock: Clock, now: datetime, *, resumed_at: datetime | None = None) -> None:
    """Write into the row what its history gives at `now`; `resumed_at` ends an open pause."""
    state = state_of(clock, resumed_at=resumed_at)
    due = state.due
    certain = due is not None and not due.provisional
    old = clock.due_at or clock.provisional_at
    new = due.at if due else None
    clock.state = (
        Clock.State.PAUSED if state.status is Status.PAUSED and due is None else Clock.State.RUNNING
    )
    clock.due_at = new if certain else None
    clock.provisional_at = None if certain else new
    clock.remaining = _left(state.remaining)
    if due is not None:
        clock.trace = readable(due)
    if not clock.versions or clock.versions[-1][1] != _iso(new):
        clock.versions = [*clock.versions, [_iso(now), _iso(new)]]
    if clock.pk and new is not None and new != old:
        _new_version(clock, new, now)
    if not clock.pk:
        clock.ladder = ladder_of(clock.case.office, clock.purpose, now)
    clock.warn_at = _warning(clock, state, now) if due is not None else None
    clock.next_at = next_wake(clock)


def state_of(clock: Clock, *, resumed_at: datetime | None = None) -> ClockState:
    """The clock as the rules see it after everything that happened to it."""
    calendar = clock.case.office.calendar
    first = calendar_at(calendar.pk, clock.calendar_version)
    events: list[ClockEvent] = [
        *_pauses(clock),
        *_extensions(clock),
        *edits_after(calendar.pk, clock.calendar_version, calendar.version),
    ]
    if resumed_at is not None:
        events.append(Resumed(resumed_at))
    if clock.fixed_at is not None:
        return replay_fixed(clock.fixed_at, clock.started_at, first, events)
    return replay(clock.started_at, read_rule(clock.rule), first, events)


def next_wake(clock: Clock) -> datetime | None:
    """When the sweeper must look at this clock again: its warning, its due instant, or the next
    step of its ladder, whichever comes first."""
    due = clock.due_at or clock.provisional_at
    if clock.state != Clock.State.RUNNING or due is None:
        return None
    waits = [next_step(read_ladder(clock.ladder), clock.level, clock.started_at, due)]
    if clock.overdue_at is None:
        waits += [due, clock.warn_at if clock.warned_at is None else None]
    return min((at for at in waits if at is not None), default=None)


def readable(due: Due) -> list[dict[str, object]]:
    """The counted days as plain JSON values."""
    return [
        {
            "day": str(step.day),
            "counted": step.counted,
            "why": step.why.value,
            "since": _iso(step.since),
            "until": _iso(step.until),
        }
        for step in due.trace
    ]


def _new_version(clock: Clock, due: datetime, now: datetime) -> None:
    """A due that still lies ahead is warned of and raised again; one that passed stays raised."""
    clock.due_version += 1
    if due > now:
        clock.overdue_at = clock.warned_at = None
        clock.level = reached(read_ladder(clock.ladder), clock.started_at, due, now)


def _pauses(clock: Clock) -> Iterable[ClockEvent]:
    for pause in Pause.objects.filter(case_id=clock.case_id).order_by("since_at", "id"):
        ends = [at for at in (pause.until_at, pause.ended_at) if at is not None]
        if ends and min(ends) <= clock.started_at:
            continue
        yield Paused(max(pause.since_at, clock.started_at), pause.until_at)
        if pause.ended_at is not None:
            yield Resumed(pause.ended_at)


def _extensions(clock: Clock) -> Iterable[ClockEvent]:
    if clock.order_id is None or clock.purpose != "order":
        return
    granted = Extension.objects.filter(order_id=clock.order_id, state="granted")
    midnight = clock.rule.endswith("@24")
    for extension in granted.order_by("decided_at", "id"):
        by = read_extension(extension.length, at_midnight=midnight)
        yield ExtensionAsked(extension.asked_at, extension.key)
        yield ExtensionGranted(extension.decided_at or extension.asked_at, extension.key, by=by)


def _warning(clock: Clock, state: ClockState, now: datetime) -> datetime | None:
    """The office's lead before the due instant; None where the limit is shorter than two leads."""
    due = state.due
    if due is None:
        return None
    by_hours = state.rule.kind in (Kind.HOURS, Kind.ESCALATION)
    lead = read_rule(policy(clock.case.office, "warn.hours" if by_hours else "warn.days", now))
    at = warn_at(due, lead, state.limits[0].calendar, state.pauses)
    return at if due.at - at <= (due.at - clock.started_at) / 2 else None


def _left(remaining: Remaining | None) -> dict[str, float] | None:
    if remaining is None:
        return None
    if remaining.days is not None:
        return {"days": remaining.days}
    return {"seconds": remaining.time.total_seconds() if remaining.time else 0}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
