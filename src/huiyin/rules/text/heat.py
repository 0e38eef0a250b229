"""Heat: how much a story is spoken of, by outlets and hours, never by authors."""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Ints

Floats = NDArray[np.float64]
HALF_LIFE_HOURS = 24.0


def heats(
    owners: Ints, ages: Floats, voices: Ints, count: int, half_life_hours: float = HALF_LIFE_HOURS
) -> Floats:
    """Return a decayed score for each of `count` stories: each voice counts once an hour, halved
    every `half_life_hours`.

    Of each item: which story it belongs to (0 and up), its age in hours (of what is dated ahead
    below zero: it counts as fresh), and the number of the outlet that speaks. Ten items of one
    outlet within an hour are as hot as one; ten outlets are ten times as hot.
    """
    ages = np.maximum(ages, 0.0)
    hours = ages.astype(np.int64)
    order = np.lexsort((ages, voices, hours, owners))
    keys = np.stack((owners, hours, voices))[:, order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    chosen = order[first]
    chosen = chosen[np.lexsort((-ages[chosen], owners[chosen]))]  # least first: sums are the same
    spoken = 0.5 ** (ages[chosen] / half_life_hours)
    return np.asarray(np.bincount(owners[chosen], spoken, count), dtype=np.float64)
