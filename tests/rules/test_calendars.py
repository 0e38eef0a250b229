"""Opening times: special days, clock changes, unknown years, and strict reading of files."""

from datetime import UTC, date, datetime

import pytest

from huiyin.rules.calendar_files import CalendarError, read_calendar, read_calendars
from huiyin.rules.calendars import Hours, Why
from tests.rules.offices import ALWAYS, GAP, LONDON, NIGHT, OFFICE, weekdays


@pytest.mark.parametrize(
    ("on", "why", "is_open"),
    [
        (date(2025, 9, 28), Why.MOVED, True),
        (date(2025, 9, 27), Why.WEEKEND, False),
        (date(2025, 10, 1), Why.HOLIDAY, False),
        (date(2025, 10, 9), Why.WORKING, True),
    ],
)
def test_a_day_says_whether_and_why_it_is_open(on: date, why: Why, is_open: bool) -> None:
    day = OFFICE.day(on)
    assert (day.why, bool(day.hours), day.certain) == (why, is_open, True)


def test_a_year_without_data_is_uncertain_and_a_calendar_without_holidays_never_is() -> None:
    assert not OFFICE.day(date(2027, 3, 1)).certain
    assert ALWAYS.day(date(2027, 3, 1)).certain


def test_the_first_holiday_entered_makes_its_year_known() -> None:
    entered = OFFICE.with_holiday(date(2027, 1, 1))
    assert entered.day(date(2027, 3, 1)).certain
    assert entered.version == OFFICE.version + 1
    assert not OFFICE.day(date(2027, 3, 1)).certain


def test_own_hours_are_certain_without_making_the_year_known() -> None:
    half = OFFICE.with_hours(date(2027, 1, 4), (Hours(8 * 3600, 12 * 3600),))
    assert half.day(date(2027, 1, 4)).certain
    assert not half.day(date(2027, 1, 5)).certain


def test_own_hours_of_no_length_close_the_day() -> None:
    assert OFFICE.with_hours(date(2025, 6, 5), ()).day(date(2025, 6, 5)).why is Why.HOLIDAY


def test_a_worked_saturday_has_the_hours_of_the_week_where_none_are_set_for_moved_days() -> None:
    assert LONDON.with_workday(date(2025, 6, 14)).day(date(2025, 6, 14)).hours == LONDON.week[0]


def test_a_removed_day_follows_its_weekday_again() -> None:
    assert OFFICE.without_day(date(2025, 10, 1)).day(date(2025, 10, 1)).why is Why.WORKING


def test_a_night_loses_the_hour_that_spring_takes() -> None:
    (night,) = NIGHT.spans(date(2025, 3, 8))
    assert (night.until - night.since).total_seconds() == 7 * 3600


def test_an_opening_inside_a_gap_is_the_first_instant_after_it() -> None:
    (span,) = GAP.spans(date(2025, 3, 9))
    assert span.since == datetime(2025, 3, 9, 7, tzinfo=UTC)


def test_a_wall_time_that_happens_twice_means_the_first() -> None:
    assert GAP.instant(date(2025, 11, 2), 90 * 60) == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


def test_a_date_that_a_zone_skipped_has_no_opening() -> None:
    apia = read_calendar("Apia", {"tz": "Pacific/Apia", "week": weekdays([["08:00", "16:00"]], 7)})
    skipped = date(2011, 12, 30)
    assert apia.spans(skipped) == ()
    assert apia.closing(skipped) is None


def test_midnight_that_a_clock_change_skips_ends_the_day_at_the_change() -> None:
    beirut = read_calendar("Beirut", {"tz": "Asia/Beirut", "week": weekdays([["08:00", "16:00"]])})
    assert beirut.end_of(date(2024, 3, 30)) == datetime(2024, 3, 30, 22, tzinfo=UTC)


GOOD: dict[str, object] = {"tz": "Asia/Shanghai", "week": weekdays([["08:30", "12:00"]])}
BAD = [
    ({"tz": "Mars/Base"}, "tz", "no time zone"),
    ({"tz": None}, "tz", "no time zone"),
    ({"week": {}}, "week", "Monday is 0"),
    ({"week": {"0": []}}, "week", "never opens"),
    ({"week": {"7": [["08:00", "09:00"]]}}, "week.7", "0 \\(Monday\\) to 6"),
    ({"week": {"0": [["25:00", "26:00"]]}}, "week.0[0]", "'25:00' is not a time"),
    ({"week": {"0": [["08:00", "24:30"]]}}, "week.0[0]", "'24:30' is not a time"),
    ({"week": {"0": [["24:00", "06:00"]]}}, "week.0[0]", "cannot open at 24:00"),
    ({"week": {"0": [["08:00"]]}}, "week.0[0]", "write a pair"),
    ({"week": {"0": [["08:00", "12:00"], ["11:00", "13:00"]]}}, "week.0[1]", "overlaps"),
    ({"holidays": ["2025-13-01"]}, "holidays[0]", "not a date"),
    ({"holidays": "2025-01-01"}, "holidays", "list of dates"),
    ({"holidays": ["2025-01-04"], "moved_workdays": ["2025-01-04"]}, "moved_workdays", "keep one"),
    ({"hours": [1]}, "hours", "write"),
    ({"years": [True]}, "years", "not a whole number"),
    ({"version": 0}, "version", "not a whole number"),
    ({"holydays": []}, "holydays", "no such field"),
]


@pytest.mark.parametrize(("change", "where", "mend"), BAD, ids=[row[1] for row in BAD])
def test_a_bad_calendar_is_refused_by_name_field_and_mend(
    change: dict[str, object], where: str, mend: str
) -> None:
    with pytest.raises(CalendarError, match=mend) as caught:
        read_calendar("north", GOOD | change)
    assert caught.value.where == where
    assert "calendar north" in str(caught.value)


def test_one_bad_calendar_leaves_the_others() -> None:
    good, bad = read_calendars({"a": GOOD, "b": {"tz": "Asia/Shanghai"}, "c": 7})
    assert list(good) == ["a"]
    assert [error.calendar for error in bad] == ["b", "c"]


def test_known_years_may_be_said_apart_from_the_listed_days() -> None:
    calendar = read_calendar("x", GOOD | {"holidays": ["2025-01-01"], "years": [2026]})
    assert calendar.known_years == frozenset({2026})
