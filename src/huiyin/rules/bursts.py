"""Bursts: whether more is said just now than is usual for this hour of this weekday.

What is expected of an hour is the mean of the same hour of the same weekday in the weeks before;
where fewer than three such hours are known, of all hours before. Counts of that many or more would
come by chance with a probability that the Poisson law gives; at one in a thousand and less it is a
burst, if it is at least `LEAST` voices and twice what is expected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

WEEK_HOURS = 7 * 24
WEEKS = 8
ENOUGH_HOURS = 3
CHANCE = 1e-3
LEAST = 3
FLOOR = 0.25
"""Voices expected of a stretch of hours in which none was ever heard."""


@dataclass(frozen=True, slots=True)
class Burst:
    """What was heard in the last hours, what was expected, and how likely so much is by chance."""

    heard: int
    expected: float
    chance: float

    @property
    def is_burst(self) -> bool:
        """Whether a person should look."""
        return self.heard >= LEAST and self.heard >= 2 * self.expected and self.chance <= CHANCE


def burst(hours: Sequence[int], within: int = 3) -> Burst:
    """Judge the last `within` hours of counts by hour, oldest first, the last one running."""
    within = min(within, len(hours))
    heard = sum(hours[len(hours) - within :])
    expected = max(
        sum(expected_of(hours, at) for at in range(len(hours) - within, len(hours))), FLOOR
    )
    return Burst(heard, expected, at_least(heard, expected))


def expected_of(hours: Sequence[int], at: int) -> float:
    """What was usual at hour `at` before it: the same hour of the same weekday, else any hour.

    The running stretch itself, a day back, is left out of "any hour", or a rise would hide itself.
    """
    same = hours[max(at - WEEKS * WEEK_HOURS, at % WEEK_HOURS) : at : WEEK_HOURS]
    if len(same) >= ENOUGH_HOURS:
        return sum(same) / len(same)
    before = hours[: max(at - 24, 0)] or hours[: max(at - 3, 0)]
    return sum(before) / len(before) if before else 0.0


def at_least(heard: int, expected: float) -> float:
    """Probability (0–1) of `heard` or more where `expected` are expected, by the Poisson law."""
    if heard <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    first = exp(heard * log(expected) - expected - lgamma(heard + 1))
    total = term = first
    if heard > expected:
        count = heard
        while term > total * 1e-12:
            count += 1
            term *= expected / count
            total += term
        return min(total, 1.0)
    for count in range(heard, 0, -1):
        term *= count / expected
        total += term
    return min(max(1.0 - (total - first), 0.0), 1.0)
