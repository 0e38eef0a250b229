"""A clock's life: from its start and what happened since to the instant that binds now.

Several limits may bind one matter: its own rule, orders from above, a case merged in. Each is
counted by itself and the earliest binds; nothing that tightens ever loosens. Pauses stop them
all, exactly, and only while they are not due yet. An extension counts from the old due and must
be asked for in time. A change of the calendar moves a running limit later, never earlier, unless
the due was provisional. What ran late stays late: every due version and refusal is kept.
A closed matter that is reopened gets a new clock with the next number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from huiyin.rules.calendars import Calendar, Span
from huiyin.rules.clock_events import ExtensionGranted, Paused
from huiyin.rules.deadlines import Due, due_at, due_by, extend_due
from huiyin.rules.durations import Kind, Rule
from huiyin.rules.refusals import Refusal


class Status(StrEnum):
    """Whether a clock runs."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"
    MERGED = "merged"


class Source(StrEnum):
    """Where a limit comes from."""

    OWN = "own"
    ORDER = "order"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a matter. Its `calendar` lacks the edits that would have made it shorter.

    A limit without a `rule` is an instant, `fixed_at`, that was taken over at `start`.
    """

    source: Source
    start: datetime
    calendar: Calendar
    rule: Rule | None = None
    extensions: tuple[ExtensionGranted, ...] = ()
    fixed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Remaining:
    """What was left when the clock stopped: working or calendar days, or time."""

    days: int | None = None
    time: timedelta | None = None


@dataclass(frozen=True, slots=True)
class DueVersion:
    """The binding due as it stood from `since` on; None while the clock has none."""

    since: datetime
    at: datetime | None
    provisional: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Objection:
    """An event that the clock did not follow, and why."""

    at: datetime
    event: str
    code: Refusal


@dataclass(frozen=True, slots=True)
class FinishedClock:
    """An earlier clock of the same matter: its last due, when it stopped, whether in time."""

    number: int
    due_at: datetime | None
    closed_at: datetime
    on_time: bool


@dataclass(frozen=True, slots=True)
class ClockState:
    """Everything known of a matter's clock after its last event."""

    number: int
    status: Status
    rule: Rule
    start: datetime
    calendar: Calendar
    limits: tuple[Limit, ...]
    pauses: tuple[Span, ...] = ()
    open_pause: Paused | None = None
    asked: frozenset[str] = frozenset()
    closed_at: datetime | None = None
    due: Due | None = None
    source: Source = Source.OWN
    remaining: Remaining | None = None
    versions: tuple[DueVersion, ...] = ()
    objections: tuple[Objection, ...] = ()
    earlier: tuple[FinishedClock, ...] = field(default=())

    @property
    def is_running(self) -> bool:
        """Whether time counts now."""
        return self.status is Status.RUNNING

    @property
    def is_open(self) -> bool:
        """Whether the matter still waits for an answer."""
        return self.status in (Status.RUNNING, Status.PAUSED)

    @property
    def extensions(self) -> int:
        """How many extensions were granted on this clock."""
        return sum(len(limit.extensions) for limit in self.limits)


def start_clock(rule: Rule, start: datetime, calendar: Calendar, number: int = 1) -> ClockState:
    """A clock that has just started."""
    limit = Limit(Source.OWN, start, calendar, rule)
    state = ClockState(number, Status.RUNNING, rule, start, calendar, (limit,))
    return settle(state, start)


def start_fixed(at: datetime, start: datetime, calendar: Calendar) -> ClockState:
    """A clock whose due instant `at` was named at `start`: it came with a merged case."""
    rule = Rule(Kind.HOURS, max(1, int((at - start).total_seconds() // 60)))
    limit = Limit(Source.MERGE, start, calendar, fixed_at=at)
    return settle(ClockState(1, Status.RUNNING, rule, start, calendar, (limit,)), start)


def due_of(limit: Limit, pauses: Iterable[Span]) -> Due:
    """The due of one limit, extensions included, as if no pause were open."""
    stops = tuple(pauses)
    if limit.rule is None:
        return due_by(limit.fixed_at or limit.start, limit.start, limit.calendar, stops)
    due = due_at(limit.rule, limit.start, limit.calendar, stops)
    for extension in limit.extensions:
        due = _extended(due, extension, limit, stops)
    return due


def binding(state: ClockState) -> tuple[Due, Source]:
    """The earliest due of all limits, as if no pause were open, and where it comes from."""
    dues = ((due_of(limit, state.pauses), limit.source) for limit in state.limits)
    return min(dues, key=lambda pair: pair[0].at)


def settle(state: ClockState, at: datetime) -> ClockState:
    """Count the due anew after a change at `at`, and keep the version if it is another one."""
    due: Due | None = None
    remaining: Remaining | None = None
    source = state.source
    if state.is_open:
        due, source = binding(state)
        if state.status is Status.PAUSED and state.open_pause is not None:
            remaining = _left(state, due, state.open_pause.at)
            due = None
    version = DueVersion(at, due.at if due else None, bool(due and due.provisional), source)
    versions = state.versions
    if not versions or _differs(versions[-1], version):
        versions = (*versions, version)
    return replace(state, due=due, source=source, remaining=remaining, versions=versions)


def own_in_time(state: ClockState, at: datetime) -> bool:
    """Whether the matter's own limit has not passed at `at`; the due instant itself is in time."""
    return state.status is Status.PAUSED or at <= due_of(state.limits[0], state.pauses).at


def any_in_time(state: ClockState, at: datetime) -> bool:
    """Whether some limit of the matter has not passed at `at`."""
    if state.status is Status.PAUSED:
        return True
    return any(at <= due_of(limit, state.pauses).at for limit in state.limits)


def refuse(state: ClockState, at: datetime, event: str, code: Refusal) -> ClockState:
    """The state with an objection on record; nothing else changes."""
    return replace(state, objections=(*state.objections, Objection(at, event, code)))


def _extended(due: Due, extension: ExtensionGranted, limit: Limit, pauses: tuple[Span, ...]) -> Due:
    if extension.by is not None:
        return extend_due(due, extension.by, limit.calendar, pauses)
    if extension.to is None or extension.to <= due.at:
        return due
    fixed = due_by(extension.to, extension.at, limit.calendar, pauses)
    return replace(fixed, trace=(*due.trace, *fixed.trace))


def _left(state: ClockState, due: Due, since: datetime) -> Remaining:
    """What is left of the binding limit at `since`, from the trace it would have had."""
    kind = state.rule.kind if state.source is Source.OWN else Kind.HOURS
    if kind in (Kind.WORKING_DAYS, Kind.CALENDAR_DAYS):
        days = {step.day for step in due.trace if step.counted and step.number}
        return Remaining(days=sum(_is_over(state, day) > since for day in days))
    if kind is Kind.WORKING_HOURS:
        parts = (
            step.until - max(step.since, since)
            for step in due.trace
            if step.since and step.until and step.until > since
        )
        return Remaining(time=sum(parts, timedelta()))
    return Remaining(time=due.at - since)


def _is_over(state: ClockState, day: date) -> datetime:
    closing = state.calendar.closing(day)
    by_closing = state.rule.kind is Kind.WORKING_DAYS and not state.rule.at_midnight
    return closing if closing and by_closing else state.calendar.end_of(day)


def _differs(old: DueVersion, new: DueVersion) -> bool:
    return (old.at, old.provisional) != (new.at, new.provisional)
