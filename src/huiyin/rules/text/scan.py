"""Finding many terms in many texts in one pass over the batch.

All terms are found, nested and overlapping ones too. A term that begins or ends with a letter or
digit is found only where no letter or digit touches it (`ai` not in `said`, `3人` not in `13人`);
Chinese is found anywhere. Terms may be patterns with wildcards. The loop over the characters is
`kernels_scan.find`; here the trie that it walks is built, level by level for all terms at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters, clauses
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.patterns import SOME, Pattern, plain

if TYPE_CHECKING:
    from huiyin.rules.text.kernels_scan import Finds, Terms, Trie

Bytes = NDArray[np.uint8]
_NO_BREAKS: Bytes = np.empty(0, dtype=np.uint8)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_CODE_BITS, _LEADS_BITS = np.uint64(21), np.uint64(22)
_BITS_A_WORD = 16
_MOST_NODES = 1 << 20
_HAS_TERMS, _HAS_CHILDREN = 1, 2


@dataclass(frozen=True)
class Found:
    """Where terms stand, ordered by text, place and length (int64, one entry a find).

    `texts` are indices into the batch, `places` offsets in the text, `terms` indices of terms.
    """

    texts: Ints
    places: Ints
    terms: Ints


class Scanner:
    """Finds folded terms in folded texts. Terms are distinct and not empty."""

    def __init__(self, terms: Sequence[str | Pattern]) -> None:
        if not all(terms) or len(set(terms)) != len(terms):
            raise ValueError("terms are distinct and not empty")
        patterns = [plain(term) if isinstance(term, str) else term for term in terms]
        self.terms = tuple(pattern.text for pattern in patterns)
        self.wild = any(SOME in (*pattern.left, *pattern.right) for pattern in patterns)
        self._trie = _trie([pattern.anchor for pattern in patterns])
        self._terms = _terms(patterns)

    def find(self, codes: Codes) -> Found:
        """Find every term in every text."""
        kinds = characters.kinds(codes.points)
        breaks = clauses.ends(codes.points, kinds) if self.wild else _NO_BREAKS
        finds = self.finds(codes, kinds, breaks)
        texts = np.repeat(np.arange(codes.count), np.diff(finds.texts))
        return Found(texts, finds.begins - codes.starts[texts], finds.terms.astype(np.int64))

    def finds(self, codes: Codes, kinds: Bytes, breaks: Bytes) -> "Finds":
        """Find every term, as offsets in the batch, of whose characters `kinds` are the kinds, and
        `breaks` what ends there (see `clauses`; may be empty unless `wild`)."""
        from huiyin.rules.text import kernels_scan

        size = max(len(codes.points) // 2, 16)
        while True:
            texts = np.empty(codes.count + 1, np.int64)
            terms = np.empty(size, np.int32)
            begins, ends = np.empty(size, np.int64), np.empty(size, np.int64)
            count = kernels_scan.find(
                codes.points, codes.starts, kinds, breaks, self._trie, self._terms,
                texts, terms, begins, ends,
            )  # fmt: skip
            if count <= size:
                return kernels_scan.Finds(texts, terms[:count], begins[:count], ends[:count])
            size = count


def _trie(words: Sequence[str]) -> "Trie":
    """Build the trie of the words, which may repeat; node 0 is the root."""
    from huiyin.rules.text.kernels_scan import Trie

    codes = encode(words)
    lengths, node = codes.lengths, np.zeros(len(words), dtype=np.int64)
    keys: list[Ints] = []
    nodes = 1
    for depth in range(int(lengths.max(initial=0))):
        live = np.flatnonzero(lengths > depth)
        points = codes.points[codes.starts[live] + depth].astype(np.int64)
        distinct, index = np.unique((node[live] << 21) | points, return_inverse=True)
        node[live] = nodes + index
        keys.append(distinct)
        nodes += len(distinct)
    if nodes > _MOST_NODES:
        raise ValueError("too many words for one trie")
    every = np.concatenate(keys or [np.empty(0, dtype=np.int64)])
    leads = np.arange(nodes) << 2
    leads[node] |= _HAS_TERMS
    leads[every >> 21] |= _HAS_CHILDREN
    table, shift = _hashed(every, leads[1:])
    order = np.argsort(node, kind="stable")
    starts = np.searchsorted(node[order], np.arange(nodes + 1)).astype(np.int32)
    pairs, pair_shift = _pairs(codes)
    return Trie(
        pairs, pair_shift, _first(keys, leads), table, shift, starts, order.astype(np.int32)
    )


def _pairs(words: Codes) -> tuple[NDArray[np.uint64], np.uint64]:
    """Return a bit for each hash of two characters, set where a word begins with such a pair."""
    begins = words.starts[:-1][words.lengths > 0]
    first, second = (words.points[begins + place].astype(np.uint64) for place in (0, 1))
    bits = max(int(len(begins) * _BITS_A_WORD).bit_length(), 6)
    shift = np.uint64(64 - bits)
    known = np.full(1 << bits, bool((words.lengths == 1).any()))
    known[(((first << _CODE_BITS) | second) * _SPREAD) >> shift] = True
    return np.packbits(known, bitorder="little").view("<u8").astype(np.uint64), shift


def _first(keys: list[Ints], leads: Ints) -> NDArray[np.int32]:
    """Return where the first level leads, by code point."""
    first = np.zeros(int(keys[0].max()) + 1 if keys else 1, dtype=np.int32)
    if keys:
        first[keys[0]] = leads[1 : len(keys[0]) + 1]
    return first


def _hashed(keys: Ints, leads: Ints) -> tuple[NDArray[np.uint64], np.uint64]:
    """Put keys (node and code point) and where they lead into a table, half full at most."""
    bits = max(int(len(keys) * 2).bit_length(), 4)
    table = np.zeros(1 << bits, dtype=np.uint64)
    shift = np.uint64(64 - bits)
    wanted = keys.astype(np.uint64)
    entries = (wanted << _LEADS_BITS) | leads.astype(np.uint64)
    slots = ((wanted * _SPREAD) >> shift).astype(np.int64)
    waiting = np.arange(len(keys))
    while len(waiting):
        free = waiting[table[slots[waiting]] == 0]
        _, chosen = np.unique(slots[free], return_index=True)
        placed = free[chosen]
        table[slots[placed]] = entries[placed]
        left = np.ones(len(keys), dtype=np.bool_)
        left[placed] = False
        waiting = waiting[left[waiting]]
        slots[waiting] = (slots[waiting] + 1) % len(table)
    return table, shift


def _terms(patterns: Sequence[Pattern]) -> "Terms":
    from huiyin.rules.text.kernels_scan import Terms

    flags = [
        one.open | one.close << 1 | one.grows_left << 2 | one.grows_right << 3
        | bool(one.left or one.right) << 4
        for one in patterns
    ]  # fmt: skip
    left_starts, left = _joined([one.left for one in patterns])
    right_starts, right = _joined([one.right for one in patterns])
    return Terms(np.array(flags, dtype=np.uint8), left_starts, left, right_starts, right)


def _joined(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return rows end to end, with where each begins (one more)."""
    starts = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return starts, np.array([entry for row in rows for entry in row], dtype=np.int32)
