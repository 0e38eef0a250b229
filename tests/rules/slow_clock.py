"""A second, slow way to count: minute by minute and day by day, from the words of the rules.

It shares nothing with `rules.deadlines` but what a calendar says of one day. Instants are whole
minutes. A wall time is found by walking until the wall shows it, so gaps and doubled hours need
no thought.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from huiyin.rules.calendars import Calendar

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
Stretch = tuple[datetime, datetime]


def slow_due(
    kind: str, amount: int, start: datetime, calendar: Calendar, pauses: Sequence[Stretch] = ()
) -> datetime:
    """The due instant of `amount` (minutes of H and WH, else days or months) of `kind`."""
    kind, _, midnight = kind.partition("@")
    if kind in ("H", "WH"):
        return _walk(amount, start, calendar, pauses, open_only=kind == "WH")
    day = wall(start, calendar).date()
    if kind == "WD":
        return _working_days(amount, start, day, calendar, pauses, midnight)
    if kind == "CD":
        day = _calendar_days(amount, day, calendar, pauses)
    else:
        day = _months(amount, day, calendar, pauses)
    while True:
        end = end_of_work(day, calendar, midnight)
        if end is not None and end >= start and not stands(end - MINUTE, pauses):
            return end
        day += DAY


def wall(at: datetime, calendar: Calendar) -> datetime:
    """What the office's wall shows at an instant."""
    return at.astimezone(calendar.zone).replace(tzinfo=None)


def first_instant(target: datetime, calendar: Calendar) -> datetime:
    """The first minute at which the wall shows `target` or has just skipped it."""
    at = target.replace(tzinfo=UTC) - timedelta(hours=14)
    while wall(at, calendar) < target:
        at += max(MINUTE, min((target - wall(at, calendar)) / 2, timedelta(hours=3)))
        at = at.replace(second=0, microsecond=0)
    while wall(at - MINUTE, calendar) >= target:
        at -= MINUTE
    doubled = at - timedelta(hours=2)
    while doubled < at:
        if wall(doubled, calendar) >= target:
            return doubled
        doubled += MINUTE
    return at


def stands(at: datetime, pauses: Sequence[Stretch]) -> bool:
    """Whether the clock stands in the minute that begins at `at`."""
    return any(since <= at < until for since, until in pauses)


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Whether the wall shows a time of today's hours, or of last night's."""
    shown = wall(at, calendar)
    seconds = shown.hour * 3600 + shown.minute * 60
    return any(h.opens <= seconds < h.closes for h in calendar.day(shown.date()).hours) or any(
        h.opens <= seconds + 86_400 < h.closes for h in calendar.day(shown.date() - DAY).hours
    )


def end_of_work(day: date, calendar: Calendar, midnight: str = "") -> datetime | None:
    """The closing of an open day, or its midnight."""
    hours = calendar.day(day).hours
    if not hours:
        return None
    after = timedelta(days=1) if midnight else timedelta(seconds=hours[-1].closes)
    return first_instant(datetime.combine(day, time()) + after, calendar)


def _walk(
    left: int, at: datetime, calendar: Calendar, pauses: Sequence[Stretch], *, open_only: bool
) -> datetime:
    while left:
        left -= not stands(at, pauses) and (not open_only or is_open(at, calendar))
        at += MINUTE
    return at


def _working_days(
    amount: int,
    start: datetime,
    day: date,
    calendar: Calendar,
    pauses: Sequence[Stretch],
    midnight: str,
) -> datetime:
    number = 0
    if amount:
        day += DAY
    while True:
        end = end_of_work(day, calendar, midnight)
        if end is not None and end >= start and not stands(end - MINUTE, pauses):
            number += 1
            if number >= amount:
                return end
        day += DAY


def _midnight_after(day: date, calendar: Calendar) -> datetime:
    return first_instant(datetime.combine(day + DAY, time()), calendar)


def _calendar_days(amount: int, day: date, calendar: Calendar, pauses: Sequence[Stretch]) -> date:
    while amount:
        day += DAY
        amount -= not stands(_midnight_after(day, calendar) - MINUTE, pauses)
    return day


def _months(amount: int, day: date, calendar: Calendar, pauses: Sequence[Stretch]) -> date:
    months = day.year * 12 + day.month - 1 + amount
    year, month = months // 12, months % 12 + 1
    end = date(year, month, min(day.day, monthrange(year, month)[1]))
    while day < end:
        day += DAY
        end += DAY * stands(_midnight_after(day, calendar) - MINUTE, pauses)
    return end
