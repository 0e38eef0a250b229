"""The holidays and moved working days of mainland China, from two published sources."""

from datetime import date

import chinese_calendar
import holidays


class CalendarsDisagree(Exception):  # noqa: N818 - a finding that a person settles
    """The two published sources differ on these days; a person must decide."""

    def __init__(self, days: list[date]) -> None:
        super().__init__(", ".join(map(str, days)))
        self.days = days


def is_published(year: int) -> bool:
    """Whether the State Council's holiday notice of that year is in the published data."""
    return any(day.year == year for day in chinese_calendar.holidays)


def published_days(year: int) -> list[tuple[date, str, str]]:
    """(day, holiday | workday, name) for each day that differs from its weekday."""
    china = holidays.country_holidays("CN", years=year)
    found, differ = [], []
    for number in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(number)
        works = chinese_calendar.is_workday(day)
        weekday = day.weekday() < 5
        if works != china.is_working_day(day):
            differ.append(day)
        if works != weekday:
            name = china.get(day) or ""
            found.append((day, "workday" if works else "holiday", name[:120]))
    if differ:
        raise CalendarsDisagree(differ)
    return found
