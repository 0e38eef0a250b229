"""Reads calendars from plain data, strictly: what is odd is named, with the way to mend it.

Shape of one calendar: `tz`; `week` {"0": [["08:30", "12:00"], …]} with Monday as 0; optional
`holidays` and `moved_workdays` (dates), `moved_hours`, `hours` {date: spans}, `years` (whose
holidays are known; else the years of the listed days), `version`, `about`. A span may end at
24:00, or at or before its beginning: then it ends on the next day. A calendar without the key
`holidays` makes no claim about holidays.
"""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from huiyin.rules.calendars import SECONDS_OF_DAY, Calendar, Day, Hours, Why

_KEYS = frozenset(
    (
        "about",
        "tz",
        "week",
        "holidays",
        "moved_workdays",
        "moved_hours",
        "hours",
        "years",
        "version",
    )
)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}))?")


class CalendarError(ValueError):
    """A calendar that cannot be used: which one, which field, how to mend it."""

    def __init__(self, calendar: str, where: str, mend: str) -> None:
        super().__init__(f"calendar {calendar}, {where}: {mend}")
        self.calendar = calendar
        self.where = where
        self.mend = mend


def read_calendars(data: object) -> tuple[dict[str, Calendar], list[CalendarError]]:
    """All calendars of a mapping name → data, and what is wrong with the ones left out."""
    if not isinstance(data, Mapping):
        raise CalendarError("(file)", "top", "write one object: name → calendar")
    good: dict[str, Calendar] = {}
    bad: list[CalendarError] = []
    for name, raw in data.items():
        try:
            good[str(name)] = read_calendar(str(name), raw)
        except CalendarError as error:
            bad.append(error)
    return good, bad


def read_calendar(name: str, data: object) -> Calendar:
    """One calendar. Raises CalendarError."""
    if not isinstance(data, Mapping):
        raise CalendarError(name, "top", "write an object with tz and week")
    unknown = sorted(str(key) for key in data if key not in _KEYS)
    if unknown:
        raise CalendarError(
            name, unknown[0], f"no such field; known are {', '.join(sorted(_KEYS))}"
        )
    week = _week(name, data.get("week"))
    moved_hours = read_hours(name, "moved_hours", data.get("moved_hours", []))
    base = Calendar(name, _zone(name, data.get("tz")), week, moved_hours)
    holidays = _dates(name, "holidays", data.get("holidays", []))
    workdays = _dates(name, "moved_workdays", data.get("moved_workdays", []))
    both = sorted(set(holidays) & set(workdays))
    if both:
        raise CalendarError(name, "moved_workdays", f"{both[0]} is a holiday too; keep one of them")
    days: dict[date, Day] = {on: Day((), Why.HOLIDAY) for on in holidays}
    days.update((on, base.with_workday(on).days[on]) for on in workdays)
    days.update(_own_hours(name, base, data.get("hours", {})))
    years = _years(name, data, (*holidays, *workdays))
    version = _whole(name, "version", data.get("version", 1))
    return Calendar(name, base.tz, week, moved_hours, MappingProxyType(days), years, version)


def read_hours(name: str, where: str, data: object) -> tuple[Hours, ...]:
    """Spans like [["08:30", "12:00"], ["22:00", "06:00"]], in order and apart. Raises."""
    if not isinstance(data, list | tuple):
        raise CalendarError(name, where, 'write a list of spans like [["08:30", "12:00"]]')
    hours: list[Hours] = []
    for place, pair in enumerate(data):
        here = f"{where}[{place}]"
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise CalendarError(name, here, 'write a pair like ["08:30", "12:00"]')
        opens, closes = (_seconds(name, here, value) for value in pair)
        if opens == SECONDS_OF_DAY:
            raise CalendarError(name, here, "a span cannot open at 24:00; open the next day 00:00")
        if closes <= opens:
            closes += SECONDS_OF_DAY
        if hours and opens < hours[-1].closes:
            raise CalendarError(name, here, "overlaps the span before it; put them in order, apart")
        hours.append(Hours(opens, closes))
    return tuple(hours)


def read_date(name: str, where: str, value: object) -> date:
    """A date like 2026-10-01. Raises CalendarError."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        mend = f"{value!r} is not a date; write YYYY-MM-DD"
        raise CalendarError(name, where, mend) from None


def _week(name: str, data: object) -> tuple[tuple[Hours, ...], ...]:
    if not isinstance(data, Mapping) or not data:
        raise CalendarError(name, "week", 'write {"0": [["08:30", "12:00"]], …}, Monday is 0')
    for key in data:
        if str(key) not in "0123456" or len(str(key)) != 1:
            raise CalendarError(name, f"week.{key}", "weekdays are 0 (Monday) to 6 (Sunday)")
    named = {str(key): value for key, value in data.items()}
    week = tuple(read_hours(name, f"week.{n}", named.get(str(n), [])) for n in range(7))
    if not any(week):
        raise CalendarError(name, "week", "the office never opens; give one weekday some hours")
    return week


def _zone(name: str, value: object) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (LookupError, ValueError, OSError):
        mend = f"{value!r} is no time zone; write a name like Asia/Shanghai"
        raise CalendarError(name, "tz", mend) from None


def _dates(name: str, where: str, data: object) -> tuple[date, ...]:
    if not isinstance(data, list | tuple):
        raise CalendarError(name, where, "write a list of dates YYYY-MM-DD")
    return tuple(read_date(name, f"{where}[{n}]", value) for n, value in enumerate(data))


def _own_hours(name: str, base: Calendar, data: object) -> dict[date, Day]:
    if not isinstance(data, Mapping):
        raise CalendarError(name, "hours", 'write {"2025-12-31": [["08:30", "12:00"]]}')
    found: dict[date, Day] = {}
    for key, value in data.items():
        on = read_date(name, "hours", key)
        found[on] = base.with_hours(on, read_hours(name, f"hours.{key}", value)).days[on]
    return found


def _years(
    name: str, data: Mapping[object, object], listed: tuple[date, ...]
) -> frozenset[int] | None:
    if "years" in data:
        years = data["years"]
        if not isinstance(years, list | tuple):
            raise CalendarError(name, "years", "write a list of years like [2025, 2026]")
        return frozenset(_whole(name, "years", year) for year in years)
    return frozenset(on.year for on in listed) if "holidays" in data else None


def _whole(name: str, where: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise CalendarError(name, where, f"{value!r} is not a whole number above 0")
    return value


def _seconds(name: str, where: str, value: object) -> int:
    match = _TIME.fullmatch(str(value))
    if match:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        total = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and total <= SECONDS_OF_DAY:
            return total
    raise CalendarError(name, where, f"{value!r} is not a time; write HH:MM from 00:00 to 24:00")
