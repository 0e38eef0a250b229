"""A burst is more than this hour of the week is used to."""

import pytest

from huiyin.rules.bursts import WEEK_HOURS, at_least, burst, expected_of


def week(quiet: int = 0, **busy: int) -> list[int]:
    """A week of hours; `h10=5` gives every day's tenth hour five."""
    return [busy.get(f"h{hour % 24}", quiet) for hour in range(WEEK_HOURS)]


@pytest.mark.parametrize(
    ("heard", "expected", "chance"),
    [(0, 3.0, 1.0), (1, 1.0, 0.63212), (3, 1.0, 0.0803), (10, 2.0, 4.65e-5), (2, 5.0, 0.95957)],
)
def test_the_tail_is_poissons(heard: int, expected: float, chance: float) -> None:
    assert at_least(heard, expected) == pytest.approx(chance, rel=1e-3)


def test_nothing_expected_makes_anything_unlikely_and_many_never_fail() -> None:
    assert at_least(1, 0.0) == 0.0
    assert at_least(100_000, 100_000.0) == pytest.approx(0.5, abs=0.01)


def test_an_hour_is_compared_with_the_same_hour_of_the_week() -> None:
    busy = week(h10=30) * 4
    at_ten = [*busy, *week()[:8], 30, 30, 30]
    assert not burst([*busy, *week(h10=30)[:11]], 1).is_burst
    assert expected_of([*busy, *week()[:10]], len(busy) + 10) == 30
    assert burst([*at_ten[:-3], 0, 0, 30], 3).heard == 30


def test_more_than_usual_is_a_burst_and_a_few_voices_are_none() -> None:
    assert burst([0] * 100 + [2, 6, 9]).is_burst
    assert not burst([0] * 100 + [0, 1, 1]).is_burst
    assert not burst([5] * 100 + [5, 6, 9]).is_burst
    assert burst([5] * 100 + [12, 25, 30]).is_burst
    assert not burst([]).is_burst
