"""When to warn before a due instant: a lead counted backwards on the clock's own calendar.

One working hour before Tuesday 09:00 is Monday shortly before closing, never a time at night.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from huiyin.rules.calendars import Calendar, Span
from huiyin.rules.deadlines import Due
from huiyin.rules.durations import Kind, Rule, RuleError
from huiyin.rules.intervals import Pauses

_DAY = timedelta(days=1)
_MOST_DAYS = 4_000


def warn_at(due: Due, lead: Rule, calendar: Calendar, pauses: Iterable[Span] = ()) -> datetime:
    """The instant `lead` before `due`: running or open time for hours, else a day's closing.

    A lead in days ends at the closing of the nearest open day so many days before the due day.
    Raises RuleError for months and escalations, which make no lead.
    """
    if lead.kind is Kind.HOURS:
        return _back(lead.time, [Span(due.at - lead.time - _DAY * _MOST_DAYS, due.at)], pauses)
    if lead.kind is Kind.WORKING_HOURS:
        return _back(lead.time, _open_before(due, calendar), pauses)
    if lead.kind is Kind.WORKING_DAYS:
        return _days_before(due, lead.amount, calendar)
    if lead.kind is Kind.CALENDAR_DAYS:
        return _open_day_by(due.day - timedelta(days=lead.amount), calendar)[1]
    raise RuleError(f"{lead}: a warning lead is H, WH, WD or CD")


def _back(amount: timedelta, spans: Iterable[Span], pauses: Iterable[Span]) -> datetime:
    stops = Pauses(pauses)
    for span in spans:
        for part in reversed(list(stops.running(span.since, span.until))):
            if part.until - part.since >= amount:
                return part.until - amount
            amount -= part.until - part.since
    raise ValueError("the lead is longer than the calendar reaches back")


def _open_before(due: Due, calendar: Calendar) -> Iterator[Span]:
    """Open spans before the due instant, latest first."""
    reached = due.at
    on = calendar.local_date(due.at)
    for _ in range(_MOST_DAYS):
        for span in reversed(calendar.spans(on)):
            if span.since < reached:
                yield Span(span.since, min(span.until, reached))
                reached = span.since
        on -= _DAY


def _days_before(due: Due, days: int, calendar: Calendar) -> datetime:
    on = due.day
    for _ in range(days):
        on = _open_day_by(on - _DAY, calendar)[0]
    return _open_day_by(on, calendar)[1]


def _open_day_by(on: date, calendar: Calendar) -> tuple[date, datetime]:
    """The last open day up to `on`, and its closing."""
    for back in range(_MOST_DAYS):
        closing = calendar.closing(on - back * _DAY)
        if closing is not None:
            return on - back * _DAY, closing
    raise ValueError(f"calendar {calendar.name} was never open before {on}")
