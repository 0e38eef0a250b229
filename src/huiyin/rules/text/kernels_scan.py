"""Kernels that find the terms of keyword rules in a batch of texts.

Finding walks a trie from each character on. Its first step is a table by code point, further steps
are one table of hashes, whose entries hold node and code point (41 bits) and where they lead: the
next node (20 bits), and whether it has children and terms (2 bits). Before any step, one bit for
a hash of two neighbours tells whether some word may begin with them: most do not, and so few bits
stay close at hand.
"""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Points = NDArray[np.uint32]
Bytes = NDArray[np.uint8]

LETTER, DIGIT = 3, 4  # as in `characters`
ONE, SOME, IN_WORD, GAP, WIDEST = -1, -2, -3, 10, 62  # as in `patterns`
CLAUSE_ENDS = 1  # as in `clauses`
OPEN, CLOSE, GROWS_LEFT, GROWS_RIGHT = 1, 2, 4, 8
HAS_TERMS, HAS_CHILDREN, LEADS = 1, 2, 2
# Plain numbers would be compiled for one by one.
_BACK, _ON = cast("int", np.int64(-1)), cast("int", np.int64(1))
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_CODE_BITS, _LEADS_BITS = np.uint64(21), np.uint64(22)
_LEADS = np.uint64((1 << 22) - 1)
_SIX, _ONE_BIT = np.uint64(6), np.uint64(1)


class Trie(NamedTuple):
    """Words to find. `first` is by code point; `starts` (one more) by node.

    `pairs` has a bit for each hash of how words begin (2 to the power 64 - `pair_shift` of them);
    all are set where a word is a single character.
    """

    pairs: NDArray[np.uint64]
    pair_shift: np.uint64
    first: Int32
    table: NDArray[np.uint64]
    shift: np.uint64
    starts: Int32
    terms: Int32


class Terms(NamedTuple):
    """Terms around their words: flags of their ends, elements to the left and right."""

    flags: NDArray[np.uint8]
    left_starts: Int32
    left: Int32
    right_starts: Int32
    right: Int32


class Finds(NamedTuple):
    """Where terms stand: `texts` (n + 1) tells where each text's finds begin in the others."""

    texts: Int64
    terms: Int32
    begins: Int64
    ends: Int64


@jit
def _advance(
    points: Points, kinds: Bytes, breaks: Bytes, at: int, way: int, low: int, high: int,
    element: int, reached: int,
) -> int:  # fmt: skip
    """Let one element follow each place reached; places are bits, counted from `at`."""
    after = 0
    for offset in range(WIDEST):
        if reached >> offset == 0:
            break
        place = at + way * offset
        if (reached >> offset) & 1 and low <= place < high:
            kind = kinds[place]
            if element >= 0:
                fits = points[place] == element
            elif element == ONE:
                fits = kind >= LETTER
            elif element == IN_WORD:
                fits = kind in (LETTER, DIGIT)
            else:
                fits = not breaks[place] & CLAUSE_ENDS
            if fits:
                after |= 1 << (offset + 1)
    return after


@jit
def _beside(
    points: Points, kinds: Bytes, breaks: Bytes, at: int, way: int, low: int, high: int,
    elements: Int32, begin: int, end: int, whole: int,
) -> int:  # fmt: skip
    """Return how many characters the elements take at least beside an anchor; -1: they differ.

    Where they must end a word (`whole`), no letter or digit comes next.
    """
    reached = _ON
    for index in range(begin, end):
        element = elements[index]
        if element in (SOME, IN_WORD):
            last = reached
            for _more in range(GAP):
                last = _advance(points, kinds, breaks, at, way, low, high, element, last)
                reached |= last
        else:
            reached = _advance(points, kinds, breaks, at, way, low, high, element, reached)
    for offset in range(WIDEST + 1):
        if (reached >> offset) & 1:
            place = at + way * offset
            if not whole or not low <= place < high or kinds[place] not in (LETTER, DIGIT):
                return offset
    return -1


@jit
def _extent(
    points: Points, kinds: Bytes, breaks: Bytes, low: int, high: int, begin: int, end: int,
    term: int, terms: Terms,
) -> tuple[int, int]:  # fmt: skip
    """Return where a term begins and ends whose word stands here; (-1, -1) where it does not."""
    flags = terms.flags[term]
    left = _beside(
        points, kinds, breaks, begin - 1, _BACK, low, high,
        terms.left, terms.left_starts[term], terms.left_starts[term + 1], flags & OPEN,
    )  # fmt: skip
    if left < 0:
        return -1, -1
    right = _beside(
        points, kinds, breaks, end, _ON, low, high,
        terms.right, terms.right_starts[term], terms.right_starts[term + 1], flags & CLOSE,
    )  # fmt: skip
    if right < 0:
        return -1, -1
    begin, end = begin - left, end + right
    if flags & GROWS_LEFT:
        while begin > low and (kinds[begin - 1] == LETTER or kinds[begin - 1] == DIGIT):
            begin -= 1
    if flags & GROWS_RIGHT:
        while kinds[end] == LETTER or kinds[end] == DIGIT:
            end += 1
    return begin, end


@jit
def find(  # noqa: C901 - one loop, for speed
    points: Points, starts: Int64, kinds: Bytes, breaks: Bytes, trie: Trie, terms: Terms,
    found_texts: Int64, found_terms: Int32, found_begins: Int64, found_ends: Int64,
) -> int:  # fmt: skip
    """Write where each term stands into the arrays given; return how many finds there are.

    `found_texts` (n + 1) tells where the finds of each text begin. Where there are more finds than
    the arrays hold, only their number is right: call again with larger ones.
    """
    first, table, shift, size = trie.first, trie.table, trie.shift, len(trie.table)
    node_starts, node_terms, flags = trie.starts, trie.terms, terms.flags
    pairs, pair_shift = trie.pairs, trie.pair_shift
    count = 0
    for text in range(len(starts) - 1):
        found_texts[text] = count
        low, high = starts[text], starts[text + 1] - 1
        for at in range(low, high):
            pair = (np.uint64(points[at]) << _CODE_BITS) | np.uint64(points[at + 1])
            pair = (pair * _SPREAD) >> pair_shift
            if (pairs[pair >> _SIX] >> (pair & np.uint64(63))) & _ONE_BIT == 0:
                continue
            code, end = np.int64(points[at]), at + 1
            leads = np.int64(first[code]) if code < len(first) else 0
            while leads:
                node = leads >> LEADS
                if leads & HAS_TERMS:
                    for index in range(node_starts[node], node_starts[node + 1]):
                        term, begin, stop = node_terms[index], at, end
                        if flags[term]:
                            begin, stop = _extent(
                                points, kinds, breaks, low, high, at, end, term, terms
                            )
                        if begin >= 0:
                            if count < len(found_terms):
                                found_terms[count] = term
                                found_begins[count], found_ends[count] = begin, stop
                            count += 1
                if end >= high or not leads & HAS_CHILDREN:
                    break
                key = (np.uint64(node) << _CODE_BITS) | np.uint64(points[end])
                slot, end, leads = np.int64((key * _SPREAD) >> shift), end + 1, 0
                while table[slot]:
                    if table[slot] >> _LEADS_BITS == key:
                        leads = np.int64(table[slot] & _LEADS)
                        break
                    slot = slot + 1 if slot + 1 < size else np.int64(0)
    found_texts[len(starts) - 1] = count
    return count
