"""Heat counts outlets and hours."""

import numpy as np

from huiyin.rules.text.heat import heats


def heat(ages: list[float], voices: list[int], half_life_hours: float = 24) -> float:
    """Of one story, beside one of which one voice speaks just now."""
    owners = np.array([0] * len(ages) + [1])
    told = heats(owners, np.array([*ages, 0.0]), np.array([*voices, 7]), 3, half_life_hours)
    assert told[1:].tolist() == [1.0, 0.0]
    return float(told[0])


def test_ten_items_of_one_outlet_are_as_hot_as_one() -> None:
    assert heat([0.5] * 10, [1] * 10) == heat([0.5], [1])
    assert heat([0.5] * 10, list(range(10))) > 9 * heat([0.5], [1])
    assert heat([0.1, 1.1, 2.1], [1, 1, 1]) > 2.8 * heat([0.1], [1])


def test_heat_halves_with_its_half_life_and_the_future_is_fresh() -> None:
    assert heat([0], [1], 6) == 1.0
    assert heat([6], [1], 6) == 0.5
    assert heat([-5], [1]) == 1.0
    assert heat([], []) == 0.0


def test_the_order_of_the_items_does_not_matter() -> None:
    ages, voices = [0.3, 7.7, 7.1, 30.0, 2.2, 0.9], [1, 2, 2, 3, 1, 1]
    assert heat(ages[::-1], voices[::-1]) == heat(ages, voices)
