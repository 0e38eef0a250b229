"""Heat counts outlets and hours."""

from datetime import UTC, datetime, timedelta

from huiyin.rules.text.heat import heat

START = datetime(2026, 3, 2, tzinfo=UTC)


def at(*hours: float) -> list[datetime]:
    return [START + timedelta(hours=hour) for hour in hours]


def test_ten_items_of_one_outlet_are_as_hot_as_one() -> None:
    now = START + timedelta(hours=1)
    assert heat(at(*[0.5] * 10), ["a"] * 10, now) == heat(at(0.5), ["a"], now)
    assert heat(at(*[0.5] * 10), list("abcdefghij"), now) > 9 * heat(at(0.5), ["a"], now)


def test_heat_halves_with_its_half_life_and_the_future_is_fresh() -> None:
    assert heat(at(0), ["a"], START, half_life_hours=6) == 1.0
    assert heat(at(0), ["a"], START + timedelta(hours=6), half_life_hours=6) == 0.5
    assert heat(at(5), ["a"], START) == 1.0
    assert heat([], [], START) == 0.0
