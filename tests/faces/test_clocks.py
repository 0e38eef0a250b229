"""What a clock says at each instant, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from huiyin.apps.org.limit_words import extension_text, rule_text
from huiyin.faces.shared.clocks import ClockState, ClockView, Outcome, clock_view
from huiyin.faces.shared.counted_line import counted_line
from huiyin.faces.shared.wording import day_reason, duration
from huiyin.rules.calendars import Why
from huiyin.rules.deadlines import Step

TZ = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TZ)


# Friday to Tuesday over a weekend: 2 working days, due on Tuesday's closing.
TRACE = [
    Step(dt.date(2026, 11, 20), False, Why.RECEIVED),
    Step(dt.date(2026, 11, 21), False, Why.WEEKEND),
    Step(dt.date(2026, 11, 22), False, Why.WEEKEND),
    Step(dt.date(2026, 11, 23), True, Why.WORKING, 1),
    Step(dt.date(2026, 11, 24), True, Why.WORKING, 2),
]


def days(now: str, **more: object) -> ClockView:
    return clock_view(
        label="a suggestion",
        rule="WD2",
        started_at=local("2026-11-20 16:00"),
        due_at=local("2026-11-24 17:30"),
        now=local(now),
        tz=TZ,
        trace=TRACE,
        **more,  # type: ignore[arg-type]
    )


def hours(now: str) -> ClockView:
    return clock_view(
        label="an order",
        rule="H36",
        started_at=local("2026-11-20 20:00"),
        due_at=local("2026-11-22 08:00"),
        now=local(now),
        tz=TZ,
    )


@pytest.mark.parametrize(
    ("now", "state", "counts", "left"),
    [
        ("2026-11-20 16:00", "calm", "2 working days, counted from the next one", "4 d 1 h left"),
        ("2026-11-22 23:59", "calm", "2 working days, counted from the next one", "1 d 17 h left"),
        ("2026-11-23 00:00", "soon", "working day 1 of 2", "1 d 17 h left"),
        ("2026-11-24 00:00", "due", "working day 2 of 2", "17 h 30 min left"),
        ("2026-11-24 17:30", "due", "working day 2 of 2", "under a minute left"),
        ("2026-11-24 17:31", "overdue", "working day 2 of 2", "overdue by 1 min"),
        ("2026-11-26 18:30", "overdue", "working day 2 of 2", "overdue by 2 d 1 h"),
    ],
)
def test_a_clock_of_days_turns_at_the_counted_days(
    now: str, state: str, counts: str, left: str
) -> None:
    view = days(now)
    assert (view.state, view.counts_text, view.remaining_text) == (state, counts, left)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-20 20:00", ClockState.CALM),
        ("2026-11-21 19:59", ClockState.CALM),
        ("2026-11-21 20:00", ClockState.SOON),
        ("2026-11-22 01:59", ClockState.SOON),
        ("2026-11-22 02:00", ClockState.DUE),
        ("2026-11-22 08:00", ClockState.DUE),
        ("2026-11-22 08:01", ClockState.OVERDUE),
    ],
)
def test_a_clock_of_hours_turns_at_a_third_and_a_sixth(now: str, state: ClockState) -> None:
    assert hours(now).state is state


def test_a_finished_clock_keeps_how_it_ended() -> None:
    on_time = days("2026-12-01 09:00", done_at=local("2026-11-24 17:30"))
    late = days("2026-12-01 09:00", done_at=local("2026-11-24 19:00"))
    cancelled = days("2026-12-01 09:00", cancelled=True)
    assert (on_time.outcome, on_time.look) == (Outcome.ON_TIME, "on_time")
    assert (late.look, late.remaining_text) == ("late", "1 h 30 min late")
    assert (cancelled.look, cancelled.running) == ("cancelled", False)


def test_a_provisional_clock_shows_no_date_anywhere() -> None:
    view = days("2026-11-20 16:00", provisional=True, missing_year=2027)
    assert (view.due_at, view.due_on, view.due_time) == (None, None, "")
    assert view.remaining_text == "The calendar of 2027 is missing"


def test_midnight_is_the_end_of_the_day_before() -> None:
    view = clock_view(
        label="",
        rule="CD1@24",
        started_at=local("2026-11-23 10:00"),
        due_at=local("2026-11-25 00:00"),
        now=local("2026-11-24 12:00"),
        tz=TZ,
    )
    assert (view.due_on, view.due_time) == (dt.date(2026, 11, 24), "24:00")
    assert view.state is ClockState.DUE


def test_counted_hours_say_from_when_to_when() -> None:
    stored = {
        "day": "2026-11-20",
        "counted": True,
        "why": "working",
        "since": "2026-11-20T08:00:00+00:00",
        "until": "2026-11-20T10:00:00+00:00",
    }
    view = clock_view(
        label="",
        rule="WH2",
        started_at=local("2026-11-20 16:00"),
        due_at=local("2026-11-20 18:00"),
        now=local("2026-11-20 16:30"),
        tz=TZ,
        trace=[stored],
    )
    assert view.trace[0].text == "working day 16:00-18:00"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (59, "under a minute", "不到1分钟"),
        (60, "1 min", "1分钟"),
        (3600, "1 h", "1小时"),
        (5 * 3600 + 20 * 60, "5 h 20 min", "5小时20分钟"),
        (2 * 86400 + 3 * 3600 + 59, "2 d 3 h", "2天3小时"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(
    seconds: int, english: str, chinese: str, catalogues: None
) -> None:
    assert duration(dt.timedelta(seconds=seconds)) == english
    with translation.override("zh-hans"):
        assert duration(dt.timedelta(seconds=seconds)) == chinese


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("H36", "36 hours, nights and holidays included"),
        ("H0.5", "30 minutes"),
        ("WH8", "8 working hours"),
        ("WD1", "1 working day"),
        ("WD4@24", "4 working days"),
        ("CD15", "15 days"),
        ("MO2", "2 months"),
        ("ESC120m/3", "120 minutes over 3 levels"),
        ("soon", "soon"),
    ],
)
def test_a_rule_is_told_in_words(rule: str, words: str) -> None:
    assert rule_text(rule) == words


def test_every_reason_of_the_rules_has_words(catalogues: None) -> None:
    with translation.override("zh-hans"):
        assert [why for why in Why if day_reason(why).isascii()] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "28 September make-up working day (1), 29 September (2); not counted: "
                "26 September day of receipt, not counted, 27 September weekend"
            ),
        ),
        ("zh-hans", "9月28日调休上班（1）、9月29日（2）；不计：9月26日收到当日，不计、9月27日周末"),
    ],
)  # fmt: skip
def test_a_due_date_explains_itself_in_one_line(language: str, expected: str) -> None:
    days = [(26, False, "received"), (27, False, "weekend"), (28, True, "moved"),
            (29, True, "working")]  # fmt: skip
    with translation.override(language):
        line = counted_line((dt.date(2025, 9, day), counts, why) for day, counts, why in days)
    assert line == expected


def test_an_extension_is_told_in_words() -> None:
    assert extension_text("+3WD") == "3 working days"
