"""Office calendars the rule tests count on, and short ways to write instants."""

from datetime import datetime

from huiyin.rules.calendar_files import read_calendar
from huiyin.rules.calendars import Calendar
from huiyin.rules.deadlines import Due, due_at
from huiyin.rules.durations import read_rule

_DAY = [["08:30", "12:00"], ["13:30", "18:00"]]


def weekdays(hours: object, days: int = 5) -> dict[str, object]:
    """The same hours on the first `days` days of the week."""
    return {str(day): hours for day in range(days)}


OFFICE = read_calendar(
    "office",
    {
        "tz": "Asia/Shanghai",
        "week": weekdays(_DAY),
        "holidays": [
            *(f"2025-{day}" for day in ("01-01", "05-01", "05-02", "05-05", "06-02")),
            *(f"2025-10-0{day}" for day in (1, 2, 3, 6, 7, 8)),
            *(f"2026-{day}" for day in ("01-01", "01-02", "02-16", "02-17", "02-18", "02-19")),
            *(f"2026-{day}" for day in ("02-20", "02-23", "05-01", "05-04", "05-05", "09-25")),
            *(f"2026-10-0{day}" for day in (1, 2, 5, 6, 7)),
        ],
        "moved_workdays": [
            *("2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28"),
            *("2026-05-09", "2026-09-20", "2026-10-10"),
        ],
        "moved_hours": _DAY,
    },
)
LONDON = read_calendar(
    "London",
    {
        "tz": "Europe/London",
        "week": weekdays([["09:00", "17:00"]]),
        "holidays": ["2025-04-18", "2025-04-21", "2025-12-25", "2025-12-26"],
    },
)
ALWAYS = read_calendar("always", {"tz": "Asia/Shanghai", "week": weekdays([["00:00", "24:00"]], 7)})
NIGHT = read_calendar(
    "night", {"tz": "America/New_York", "week": weekdays([["22:00", "06:00"]], 7)}
)
GAP = read_calendar("gap", {"tz": "America/New_York", "week": weekdays([["02:30", "06:30"]], 7)})


def at(text: str) -> datetime:
    """An instant like "2025-06-09T10:00"; Shanghai time if no zone is written."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else datetime.fromisoformat(f"{text}+08:00")


def due(rule: str, start: str, calendar: Calendar = OFFICE) -> Due:
    """The due of a rule written as text."""
    return due_at(read_rule(rule), at(start), calendar)
