"""Who reprinted whom: the tree of a text's prints, and how it spread by outlet and hour.

The texts are taken in time order. A text that repeats or updates earlier ones hangs on one of them:
on one whose outlet it names where outlets name their sources (its beginning and its end), else on
the one it is closest to, and of those equally close on the latest. A text that repeats none is a
root; the first of all was the first seen.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Generic, TypeVar

import numpy as np

from huiyin.rules.text.codes import Ints
from huiyin.rules.text.duplicates import NAMES, REPRINT, UPDATE, relations
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.prints import Prints, candidates, prints

_EACH_WITH_EACH = 40
_CREDITED_HEAD, _CREDITED_TAIL, _SHORTEST_OUTLET = 60, 160, 2
_CLOSE = 0.02

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Printed(Generic[Key]):
    """A text as an outlet brought it; `at` is aware."""

    key: Key
    at: datetime
    outlet: str
    title: str
    body: str


@dataclass(frozen=True)
class Branch(Generic[Key]):
    """A text in the tree: what it hangs on, and how (reprint, update; "" for a root).

    `closeness` is the part (0–1) of the longer of both bodies that both have; `credited` tells that
    it names the outlet it hangs on. `depth` is 0 for a root.
    """

    key: Key
    parent: Key | None
    how: str
    closeness: float
    credited: bool
    depth: int


@dataclass(frozen=True)
class OutletSpread:
    """What one outlet brought: when first, how many texts, and how many of them reprints."""

    outlet: str
    first_at: datetime
    items: int
    reprints: int


@dataclass(frozen=True)
class Tree(Generic[Key]):
    """The prints of a text, in time order; outlets by when they began; hours (begin, items) in
    which there were any."""

    branches: tuple[Branch[Key], ...]
    outlets: tuple[OutletSpread, ...]
    hours: tuple[tuple[datetime, int], ...]

    @property
    def first(self) -> Key | None:
        """The first seen."""
        return self.branches[0].key if self.branches else None


def tree(texts: Iterable[Printed[Key]]) -> Tree[Key]:
    """Build the tree; texts of one instant stay in the order given."""
    ordered = sorted(texts, key=lambda text: text.at)
    if not ordered:
        return Tree((), (), ())
    items = prints([text.title for text in ordered], [text.body for text in ordered])
    near = _earlier(items)
    outlets = fold([text.outlet for text in ordered])
    branches: list[Branch[Key]] = []
    for at, (text, told) in enumerate(zip(ordered, _credits(ordered), strict=True)):
        parents = [
            (
                outlets[other] != outlets[at] and _names(told, outlets[other]),
                round(closeness / _CLOSE),
                other,
                how,
                closeness,
            )
            for other, how, closeness in near.get(at, ())
        ]
        if not parents:
            branches.append(Branch(text.key, None, "", 0.0, credited=False, depth=0))
            continue
        credited, _, other, how, closeness = max(parents)
        parent = branches[other]
        branches.append(Branch(text.key, parent.key, how, closeness, credited, parent.depth + 1))
    return Tree(tuple(branches), _by_outlet(ordered, branches), _by_hour(ordered))


def _credits(texts: Sequence[Printed[Key]]) -> list[str]:
    """Return the parts of the texts where outlets name their sources."""
    return fold([f"{text.body[:_CREDITED_HEAD]}\n{text.body[-_CREDITED_TAIL:]}" for text in texts])


def _names(told: str, outlet: str) -> bool:
    return len(outlet) >= _SHORTEST_OUTLET and outlet in told


def _earlier(items: Prints) -> dict[int, list[tuple[int, str, float]]]:
    """Return for each text the earlier ones it repeats or updates: (which, how, closeness)."""
    pairs: Ints = candidates(items.keys)
    if items.count <= _EACH_WITH_EACH:
        pairs = np.array(list(combinations(range(items.count), 2)), dtype=np.int64).reshape(-1, 2)
    found = relations(items, pairs)
    near: dict[int, list[tuple[int, str, float]]] = {}
    for at in np.flatnonzero((found.codes == REPRINT) | (found.codes == UPDATE)).tolist():
        known, later = pairs[at].tolist()
        how = NAMES[found.codes[at]]
        near.setdefault(later, []).append((known, how, float(found.closeness[at])))
    return near


def _by_outlet(
    ordered: Sequence[Printed[Key]], branches: Sequence[Branch[Key]]
) -> tuple[OutletSpread, ...]:
    first: dict[str, datetime] = {}
    items: Counter[str] = Counter()
    repeated: Counter[str] = Counter()
    for text, branch in zip(ordered, branches, strict=True):
        first.setdefault(text.outlet, text.at)
        items[text.outlet] += 1
        repeated[text.outlet] += branch.how == "reprint"
    return tuple(OutletSpread(name, at, items[name], repeated[name]) for name, at in first.items())


def _by_hour(ordered: Sequence[Printed[Key]]) -> tuple[tuple[datetime, int], ...]:
    hours = Counter(text.at.replace(minute=0, second=0, microsecond=0) for text in ordered)
    return tuple(sorted(hours.items()))
