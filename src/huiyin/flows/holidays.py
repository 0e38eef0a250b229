"""The holidays and moved working days of a country, from published sources.

Mainland China has two sources, which must agree; other countries have one, and a person looks it
through.
"""

from dataclasses import dataclass
from datetime import date

import chinese_calendar
import holidays

CHINA = "CN"


class CalendarsDisagree(Exception):  # noqa: N818 - a finding that a person settles
    """The two published sources differ on these days; a person must decide."""

    def __init__(self, days: list[date]) -> None:
        super().__init__(", ".join(map(str, days)))
        self.days = days


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of a year: (day, holiday | workday, name) for each day that differs from
    its weekday; `disputed` are the days on which two sources differ, left out of `days`."""

    days: tuple[tuple[date, str, str], ...]
    disputed: tuple[date, ...] = ()
    origin: str = ""


def is_published(year: int) -> bool:
    """Whether the State Council's holiday notice of that year is in the published data."""
    return any(day.year == year for day in chinese_calendar.holidays)


def published_days(year: int) -> list[tuple[date, str, str]]:
    """The days of a year in China; raises CalendarsDisagree."""
    found = published(year)
    if found is None or found.disputed:
        raise CalendarsDisagree(list(found.disputed) if found else [])
    return list(found.days)


def published(year: int, country: str = CHINA) -> Published | None:
    """What is published; None where nothing is, or where no such country is known."""
    if country not in holidays.list_supported_countries() or not 1950 <= year <= 2100:
        return None
    if country == CHINA and not is_published(year):
        return None
    known = holidays.country_holidays(country, years=year)
    found, differ = [], []
    for number in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(number)
        works = known.is_working_day(day)
        if country == CHINA and chinese_calendar.is_workday(day) != works:
            differ.append(day)
        elif works != (day.weekday() < 5):
            name = known.get(day) or ""
            found.append((day, "workday" if works else "holiday", name[:120]))
    origin = "chinesecalendar + holidays" if country == CHINA else f"holidays {country}"
    return Published(tuple(found), tuple(differ), origin)
