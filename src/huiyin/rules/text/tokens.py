"""Tokens: what texts are made of, whatever the script.

A token is one character of a script that does not part words (Chinese, kana, Hangul, Thai …), or a
whole run of letters and digits elsewhere. Three successive tokens say about as much in either.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints

Hashes = NDArray[np.uint64]
Marks = NDArray[np.uint8]

FIGURE, PLACE, NUMERAL = 1, 2, 3
"""Marks of tokens: with a digit; the end of a place's name; a numeral written out."""
_PLACES, _NUMERALS = "省市县区州镇乡村路街", "一二三四五六七八九十百千万两〇"
_BMP = 1 << 16


@dataclass(frozen=True)
class Tokens:
    """The tokens of n texts, in order.

    `at` are offsets into the batch's code points, `sizes` the characters of each token, `keys`
    fixed 64-bit hashes of what they are, `bounds` (n + 1) where each text's tokens begin. `marks`
    (one entry more than there are tokens) tell figures, names of places and numerals; 0 is none.
    """

    at: Ints
    sizes: Ints
    keys: Hashes
    marks: Marks
    bounds: Ints


class Desk:
    """Room to cut one batch after the other: memory that was used before is at hand at once.

    What was cut at a desk is good until the next batch is cut there.
    """

    def __init__(self) -> None:
        self._rows = self._laid(0)

    def laid_for(self, tokens: int) -> tuple[Ints, Ints, Hashes, Marks]:
        """Return places, sizes, keys and marks with room for at least so many tokens."""
        if len(self._rows[0]) < tokens:
            self._rows = self._laid(tokens)
        return self._rows

    @staticmethod
    def _laid(tokens: int) -> tuple[Ints, Ints, Hashes, Marks]:
        at, sizes = np.empty(tokens, dtype=np.int64), np.empty(tokens, dtype=np.int64)
        return at, sizes, np.empty(tokens, np.uint64), np.empty(tokens + 1, np.uint8)


def cut(codes: Codes, desk: Desk | None = None) -> Tokens:
    """Cut a batch, at a desk where one is given."""
    from huiyin.rules.text import kernels_tokens as kernels

    at, sizes, keys, marks = (desk or Desk()).laid_for(len(codes.points))
    bounds = np.zeros(codes.count + 1, dtype=np.int64)
    count = kernels.UNKNOWN_SEEN
    while count < 0:
        count = kernels.cut_points(
            codes.points, codes.starts, characters.kind_table, _sorts(),
            at, sizes, keys, marks, bounds,
        )  # fmt: skip
        if count < 0:
            characters.learn_kinds(codes.points)
    return Tokens(at[:count], sizes[:count], keys[:count], marks[: count + 1], bounds)


@lru_cache(maxsize=1)
def _sorts() -> Marks:
    sorts = np.zeros(_BMP, dtype=np.uint8)
    sorts[[ord(char) for char in "0123456789"]] = FIGURE
    sorts[[ord(char) for char in _PLACES]] = PLACE
    sorts[[ord(char) for char in _NUMERALS]] = NUMERAL
    return sorts
