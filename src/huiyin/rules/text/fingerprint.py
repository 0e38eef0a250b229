"""Fingerprints: which texts are the same, and which nearly.

A content key is the 16-byte BLAKE2b of the folded text without spaces and punctuation. A signature
is a one-permutation MinHash of the text's shingles (three successive tokens: characters of Chinese,
words elsewhere): 128 bins, in each the least hash that fell into it; an empty bin borrows from
another one chosen by a fixed hash (optimal densification, Shrivastava 2017). The share of equal
values estimates the shingles' Jaccard similarity with a standard error of at most 0.044. Band keys
(32 bands of 4 values) meet with probability 0.87 at similarity 0.5, 0.99 at 0.6, 0.0002 at 0.05:
candidates, to be verified.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.hashing import Hashes, mix
from huiyin.rules.text.tokens import Tokens, cut

BINS = 128
BANDS = 32
EMPTY = 0xFFFFFFFF
"""Every value of the signature of a text without any letter, digit or ideograph."""

Signatures = NDArray[np.uint32]
_ROWS = BINS // BANDS
_SHINGLE = 3
_PASSAGE, _PASSAGES = 8, 24
_STOPS = np.array([0, *map(ord, "\n。.!?;,:…()[]【】「」『』")], dtype=np.uint32)
_BIN_SHIFT = np.uint64(64 - 7)
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_ATTEMPTS = 128


def content_keys(folded: Sequence[str]) -> list[bytes]:
    """Return a 16-byte key per text; a text of marks alone is keyed by its marks."""
    return keys_of(encode(folded).words_only(), folded)


def keys_of(words: Codes, folded: Sequence[str]) -> list[bytes]:
    """Return the content keys of texts whose words are encoded already."""
    return [
        blake2b((bare or text).encode(), digest_size=16).digest()
        for bare, text in zip(words.texts(), folded, strict=True)
    ]


def signatures(folded: Sequence[str]) -> Signatures:
    """Return uint32 of shape (n, 128)."""
    codes = encode(folded)
    return signatures_of(cut(codes, characters.kinds(codes.points)))


def signatures_of(tokens: Tokens) -> Signatures:
    """Return the signatures of texts that are cut already, shape (n, 128)."""
    count = len(tokens.bounds) - 1
    owners, hashes = _shingles(tokens)
    values = np.minimum(hashes.astype(np.uint32), np.uint32(EMPTY - 1))
    least = np.full(count * BINS, EMPTY, dtype=np.uint32)
    np.minimum.at(least, owners * BINS + (hashes >> _BIN_SHIFT).astype(np.int64), values)
    return _densify(least.reshape(count, BINS))


def _shingles(tokens: Tokens) -> tuple[Ints, Hashes]:
    """Return (owner, hash) of every three tokens, or of all of a shorter text."""
    keys, owners = tokens.keys, tokens.owners()
    first = np.flatnonzero(owners[2:] == owners[:-2])
    hashes = mix(keys[first] * _FIRST + keys[first + 1] * _SECOND + keys[first + 2])
    short = np.flatnonzero((tokens.counts > 0) & (tokens.counts < _SHINGLE))
    if len(short) == 0:
        return owners[first], hashes
    begin, end = tokens.bounds[short], tokens.bounds[short + 1]
    tiny = mix(keys[begin] * _FIRST + np.where(end - begin > 1, keys[end - 1], 0))
    return np.concatenate((owners[first], short)), np.concatenate((hashes, tiny))


def passages(folded: Sequence[str]) -> list[list[int]]:
    """Return int64 keys of each text's clauses of eight tokens and more, at most 24 a text.

    An excerpt shares whole clauses with its original where their shingles are too unlike for the
    bands to meet. Store them beside the band keys.
    """
    codes = encode(folded)
    return passages_of(codes, cut(codes, characters.kinds(codes.points)))


def passages_of(codes: Codes, tokens: Tokens) -> list[list[int]]:
    """Return the passage keys of texts that are cut already."""
    if len(tokens.at) == 0:
        return [[] for _ in range(codes.count)]
    stops = np.flatnonzero(np.isin(codes.points, _STOPS))
    after = np.searchsorted(tokens.at, stops)
    begins = np.unique(np.concatenate(([0], after[after < len(tokens.at)])))
    sizes = np.diff(begins, append=len(tokens.at))
    rank = np.arange(len(tokens.at)) - np.repeat(begins, sizes)
    placed = mix(tokens.keys + rank.astype(np.uint64) * _SECOND)
    keys = mix(np.add.reduceat(placed, begins)).view(np.int64)
    long = sizes >= _PASSAGE
    bounds = np.searchsorted(begins[long], tokens.bounds).tolist()
    kept = keys[long].tolist()
    return [kept[low:high][:_PASSAGES] for low, high in pairwise(bounds)]


@lru_cache(maxsize=1)
def _loans() -> Ints:
    """Return for each attempt and bin the bin to borrow from, shape (attempts, bins)."""
    cells = np.arange(_ATTEMPTS * BINS, dtype=np.uint64) + np.uint64(0x5EED)
    return (mix(cells) >> _BIN_SHIFT).astype(np.int64).reshape(_ATTEMPTS, BINS)


def _densify(least: Signatures) -> Signatures:
    """Fill empty bins from full ones; rows without any full bin stay EMPTY."""
    rows, bins = np.nonzero((least == EMPTY) & (least != EMPTY).any(axis=1)[:, None])
    dense = least.copy()
    for loan in _loans():
        if len(rows) == 0:
            return dense
        lent = least[rows, loan[bins]]
        dense[rows, bins] = lent
        still = lent == EMPTY
        rows, bins = rows[still], bins[still]
    for row in np.unique(rows).tolist():
        full = np.flatnonzero(least[row] != EMPTY)
        empty = bins[rows == row]
        dense[row, empty] = least[row, full[empty % len(full)]]
    return dense


def similarity(a: Signatures, b: Signatures) -> NDArray[np.float64]:
    """Estimate the Jaccard similarity of signatures, broadcast over all but the last axis (0–1)."""
    equal: NDArray[np.float64] = (a == b).mean(axis=-1)
    return np.where(a[..., 0] == EMPTY, 0.0, equal)


def is_empty(signed: Signatures) -> NDArray[np.bool_]:
    """Tell which signatures stand for texts without words: like nothing, not even each other."""
    empty: NDArray[np.bool_] = signed[..., 0] == EMPTY
    return empty


def bands(signed: Signatures) -> Ints:
    """Return int64 of shape (n, 32): two texts are candidates when they share a key.

    Texts without words all get the key 0 in every band: leave zeros out when storing.
    """
    grouped = signed.astype(np.uint64).reshape(len(signed), BANDS, _ROWS)
    keys = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), grouped.shape[:2])
    for row in range(_ROWS):
        keys = mix(keys * np.uint64(0x100000001B3) ^ grouped[:, :, row])
    keys = np.where(is_empty(signed)[:, None], np.uint64(0), keys)
    return keys.view(np.int64)


def to_bytes(signed: Signatures) -> list[bytes]:
    """Return each signature as 512 bytes, little-endian, for storage."""
    return [row.tobytes() for row in np.ascontiguousarray(signed, dtype="<u4")]


def from_bytes(stored: Sequence[bytes]) -> Signatures:
    """Read stored signatures back, shape (n, 128); raises ValueError on any other length."""
    if any(len(row) != BINS * 4 for row in stored):
        raise ValueError(f"a stored signature has {BINS * 4} bytes")
    return np.frombuffer(b"".join(stored), dtype="<u4").reshape(len(stored), BINS).astype(np.uint32)
