"""Reprints: the same text again, with another title, head or foot, cut short or lightly edited.

A later text is set beside one that is known, both without the furniture of outlets. How much of the
shorter body stands in the longer one, in runs of three tokens and more, says whether it is the same
text; under the same title less is enough, down to a greeting. Then the facts decide:

- *lookalike*: figures and places that differ in the same surroundings, and many for those that
  agree, or another place in the title. The same words about another matter.
- *update*: most of the known text, and new stretches with figures, or figures that changed. A known
  text that has grown.
- *reprint*: anything else that is the same text.
- *other*: not the same text. So too is a text that goes on far beyond the other, or is a small part
  of it, where each has a title of its own: one quotes the other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Ints
from huiyin.rules.text.prints import Prints, candidates

OTHER, REPRINT, UPDATE, LOOKALIKE = range(4)
NAMES = ("other", "reprint", "update", "lookalike")

_SAME_TITLE, _SHORTEST_TITLE = 0.8, 4
_TITLED_SHARE, _SHARE, _LEAST = 0.4, 0.6, 12
_QUOTED, _OWN_TITLE = 0.5, 0.6
_DIFFERING, _FIGURES_DIFFERING = 0.3, 0.5
_KNOWN_KEPT, _CHANGED_FIGURES = 0.6, 2

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Relations:
    """What each pair is: `codes` (index into `NAMES`); `shares`, the part (0–1) of the shorter body
    that the longer has; `closeness`, the part of the longer body that both have."""

    codes: NDArray[np.uint8]
    shares: Floats
    closeness: Floats


def relations(items: Prints, pairs: Ints) -> Relations:
    """Compare pairs (known, later) of items, shape (n, 2)."""
    bodies, titles = _compared(items, 2 * pairs + 1), _compared(items, 2 * pairs)
    shares = bodies.share
    titled = (titles.shorter >= _SHORTEST_TITLE) & (titles.share >= _SAME_TITLE)
    same = np.where(
        titled,
        (shares >= _TITLED_SHARE) | (bodies.shorter == 0),
        (shares >= _SHARE) & (bodies.shared >= _LEAST),
    ) | (bodies.equal & titles.equal)
    same &= bodies.longer + titles.longer > 0
    quoted = np.flatnonzero(same & ~titled & (bodies.shared < _QUOTED * bodies.longer))
    same[quoted] &= ~_own_titles(items, pairs[quoted])
    lookalike = same & (bodies.differ | (titles.places > 0))
    update = same & ~lookalike & bodies.grown
    codes = np.where(lookalike, LOOKALIKE, np.where(update, UPDATE, np.where(same, REPRINT, OTHER)))
    closeness = np.minimum(bodies.shared / np.maximum(bodies.longer, 1), 1.0)
    return Relations(codes.astype(np.uint8), shares, closeness)


def reprints(items: Prints) -> Ints:
    """Return the pairs (i < j) of items of a batch that are the same text, whichever came first."""
    pairs = candidates(items.keys)
    lengths = np.diff(items.bounds)[1::2]
    swapped = lengths[pairs[:, 0]] < lengths[pairs[:, 1]]
    longer_first = np.where(swapped[:, None], pairs[:, ::-1], pairs)
    found = relations(items, longer_first).codes
    same: Ints = pairs[(found == REPRINT) | (found == UPDATE)]
    return same


@dataclass(frozen=True)
class _Compared:
    """The counts of pairs of texts (see `kernels_likeness`)."""

    rows: Ints

    def _column(self, column: int) -> Ints:
        counted: Ints = self.rows[:, column]
        return counted

    @property
    def shorter(self) -> Ints:
        return np.minimum(self._column(0), self._column(1))

    @property
    def longer(self) -> Ints:
        return np.maximum(self._column(0), self._column(1))

    @property
    def shared(self) -> Ints:
        """Tokens of the shorter text that the longer has."""
        of_a = self._column(0) < self._column(1)
        return np.where(of_a, self._column(2), self._column(3))

    @property
    def share(self) -> Floats:
        return np.minimum(self.shared / np.maximum(self.shorter, 1), 1.0)

    @property
    def equal(self) -> Bools:
        equal: Bools = (self.shorter == self.longer) & (self.shared == self.shorter)
        return equal

    @property
    def places(self) -> Ints:
        return self._column(5)

    @property
    def differ(self) -> Bools:
        """Facts differ, and many for those that agree; figures alone may have been corrected."""
        differing = self._column(4) + self._column(5)
        many = np.where(self.places > 0, _DIFFERING, _FIGURES_DIFFERING)
        differ: Bools = (differing > 0) & (differing >= many * (differing + self._column(6)))
        return differ

    @property
    def grown(self) -> Bools:
        """The later text keeps most of the known one and has something new to say."""
        kept = self._column(2) >= _KNOWN_KEPT * np.maximum(self._column(0), 1)
        return kept & ((self._column(8) > 0) | (self._column(4) >= _CHANGED_FIGURES))


def _compared(items: Prints, texts: Ints) -> _Compared:
    """Compare pairs of texts of a batch; texts alternate, a title and its body."""
    from huiyin.rules.text import kernels_likeness as kernels

    order = np.argsort(texts[:, 0], kind="stable")
    rows = np.zeros((len(texts), kernels.COLUMNS), dtype=np.int64)
    kernels.compare(
        items.tokens,
        items.bounds,
        items.marks,
        np.ascontiguousarray(texts[order], dtype=np.int64),
        rows,
    )
    back = np.empty_like(rows)
    back[order] = rows
    return _Compared(back)


def _own_titles(items: Prints, pairs: Ints) -> Bools:
    """Tell of which pairs both items have a title that is not just how their body begins."""
    sides = pairs.ravel()
    bodies = _compared(items, np.stack((2 * sides + 1, 2 * sides), axis=1))
    own = (bodies.rows[:, 1] >= _SHORTEST_TITLE) & (
        bodies.rows[:, 3] < _OWN_TITLE * bodies.rows[:, 1]
    )
    both: Bools = own[::2] & own[1::2]
    return both
