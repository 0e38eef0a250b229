"""Tokens: what texts are made of, whatever the script.

A token is one character of a script that does not part words (Chinese, kana, Hangul, Thai …), or a
whole run of letters and digits elsewhere. Three successive tokens say about as much in either.
"""

from dataclasses import dataclass

import numpy as np

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints
from huiyin.rules.text.hashing import Hashes


@dataclass(frozen=True)
class Tokens:
    """The tokens of n texts, in order.

    `at` are offsets into the batch's code points, `sizes` the characters of each token, `keys`
    fixed 64-bit hashes of what they are, `bounds` (n + 1) where each text's tokens begin.
    """

    at: Ints
    sizes: Ints
    keys: Hashes
    bounds: Ints

    @property
    def counts(self) -> Ints:
        """Tokens of each text."""
        return np.diff(self.bounds)

    def owners(self) -> Ints:
        """Index of the text of each token."""
        return np.repeat(np.arange(len(self.bounds) - 1, dtype=np.int64), self.counts)


def cut(codes: Codes) -> Tokens:
    """Cut a batch."""
    from huiyin.rules.text import kernels_tokens as kernels

    room = len(codes.points)
    at, sizes = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    keys = np.empty(room, dtype=np.uint64)
    bounds = np.zeros(codes.count + 1, dtype=np.int64)
    count = kernels.UNKNOWN_SEEN
    while count < 0:
        count = kernels.cut_points(
            codes.points, codes.starts, characters.kind_table, at, sizes, keys, bounds
        )
        if count < 0:
            characters.learn_kinds(codes.points)
    return Tokens(at[:count], sizes[:count], keys[:count], bounds)
