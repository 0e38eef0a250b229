"""The heaviest words of a text, for grouping: pairs of Chinese characters, words of other scripts.

Pairs with a faint character such as 的, and faint English words, are left out. A word of the title
weighs twice one of the body. Words are known by their keys: 63-bit hashes.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Ints, encode

MOST_TERMS = 72
_FAINT = (
    "的了是我们你他她也就都很和与而之这那吗呢吧啊着过得地并且但又因为所以如果及其对于等被把在有不一"
)
_FAINT_ENGLISH = (
    "the and for that was with his her had has have are were from this but not they been who said"
    " will would its their which after about when than into also more she him you all one two out"
    " http https www com of to in on at by as is it be an or he we no if so up"
)
_PLANE = 1 << 16


def keys_of_terms(terms: Sequence[str]) -> Ints:
    """Return the key of each term (int64, never 0), the same in every process."""
    from huiyin.rules.text.kernels_terms import term_keys

    codes = encode(terms)
    keys = np.zeros(len(terms), dtype=np.int64)
    term_keys(codes.points, codes.starts, keys)
    return keys


def open_table(keys: Ints) -> Ints:
    """Return an open table (linear probing from `key & mask`, 0: empty) of distinct keys."""
    table = np.zeros(1 << max((2 * len(keys)).bit_length(), 4), dtype=np.int64)
    for key in keys.tolist():
        slot = key & (len(table) - 1)
        while table[slot]:
            slot = (slot + 1) & (len(table) - 1)
        table[slot] = key
    return table


def marks_of(chars: str, mark: int) -> NDArray[np.uint8]:
    """Return for each character of the first plane `mark` if it is one of these, else 0."""
    marks = np.zeros(_PLANE, dtype=np.uint8)
    marks[[ord(char) for char in chars]] = mark
    return marks


@lru_cache(maxsize=1)
def faint() -> tuple[NDArray[np.uint8], Ints]:
    """Return the marks of faint characters and an open table of faint words."""
    return marks_of(_FAINT, 1), open_table(keys_of_terms(_FAINT_ENGLISH.split()))
