"""Search grams: small integers that make a substring search an index lookup.

A text is indexed by its characters and its pairs of neighbouring word characters. A text that holds
the query holds all the query's grams; the few that hold the grams but not the query are sorted out
by looking at the text. So `grams @> query AND position(query in text) > 0` finds exactly the texts
that contain the query, words of two characters and of one included.

A character's gram is its code point; a pair's gram is a negative 32-bit hash.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.hashing import mix, pack

_NONE = -(2**31)


def search_grams(folded: Sequence[str]) -> list[list[int]]:
    """Return for each folded text its distinct grams in ascending order."""
    return grams_of(encode(folded))


def grams_of(codes: Codes) -> list[list[int]]:
    """Return the grams of texts that are encoded already."""
    kinds = characters.kinds(codes.points)
    table = np.full((len(codes.points), 2), _NONE, dtype=np.int32)
    single = (kinds != characters.SPACE) & (codes.points != 0)
    table[single, 0] = codes.points[single]
    at, pairs = _pairs(codes, kinds)
    table[at, 1] = pairs
    for begin, end in pairwise(codes.starts.tolist()):
        table[begin:end].reshape(-1).sort()
    grams = table.reshape(-1)
    distinct = grams != _NONE
    distinct[1:] &= grams[1:] != grams[:-1]
    distinct[2 * codes.starts[:-1]] = grams[2 * codes.starts[:-1]] != _NONE
    bounds = np.concatenate(([0], np.cumsum(distinct)))[2 * codes.starts].tolist()
    kept = grams[distinct].tolist()
    return [kept[begin:end] for begin, end in pairwise(bounds)]


def _pairs(codes: Codes, kinds: NDArray[np.uint8]) -> tuple[Ints, NDArray[np.int32]]:
    """Return where pairs of word characters begin, and their grams."""
    words = kinds >= characters.LETTER
    at = np.flatnonzero(words[:-1] & words[1:])
    points = codes.points.astype(np.uint64)
    hashes = mix(pack(points[at], points[at + 1])) >> np.uint64(33)
    return at, np.maximum(-1 - hashes.astype(np.int64), _NONE + 1).astype(np.int32)


def query_grams(query_folded: str) -> list[int]:
    """Return the grams every text that contains the query has; none for a query of spaces.

    Pairs say more than characters, so a character is asked for only where no pair covers it.
    """
    codes = encode([query_folded])
    kinds = characters.kinds(codes.points)
    at, pairs = _pairs(codes, kinds)
    covered = {*at.tolist(), *(at + 1).tolist()}
    lone = {
        code
        for index, (code, kind) in enumerate(
            zip(codes.points.tolist(), kinds.tolist(), strict=True)
        )
        if index not in covered and code and kind != characters.SPACE
    }
    return sorted(lone | set(pairs.tolist()))
