"""How sure a guess is: the share of guesses with such a score that were right.

Learnt from guesses on texts the model had not seen: the right ones are counted over scores, never
letting a higher score mean a smaller share (isotonic regression by pooling neighbours, Ayer et al.
1955), and each pool is drawn a little towards the share of all, so that few texts promise little.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
_POOLS = 24
_TOWARDS_ALL = 4.0


@dataclass(frozen=True)
class Curve:
    """Scores and the confidence each of them means, both rising; between them a straight line."""

    scores: tuple[float, ...]
    confidences: tuple[float, ...]

    def read(self, scores: NDArray[np.floating]) -> Values:
        """Return the confidence of each score, 0–1."""
        read: Values = np.interp(scores, self.scores, self.confidences)
        return read


UNLEARNT = Curve((0.0, 1.0), (0.0, 1.0))
"""Takes a score for a confidence."""


def learn(scores: Values, right: NDArray[np.bool_]) -> Curve:
    """Learn from scores (n,) of unseen texts and whether each guess was right."""
    if len(scores) == 0:
        return UNLEARNT
    order = np.argsort(scores, kind="stable")
    parts = np.array_split(order, min(_POOLS, len(order)))
    share = float(right.mean())
    pools: list[tuple[float, float, float]] = []  # weight, mean score, share that was right
    for part in parts:
        weight = len(part) + _TOWARDS_ALL
        said = (float(right[part].sum()) + _TOWARDS_ALL * share) / weight
        pools.append((weight, float(scores[part].mean()), said))
        while len(pools) > 1 and pools[-2][2] >= pools[-1][2]:
            pools[-2:] = [_pooled(pools[-2], pools[-1])]
    return Curve(
        tuple(round(score, 6) for _, score, _ in pools),
        tuple(round(confidence, 4) for _, _, confidence in pools),
    )


def _pooled(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> tuple[float, float, float]:
    weight = one[0] + other[0]
    score = (one[0] * one[1] + other[0] * other[1]) / weight
    return weight, score, (one[0] * one[2] + other[0] * other[2]) / weight
