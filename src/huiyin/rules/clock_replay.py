"""Follows a clock through its events, in the order in which they happened.

`replay` is what the desk asks whenever something happened to a clock: the same history always
gives the same state, so a stored due can be checked and every date can be explained.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import singledispatch

from huiyin.rules import clock_events as happened
from huiyin.rules.calendars import Calendar, Span
from huiyin.rules.clock_events import ClockEvent, Edit
from huiyin.rules.clocks import (
    ClockState,
    FinishedClock,
    Limit,
    Source,
    Status,
    any_in_time,
    binding,
    due_of,
    own_in_time,
    refuse,
    settle,
    start_clock,
    start_fixed,
)
from huiyin.rules.durations import Rule
from huiyin.rules.guards import MOST_EXTENSIONS
from huiyin.rules.refusals import Refusal

CalendarEdit = happened.DayEdited | happened.YearEntered
CALENDAR_EDITS = (happened.DayEdited, happened.YearEntered)


def replay(
    start: datetime, rule: Rule, calendar: Calendar, events: Iterable[ClockEvent]
) -> ClockState:
    """The clock that began at `start`, after all `events` (any order, sorted by instant here).

    Calendar edits made up to the start belong to the calendar the clock starts on.
    """
    if start.tzinfo is None:
        raise ValueError("a clock starts at an aware instant; give the start its time zone")
    start = start.astimezone(UTC)
    ordered = sorted(events, key=lambda event: event.at)
    edits = [e for e in ordered if isinstance(e, CALENDAR_EDITS) and e.at <= start]
    for edit in edits:
        calendar = edited(calendar, edit)
    return _followed(start_clock(rule, start, calendar), (e for e in ordered if e not in edits))


def replay_fixed(
    at: datetime, start: datetime, calendar: Calendar, events: Iterable[ClockEvent]
) -> ClockState:
    """The clock of a due instant `at` that was named at `start`, after all `events`."""
    fixed = start_fixed(at.astimezone(UTC), start.astimezone(UTC), calendar)
    return _followed(fixed, sorted(events, key=lambda event: event.at))


def _followed(state: ClockState, events: Iterable[ClockEvent]) -> ClockState:
    for event in events:
        state = follow(event, state)
    return state


def edited(calendar: Calendar, event: CalendarEdit) -> Calendar:
    """The calendar after the edit of a day, or with all of a year's days."""
    if isinstance(event, happened.YearEntered):
        for day in event.days:
            calendar = edited(calendar, day)
        return calendar.with_year(event.year)
    if event.edit is Edit.HOLIDAY:
        return calendar.with_holiday(event.day)
    if event.edit is Edit.WORKDAY:
        return calendar.with_workday(event.day)
    if event.edit is Edit.HOURS:
        return calendar.with_hours(event.day, event.hours)
    return calendar.without_day(event.day)


@singledispatch
def follow(event: ClockEvent, state: ClockState) -> ClockState:
    """The state after one event. What moves no clock changes nothing."""
    return state


@follow.register
def _(event: happened.Paused, state: ClockState) -> ClockState:
    if not state.is_open:
        return refuse(state, event.at, "pause", Refusal.CLOCK_STOPPED)
    if not any_in_time(state, event.at):
        return refuse(state, event.at, "pause", Refusal.PAUSED_TOO_LATE)
    if event.until is None:
        if state.open_pause is None:
            state = replace(state, open_pause=event, status=Status.PAUSED)
        return settle(state, event.at)
    if event.until <= event.at:
        return refuse(state, event.at, "pause", Refusal.PAUSE_EMPTY)
    return settle(replace(state, pauses=(*state.pauses, Span(event.at, event.until))), event.at)


@follow.register
def _(event: happened.Resumed, state: ClockState) -> ClockState:
    cut = tuple(
        Span(span.since, min(span.until, event.at))
        for span in state.pauses
        if span.since < event.at
    )
    if state.open_pause is not None:
        cut = (*cut, Span(state.open_pause.at, event.at))
    status = Status.RUNNING if state.status is Status.PAUSED else state.status
    return settle(replace(state, pauses=cut, open_pause=None, status=status), event.at)


@follow.register
def _(event: happened.ExtensionAsked, state: ClockState) -> ClockState:
    if not state.is_open:
        return refuse(state, event.at, "extend", Refusal.CLOCK_STOPPED)
    if not own_in_time(state, event.at):
        return refuse(state, event.at, "extend", Refusal.ASKED_TOO_LATE)
    return replace(state, asked=state.asked | {event.key})


@follow.register
def _(event: happened.ExtensionGranted, state: ClockState) -> ClockState:
    own, *others = state.limits
    if not state.is_open:
        return refuse(state, event.at, "extend", Refusal.CLOCK_STOPPED)
    if any(event.key == granted.key for granted in own.extensions):
        return state  # a double click
    if event.key not in state.asked:
        return refuse(state, event.at, "extend", Refusal.ASKED_TOO_LATE)
    if len(own.extensions) >= MOST_EXTENSIONS:
        return refuse(state, event.at, "extend", Refusal.EXTENSION_USED)
    if event.to is not None and event.to <= due_of(own, state.pauses).at:
        return refuse(state, event.at, "extend", Refusal.NEW_DUE_NOT_LATER)
    own = replace(own, extensions=(*own.extensions, event))
    return settle(replace(state, limits=(own, *others)), event.at)


@follow.register
def _(event: happened.Ordered, state: ClockState) -> ClockState:
    if not state.is_open:
        return refuse(state, event.at, "order", Refusal.CLOCK_STOPPED)
    limit = Limit(Source.ORDER, event.at, state.calendar, event.rule)
    return settle(replace(state, limits=(*state.limits, limit)), event.at)


@follow.register
def _(event: happened.Reclassified, state: ClockState) -> ClockState:
    if not state.is_open:
        return refuse(state, event.at, "reclassify", Refusal.CLOCK_STOPPED)
    if not own_in_time(state, event.at):
        return refuse(state, event.at, "reclassify", Refusal.ASKED_TOO_LATE)
    start = event.at if event.counted_from is happened.From.DECISION else state.start
    own = Limit(Source.OWN, start, state.calendar, event.rule)
    return settle(replace(state, rule=event.rule, limits=(own, *state.limits[1:])), event.at)


@follow.register
def _(event: happened.MergedIn, state: ClockState) -> ClockState:
    if not state.is_open:
        return refuse(state, event.at, "merge_in", Refusal.CLOCK_STOPPED)
    limit = Limit(Source.MERGE, event.at, state.calendar, fixed_at=event.due_at)
    return settle(replace(state, limits=(*state.limits, limit)), event.at)


@follow.register
def _(event: happened.MergedAway, state: ClockState) -> ClockState:
    return settle(replace(state, status=Status.MERGED, closed_at=event.at), event.at)


@follow.register
def _(event: happened.Closed, state: ClockState) -> ClockState:
    if not state.is_open:
        return refuse(state, event.at, "close", Refusal.CLOCK_STOPPED)
    finished = _finished(state, event.at)
    state = replace(state, status=Status.CLOSED, closed_at=event.at)
    return settle(replace(state, earlier=(*state.earlier, finished)), event.at)


@follow.register
def _(event: happened.SentBack, state: ClockState) -> ClockState:
    if state.status is not Status.CLOSED:
        return refuse(state, event.at, "send_back", Refusal.EVENT_NOT_HERE)
    status = Status.PAUSED if state.open_pause else Status.RUNNING
    state = replace(state, status=status, closed_at=None, earlier=state.earlier[:-1])
    return settle(state, event.at)


@follow.register
def _(event: happened.Reopened, state: ClockState) -> ClockState:
    earlier = state.earlier
    if state.is_open:  # reopened, so it was closed: taken as closed in time
        earlier = (*earlier, FinishedClock(state.number, None, event.at, on_time=True))
    fresh = start_clock(event.rule or state.rule, event.at, state.calendar, state.number + 1)
    return replace(fresh, earlier=earlier, objections=state.objections)


@follow.register(happened.DayEdited)
@follow.register(happened.YearEntered)
def _(event: CalendarEdit, state: ClockState) -> ClockState:
    calendar = edited(state.calendar, event)
    limits = state.limits
    if state.is_open:
        pauses = state.pauses
        if state.open_pause is not None:
            pauses = (*pauses, Span(state.open_pause.at, event.at))
        limits = tuple(_adopt(limit, event, pauses) for limit in limits)
    return settle(replace(state, calendar=calendar, limits=limits), event.at)


def _adopt(limit: Limit, event: CalendarEdit, pauses: tuple[Span, ...]) -> Limit:
    """The limit on the edited calendar, unless a promised due would come earlier by it."""
    old = due_of(limit, pauses)
    moved = replace(limit, calendar=edited(limit.calendar, event))
    new = due_of(moved, pauses)
    return limit if new.at < old.at and not old.provisional else moved


def _finished(state: ClockState, at: datetime) -> FinishedClock:
    due = binding(state)[0].at
    in_time = state.status is Status.PAUSED or at <= due
    return FinishedClock(state.number, due, at, in_time)
