"""When a place on the patrol is due, and which times were missed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from huiyin.rules.patrol import Standing, read_times, standing

ZONE = ZoneInfo("Asia/Shanghai")
TIMES = [time(8, 30), time(16)]
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 0, tzinfo=ZONE)
EVERY, WORKDAYS = "0123456", "01234"


def at(hours: float) -> datetime:
    """That many hours into Sunday, 22 November, in Shanghai."""
    return SUNDAY + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("days", "rounds", "now", "expected"),
    [
        (EVERY, [at(-7), at(-14), at(-25)], at(8), Standing(None, at(8.5))),
        (EVERY, [at(-7), at(-14)], at(9), Standing(at(8.5), at(16))),
        (EVERY, [at(-7), at(-14), at(8.6)], at(9), Standing(None, at(16))),
        (EVERY, [at(-7), at(-14)], at(17), Standing(at(16), at(32.5), missed=1)),
        (EVERY, [at(-7), at(-14), at(16.5)], at(17), Standing(None, at(32.5), missed=1)),
        (WORKDAYS, [at(-31)], at(12), Standing(None, at(32.5))),
        ("", [], at(12), Standing(None, None)),
    ],
)
def test_a_place_stands(
    days: str, rounds: list[datetime], now: datetime, expected: Standing
) -> None:
    assert standing(days, TIMES, ZONE, SINCE, rounds, now) == expected


def test_what_was_due_before_a_place_was_on_the_rota_is_not_missed() -> None:
    assert standing(EVERY, TIMES, ZONE, at(9), [], at(10)) == Standing(None, at(16))


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("8:30, 16:00", TIMES),
        ("16：00、08:30，8:30", TIMES),
        ("", []),
        ("8", None),
        ("25:00", None),
        ("8:60", None),
        ("早上", None),
    ],
)
def test_times_are_read(written: str, times: list[time] | None) -> None:
    assert read_times(written) == times
