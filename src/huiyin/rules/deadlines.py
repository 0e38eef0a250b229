"""When something is due: a rule counted from a start on an office's calendar.

Plain hours run through nights and holidays. Working hours run while the office is open. A
working day counts if the clock runs at its closing; the day of receipt is not counted, and the
due instant is the closing of the last day (or its midnight). Calendar days and months skip the
first day too; an end on a closed day rolls on to the next open one (Civil Code arts. 200-204).
An escalation has one limit over all its levels. On time means done at or before the due instant.

A due that needs a day of a year without data is provisional: good for the sweep, never shown.
The cost grows with the days counted.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from huiyin.rules.calendars import Calendar, Day, Span, Why
from huiyin.rules.durations import Kind, Rule
from huiyin.rules.intervals import Pauses

_DAY = timedelta(days=1)
_MOST_DAYS = 20_000  # a calendar that stays closed this long never opens


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a trace: a local day, whether it counted, why, and as the how-manieth.

    `since` and `until` (UTC) stand where time of that day was counted by the clock's hands.
    """

    day: date
    counted: bool
    why: Why
    number: int = 0
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A due instant (UTC), the local day it belongs to, and how it was counted.

    At midnight rules `at` is 24:00, which is the first instant after `day`.
    """

    at: datetime
    day: date
    provisional: bool
    trace: tuple[Step, ...]


def due_at(rule: Rule, start: datetime, calendar: Calendar, pauses: Iterable[Span] = ()) -> Due:
    """The due instant of `rule` from `start` (aware), with the pauses left out exactly."""
    if start.tzinfo is None:
        raise ValueError("a clock starts at an aware instant; give the start its time zone")
    begin = start.astimezone(UTC)
    return _count(rule, begin, calendar.local_date(begin), calendar, Pauses(pauses))


def due_by(at: datetime, since: datetime, calendar: Calendar, pauses: Iterable[Span] = ()) -> Due:
    """A due instant named at `since`, moved on by what the clock stood still in between."""
    if at <= since:
        return Due(at, calendar.local_date(at), False, ())
    return _count_hours(at - since, since, calendar, Pauses(pauses))


def extend_due(due: Due, by: Rule, calendar: Calendar, pauses: Iterable[Span] = ()) -> Due:
    """The due instant `by` further, counted from the old due and its day, not from now."""
    later = _count(by, due.at, due.day, calendar, Pauses(pauses))
    steps = (
        replace(step, why=Why.EXTENDED) if step.why is Why.RECEIVED else step
        for step in later.trace
    )
    return replace(
        later, provisional=due.provisional or later.provisional, trace=(*due.trace, *steps)
    )


def _count(rule: Rule, begin: datetime, day: date, calendar: Calendar, pauses: Pauses) -> Due:
    if rule.kind in (Kind.HOURS, Kind.ESCALATION):
        return _count_hours(rule.time, begin, calendar, pauses)
    if rule.kind is Kind.WORKING_HOURS:
        return _count_working_hours(rule.time, begin, calendar, pauses)
    if rule.kind is Kind.WORKING_DAYS:
        return _count_working_days(rule, begin, day, calendar, pauses)
    return _count_calendar_days(rule, begin, day, calendar, pauses)


def _count_hours(amount: timedelta, begin: datetime, calendar: Calendar, pauses: Pauses) -> Due:
    steps: list[Step] = []
    horizon = begin + amount + sum((p.until - p.since for p in pauses.spans), timedelta())
    for part in pauses.running(begin, horizon):
        end = min(part.until, part.since + amount)
        amount -= end - part.since
        steps.append(Step(calendar.local_date(part.since), True, Why.RUNNING, 0, part.since, end))
        if not amount:
            break
    at = steps[-1].until or begin
    return Due(at, calendar.local_date(at), False, tuple(steps))


def _count_working_hours(
    amount: timedelta, begin: datetime, calendar: Calendar, pauses: Pauses
) -> Due:
    steps: list[Step] = []
    provisional = False
    for on, parts in _open_days(begin, calendar):
        day = calendar.day(on)
        provisional |= not day.certain
        ran = False
        for open_part in parts:
            for part in pauses.running(open_part.since, open_part.until):
                end = min(part.until, part.since + amount)
                amount -= end - part.since
                steps.append(Step(on, True, day.why, 0, part.since, end))
                ran = True
                if not amount:
                    return Due(end, on, provisional, tuple(steps))
        if not ran:
            steps.append(Step(on, False, _why_idle(day, parts)))
    raise ValueError(f"calendar {calendar.name} has not enough open hours to count")


def _why_idle(day: Day, parts: list[Span]) -> Why:
    """Why nothing was counted: paused, come in after closing, or closed all day."""
    if parts:
        return Why.PAUSED
    return Why.RECEIVED if day.hours else day.why


def _open_days(begin: datetime, calendar: Calendar) -> Iterator[tuple[date, list[Span]]]:
    """Day by day what is open from `begin` on; a night that began the day before comes first."""
    reached = begin
    on = calendar.local_date(begin) - _DAY
    first = True
    for _ in range(_MOST_DAYS):
        parts: list[Span] = []
        for span in calendar.spans(on):
            if span.until > reached:
                parts.append(Span(max(span.since, reached), span.until))
                reached = span.until
        if parts or not first:
            yield on, parts
        first = False
        on += _DAY


def _count_working_days(
    rule: Rule, begin: datetime, day: date, calendar: Calendar, pauses: Pauses
) -> Due:
    steps: list[Step] = []
    if rule.amount:
        steps.append(Step(day, False, Why.RECEIVED))
        day += _DAY
    provisional = False
    number = 0
    for _ in range(_MOST_DAYS):
        what = calendar.day(day)
        provisional |= not what.certain
        end = _day_end(rule, day, calendar) if what.hours else None
        if end is None or end < begin:
            steps.append(Step(day, False, what.why))
        elif not pauses.runs_up_to(end):
            steps.append(Step(day, False, Why.PAUSED))
        else:
            number += 1
            steps.append(Step(day, True, what.why, number))
            if number >= rule.amount:
                return Due(end, day, provisional, tuple(steps))
        day += _DAY
    raise ValueError(f"calendar {calendar.name} has not {rule.amount} working days to count")


def _day_end(rule: Rule, day: date, calendar: Calendar) -> datetime | None:
    """The instant at which an open day is over for this rule; None if it has no open time."""
    closing = calendar.closing(day)
    return calendar.end_of(day) if rule.at_midnight and closing else closing


def _count_calendar_days(
    rule: Rule, begin: datetime, day: date, calendar: Calendar, pauses: Pauses
) -> Due:
    steps = [Step(day, False, Why.RECEIVED)]
    if rule.kind is Kind.MONTHS:
        day = _months_after(day, rule.amount)
        steps.append(Step(day, True, Why.MONTHS, rule.amount))
        day = _past_pauses(steps, day, calendar, pauses)
    else:
        day = _past_days(steps, day, rule.amount, calendar, pauses)
    return _roll(rule, begin, steps, day, calendar, pauses)


def _past_days(
    steps: list[Step], day: date, amount: int, calendar: Calendar, pauses: Pauses
) -> date:
    """The `amount`-th day after `day` at whose end the clock runs."""
    number = 0
    while number < amount:
        day += _DAY
        if pauses.spans and not pauses.runs_up_to(calendar.end_of(day)):
            steps.append(Step(day, False, Why.PAUSED))
            continue
        number += 1
        steps.append(Step(day, True, Why.CALENDAR_DAY, number))
    return day


def _past_pauses(steps: list[Step], end: date, calendar: Calendar, pauses: Pauses) -> date:
    """`end` moved on by every day, up to the moved end, at whose midnight the clock stood."""
    for pause in pauses.spans:
        day = calendar.local_date(pause.since)
        while day <= end and calendar.end_of(day) <= pause.until:
            if day > steps[0].day:
                steps.append(Step(day, False, Why.PAUSED))
                end += _DAY
            day += _DAY
    return end


def _roll(
    rule: Rule, begin: datetime, steps: list[Step], day: date, calendar: Calendar, pauses: Pauses
) -> Due:
    """The end of `day`, or of the next day that is open, not yet over and not paused at its end."""
    provisional = False
    last = steps[-1].day
    for _ in range(_MOST_DAYS):
        what = calendar.day(day)
        provisional |= not what.certain
        end = _day_end(rule, day, calendar) if what.hours else None
        if end is not None and end >= begin and pauses.runs_up_to(end):
            if day != last:
                steps.append(Step(day, True, Why.ROLLED))
            return Due(end, day, provisional, tuple(steps))
        paused = end is not None and end >= begin
        steps.append(Step(day, False, Why.PAUSED if paused else what.why))
        day += _DAY
    raise ValueError(f"calendar {calendar.name} has no open day for an end to roll on to")


def _months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
