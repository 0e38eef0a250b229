"""Tokens: what texts are made of, whatever the script.

A token is one character of a script that does not part words (Chinese, kana, Hangul, Thai …), or a
whole run of letters and digits elsewhere. Three successive tokens say about as much in either.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints
from huiyin.rules.text.hashing import Hashes, mix


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


def cut(codes: Codes, kinds: NDArray[np.uint8]) -> Tokens:
    """Cut a batch, given the kinds of its code points."""
    word = kinds >= characters.LETTER
    glued = (kinds == characters.LETTER) | (kinds == characters.DIGIT)
    begins = word.copy()
    begins[1:] &= ~(glued[1:] & glued[:-1])
    at = np.flatnonzero(begins)
    sizes = _sizes(at, glued)
    keys = mix(codes.points[at].astype(np.uint64))
    long = np.flatnonzero(sizes > 1)
    keys[long] = _run_keys(codes.points, at[long], sizes[long])
    return Tokens(at, sizes, keys, np.searchsorted(at, codes.starts))


def _sizes(at: Ints, glued: NDArray[np.bool_]) -> Ints:
    """Return the characters of each token: 1, or up to where its run of letters ends."""
    sizes = np.ones(len(at), dtype=np.int64)
    runs = np.flatnonzero(glued[at])
    ends = np.flatnonzero(np.diff(glued, append=False) & glued) + 1
    sizes[runs] = ends - at[runs]
    return sizes


def _run_keys(points: NDArray[np.uint32], at: Ints, sizes: Ints) -> Hashes:
    """Hash runs of characters: the sum of their characters, each scrambled with its offset."""
    if len(at) == 0:
        return np.empty(0, dtype=np.uint64)
    begins = np.cumsum(sizes) - sizes
    offsets = np.arange(int(sizes.sum())) - np.repeat(begins, sizes)
    spelt = points[np.repeat(at, sizes) + offsets].astype(np.uint64) << np.uint64(32)
    return mix(np.add.reduceat(mix(spelt | offsets.astype(np.uint64)), begins) + np.uint64(1))
