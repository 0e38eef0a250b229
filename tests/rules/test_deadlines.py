"""Due instants by table: days, hours, months, clock changes; and what their traces say."""

from datetime import date, timedelta

import pytest

from huiyin.rules import deadlines
from huiyin.rules.calendar_files import read_calendar
from huiyin.rules.calendars import Calendar, Span, Why
from huiyin.rules.deadlines import due_at, extend_due
from huiyin.rules.durations import Kind, Rule, RuleError, read_extension, read_rule
from tests.rules.offices import ALWAYS, GAP, LONDON, NIGHT, OFFICE, at, due, weekdays

DAYS = [
    ("WD4", "2025-09-26T10:00", "2025-10-09T18:00"),  # over a moved Sunday and a long holiday
    ("WD4", "2025-10-03T11:00", "2025-10-13T18:00"),  # received in the holiday
    ("WD4", "2025-12-31T15:00", "2026-01-07T18:00"),  # a moved day of the next year
    ("WD4@24", "2025-06-09T10:00", "2025-06-14T00:00"),
    ("WD4", "2025-06-12T17:30+00:00", "2025-06-19T18:00"),  # already Friday on the office's wall
    ("WD1", "2026-10-09T18:40", "2026-10-10T18:00"),
    ("WD0", "2025-06-09T10:00", "2025-06-09T18:00"),  # same day
    ("WD0", "2025-06-09T18:00:01", "2025-06-10T18:00"),
    ("WD0", "2025-06-07T10:00", "2025-06-09T18:00"),
    ("CD15", "2025-09-18T10:00", "2025-10-09T18:00"),  # the end rolls over the holiday
    ("CD7", "2025-10-04T10:00", "2025-10-11T18:00"),  # ends on a moved Saturday: no roll
    ("CD7@24", "2025-06-02T10:00", "2025-06-10T00:00"),
    ("CD0", "2025-06-09T18:30", "2025-06-10T18:00"),
    ("MO2", "2025-12-31T10:00", "2026-02-28T18:00"),  # no 31st; the 28th is a moved Saturday
    ("MO1", "2025-08-31T10:00", "2025-09-30T18:00"),
    ("MO1", "2025-09-03T10:00", "2025-10-09T18:00"),
]
HOURS = [
    ("H36", "2025-06-05T17:59:59.000001", "2025-06-07T05:59:59.000001", OFFICE),
    ("H0.5", "2025-06-05T10:00", "2025-06-05T10:30", OFFICE),
    ("WH8", "2025-06-05T12:30", "2025-06-06T12:00", OFFICE),
    ("WH8", "2025-06-05T08:30", "2025-06-05T18:00", OFFICE),
    ("WH1", "2025-06-05T18:00", "2025-06-06T09:30", OFFICE),
    ("WH1", "2025-06-06T17:59:59.5", "2025-06-09T09:29:59.5", OFFICE),
    ("WH24", "2025-06-05T12:00", "2025-06-06T12:00", ALWAYS),
    ("H36", "2025-03-29T12:00+00:00", "2025-03-31T01:00+01:00", LONDON),
    ("WD2", "2025-03-28T12:00+00:00", "2025-04-01T17:00+01:00", LONDON),
    ("WH8", "2025-03-08T22:00-05:00", "2025-03-09T23:00-04:00", NIGHT),
    ("WH1", "2025-06-10T03:00-04:00", "2025-06-10T04:00-04:00", NIGHT),
    ("WH1", "2025-03-09T01:00-05:00", "2025-03-09T04:00-04:00", GAP),
    ("WH4", "2025-03-09T01:00-05:00", "2025-03-10T03:00-04:00", GAP),
    ("H36", "1991-04-13T12:00", "1991-04-15T01:00+09:00", OFFICE),
    ("ESC120m/3", "2026-02-16T23:00", "2026-02-17T01:00", OFFICE),
]


# The scenarios' office closes at 17:30.
EARLY = read_calendar(
    "early",
    {
        "tz": "Asia/Shanghai",
        "week": weekdays([["08:30", "12:00"], ["13:30", "17:30"]]),
        "holidays": [str(day) for day, what in OFFICE.days.items() if what.why is Why.HOLIDAY],
        "moved_workdays": [str(day) for day, what in OFFICE.days.items() if what.why is Why.MOVED],
        "moved_hours": [["08:30", "12:00"], ["13:30", "17:30"]],
    },
)
SCENARIOS = [
    ("H36", "2026-09-30T20:00", "2026-10-02T08:00"),
    ("H36", "2026-12-31T20:00", "2027-01-02T08:00"),
    ("WD4", "2026-09-18T16:00", "2026-09-23T17:30"),
    ("WD4", "2026-09-23T17:05", "2026-09-30T17:30"),
    ("WD4", "2026-09-30T17:29", "2026-10-12T17:30"),
    ("WD4", "2026-10-01T09:00", "2026-10-12T17:30"),
    ("WD1", "2026-10-09T18:40", "2026-10-10T17:30"),
    ("WD4", "2026-02-13T15:00", "2026-02-26T17:30"),
    ("WD4", "2026-04-30T16:00", "2026-05-09T17:30"),
    ("WD15", "2026-09-28T10:05", "2026-10-23T17:30"),
    ("WD5", "2026-09-28T10:06", "2026-10-10T17:30"),
    ("WD15", "2026-10-30T16:00", "2026-11-20T17:30"),
    ("WD5", "2026-10-20T16:30", "2026-10-27T17:30"),
]


@pytest.mark.parametrize(("rule", "start", "expected"), SCENARIOS)
def test_the_days_of_the_scenarios(rule: str, start: str, expected: str) -> None:
    found = due(rule, start, EARLY)
    assert (found.at, found.provisional) == (at(expected), False)


@pytest.mark.parametrize(("rule", "start", "expected"), DAYS)
def test_days_and_months(rule: str, start: str, expected: str) -> None:
    found = due(rule, start)
    assert found.at == at(expected)
    assert not found.provisional


@pytest.mark.parametrize(("rule", "start", "expected", "calendar"), HOURS)
def test_hours(rule: str, start: str, expected: str, calendar: Calendar) -> None:
    found = due(rule, start, calendar)
    assert found.at == at(expected)
    assert not found.provisional


@pytest.mark.parametrize(
    ("rule", "start", "provisional"),
    [
        ("WD4", "2026-12-24T10:00", False),  # ends on the 30th, needs no day of 2027
        ("WD1", "2026-12-30T10:00", False),
        ("WD4", "2026-12-30T10:00", True),
        ("WH8", "2026-12-31T10:00", True),
        ("WH1", "2026-12-31T10:00", False),
        ("H36", "2026-12-31T20:00", False),
        ("CD7", "2026-12-28T10:00", True),
        ("MO2", "2026-11-10T10:00", True),
        ("WD1", "2024-12-31T10:00", False),  # the first working day of 2025 is known
    ],
)
def test_a_day_of_an_unknown_year_makes_the_due_provisional(
    rule: str, start: str, provisional: bool
) -> None:
    assert due(rule, start).provisional is provisional


def test_the_trace_names_each_day_and_why_it_counts() -> None:
    trace = due("WD4", "2025-09-26T10:00").trace
    assert [(s.day.isoformat()[5:], s.counted, s.why, s.number) for s in trace[:5]] == [
        ("09-26", False, Why.RECEIVED, 0),
        ("09-27", False, Why.WEEKEND, 0),
        ("09-28", True, Why.MOVED, 1),
        ("09-29", True, Why.WORKING, 2),
        ("09-30", True, Why.WORKING, 3),
    ]
    assert {s.why for s in trace[5:-1]} == {Why.HOLIDAY, Why.WEEKEND}
    assert trace[-1].number == 4


def test_the_trace_of_working_hours_gives_the_counted_stretches() -> None:
    trace = due("WH8", "2025-06-05T12:30").trace
    assert [(step.since, step.until) for step in trace] == [
        (at("2025-06-05T13:30"), at("2025-06-05T18:00")),
        (at("2025-06-06T08:30"), at("2025-06-06T12:00")),
    ]


def test_the_trace_of_a_rolled_end_says_so() -> None:
    trace = due("CD7", "2025-06-07T10:00").trace
    assert [step.why for step in trace[-3:]] == [Why.WEEKEND, Why.WEEKEND, Why.ROLLED]


PAUSED = [
    ("H36", "2025-06-05T09:00", [("2025-06-05T10:00:30", "2025-06-05T10:02")], "06-06T21:01:30"),
    # overlapping pauses count once
    ("H36", "2025-06-05T09:00", [("2025-06-05T10:00", "2025-06-05T12:00"),
                                 ("2025-06-05T11:00", "2025-06-05T13:00")], "06-07T00:00"),
    # only what lies inside opening hours matters
    ("WH4", "2025-06-05T17:00", [("2025-06-05T17:30", "2025-06-06T09:00")], "06-06T14:00"),
    ("WH4", "2025-06-05T09:00", [("2025-06-05T12:00", "2025-06-05T13:30")], "06-05T14:30"),
    # a working day counts if the clock runs at its closing
    ("WD4", "2025-06-09T10:00", [("2025-06-11T09:00", "2025-06-12T09:00")], "06-16T18:00"),
    ("WD4", "2025-06-09T10:00", [("2025-06-11T09:00", "2025-06-11T17:59")], "06-13T18:00"),
    ("WD4", "2025-06-09T10:00", [("2025-06-11T09:00", "2025-06-11T18:00")], "06-16T18:00"),
    ("WD4", "2025-06-09T10:00", [("2025-06-11T18:00", "2025-06-12T09:00")], "06-13T18:00"),
    ("CD3", "2025-06-09T10:00", [("2025-06-10T10:00", "2025-06-11T10:00")], "06-13T18:00"),
    ("MO1", "2025-06-09T10:00", [("2025-06-10T10:00", "2025-06-12T10:00")], "07-11T18:00"),
    # begun after the due instant, or exactly at it: no effect
    ("H36", "2025-06-05T09:00", [("2025-06-06T22:00", "2025-06-07T22:00")], "06-06T21:00"),
    ("H36", "2025-06-05T09:00", [("2025-06-06T21:00", "2025-06-07T22:00")], "06-06T21:00"),
    ("WD4", "2025-06-09T10:00", [("2025-06-13T18:00", "2025-06-20T09:00")], "06-13T18:00"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "start", "pauses", "expected"), PAUSED)
def test_pauses_are_left_out_exactly(
    rule: str, start: str, pauses: list[tuple[str, str]], expected: str
) -> None:
    spans = [Span(at(since), at(until)) for since, until in pauses]
    assert due_at(read_rule(rule), at(start), OFFICE, spans).at == at(f"2025-{expected}")


def test_an_extension_counts_from_the_old_due_day_even_at_midnight() -> None:
    old = due("WD4@24", "2025-06-02T10:00")
    later = extend_due(old, read_extension("+1WD", at_midnight=True), OFFICE)
    assert (old.day, later.day) == (date(2025, 6, 6), date(2025, 6, 9))
    assert later.at == at("2025-06-10T00:00")
    assert Why.EXTENDED in {step.why for step in later.trace}


def test_a_start_without_a_time_zone_is_refused() -> None:
    naive = at("2025-06-05T09:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="give the start its time zone"):
        due_at(read_rule("H36"), naive, OFFICE)


@pytest.mark.parametrize(
    "text", ["H36", "WH8", "WD4", "WD4@24", "CD15", "MO2", "ESC120m/3", "H0.5"]
)
def test_a_rule_is_written_as_it_was_read(text: str) -> None:
    assert str(read_rule(text)) == text
    assert read_rule(f" {text.lower()} ") == read_rule(text)


@pytest.mark.parametrize(
    "text",
    ["", "36", "H", "H0", "H-1", "WD", "WD4@18", "H36@24", "MO0", "ESC120m", "ESC0m/3", "ESC9m/0",
     "H0.001", "4WD", "WD٤", "WD4 or so"],
)  # fmt: skip
def test_a_text_that_is_no_rule_is_refused_with_examples(text: str) -> None:
    with pytest.raises(RuleError, match=r"time limit|above 0|one month"):
        read_rule(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("+3WD", Rule(Kind.WORKING_DAYS, 3)),
        ("+24h", Rule(Kind.HOURS, 24 * 60)),
        ("+30d", Rule(Kind.CALENDAR_DAYS, 30)),
        ("+1MO", Rule(Kind.MONTHS, 1)),
    ],
)
def test_an_extension_is_read_like_a_rule(text: str, rule: Rule) -> None:
    assert read_extension(text) == rule


@pytest.mark.parametrize("text", ["3WD", "+0WD", "+", "+3 weeks"])
def test_a_text_that_is_no_extension_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        read_extension(text)


def test_a_calendar_of_too_few_open_days_is_an_error_not_an_endless_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deadlines, "_MOST_DAYS", 60)
    forever = [Span(at("2025-06-05T09:00"), at("2025-06-05T09:00") + timedelta(days=90))]
    with pytest.raises(ValueError, match="working days to count"):
        due_at(read_rule("WD4"), at("2025-06-05T09:00"), OFFICE, forever)
