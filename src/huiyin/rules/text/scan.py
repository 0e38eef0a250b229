"""Finding many terms in many texts in one pass over the batch.

Each position of the batch is looked up by its two first characters in a table that tells which term
lengths may begin there; only at those few positions a window of that length is hashed, found among
the terms' hashes and compared with the term, character by character. All terms are found, nested
and overlapping ones too. A term that begins or ends with a letter or digit is found only where no
letter or digit touches it (`ai` not in `said`, `3人` not in `13人`); Chinese is found anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.hashing import Hashes, mix

_WINDOW = 16
_TABLE_BITS = 18
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)


@dataclass(frozen=True)
class Found:
    """Where terms stand, ordered by text, place and term (int64, one entry a find).

    `texts` are indices into the batch, `places` offsets in the text, `terms` indices of terms.
    """

    texts: Ints
    places: Ints
    terms: Ints


@dataclass(frozen=True)
class _Group:
    """Terms whose first `length` characters (at most 16) are looked up together."""

    length: int
    hashes: Hashes
    terms: Ints


class Scanner:
    """Finds folded terms in folded texts. Terms are distinct and not empty."""

    def __init__(self, terms: Sequence[str]) -> None:
        if not all(terms) or len(set(terms)) != len(terms):
            raise ValueError("terms are distinct and not empty")
        self.terms = tuple(terms)
        self._codes = encode(self.terms)
        kinds = characters.kinds(self._codes.points)
        spaced = (kinds == characters.LETTER) | (kinds == characters.DIGIT)
        self._open = spaced[self._codes.starts[:-1]]
        self._close = spaced[self._codes.starts[1:] - 2]
        self._lengths = self._codes.lengths
        windows = np.minimum(self._lengths, _WINDOW)
        self._groups = [self._group(length) for length in np.unique(windows).tolist()]
        self._table = self._lengths_by_start()

    def _group(self, length: int) -> _Group:
        members = np.flatnonzero(np.minimum(self._lengths, _WINDOW) == length)
        hashes = _window_hashes(self._codes.points, self._codes.starts[members], length)
        order = np.argsort(hashes, kind="stable")
        return _Group(length, hashes[order], members[order])

    def _lengths_by_start(self) -> NDArray[np.uint32]:
        table = np.zeros(1 << _TABLE_BITS, dtype=np.uint32)
        for group in self._groups:
            if group.length > 1:
                starts = _pair_slots(self._codes.points)[self._codes.starts[group.terms]]
                np.bitwise_or.at(table, starts, np.uint32(1 << group.length))
        return table

    def find(self, codes: Codes) -> Found:
        """Find every term in every text."""
        slots = self._table[_pair_slots(codes.points)]
        hits = [self._find_group(group, codes.points, slots) for group in self._groups]
        at = np.concatenate([places for places, _ in hits] or [np.empty(0, dtype=np.int64)])
        terms = np.concatenate([terms for _, terms in hits] or [np.empty(0, dtype=np.int64)])
        at, terms = self._whole(codes, at, terms)
        order = np.lexsort((terms, at))
        at, terms = at[order], terms[order]
        texts = np.searchsorted(codes.starts, at, side="right") - 1
        return Found(texts, at - codes.starts[texts], terms)

    def _find_group(
        self, group: _Group, points: NDArray[np.uint32], slots: NDArray[np.uint32]
    ) -> tuple[Ints, Ints]:
        if group.length == 1:
            wanted = np.unique(self._codes.points[self._codes.starts[group.terms]])
            at = np.flatnonzero(np.isin(points, wanted))
        else:
            at = np.flatnonzero(slots & np.uint32(1 << group.length))
            at = at[at <= len(points) - group.length]
        hashes = _window_hashes(points, at, group.length)
        low = np.searchsorted(group.hashes, hashes, side="left")
        counts = np.searchsorted(group.hashes, hashes, side="right") - low
        ranks = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.repeat(at, counts), group.terms[np.repeat(low, counts) + ranks]

    def _whole(self, codes: Codes, at: Ints, terms: Ints) -> tuple[Ints, Ints]:
        """Keep finds that are the term to the last character and no part of a longer word."""
        ends = at + self._lengths[terms]
        inside = ends < len(codes.points)
        at, terms, ends = at[inside], terms[inside], ends[inside]
        same = np.ones(len(at), dtype=np.bool_)
        for offset in range(int(self._lengths.max(initial=0))):
            live = np.flatnonzero(same & (offset < self._lengths[terms]))
            wanted = self._codes.points[self._codes.starts[terms[live]] + offset]
            same[live] = codes.points[at[live] + offset] == wanted
        kinds = characters.kinds(codes.points)
        spaced = (kinds == characters.LETTER) | (kinds == characters.DIGIT)
        same &= ~(self._open[terms] & (at > 0) & spaced[at - 1])
        same &= ~(self._close[terms] & spaced[ends])
        return at[same], terms[same]


def _pair_slots(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return for each place the table slot of its two characters; the last place stands alone."""
    slots = points * _FIRST
    slots[:-1] ^= points[1:] * _SECOND
    slots ^= slots >> np.uint32(15)
    slots &= np.uint32((1 << _TABLE_BITS) - 1)
    return slots


def _window_hashes(points: NDArray[np.uint32], at: Ints, length: int) -> Hashes:
    hashes = np.zeros(len(at), dtype=np.uint64)
    for offset in range(length):
        hashes = hashes * np.uint64(0x100000001B3) + points[at + offset]
    return mix(hashes)
