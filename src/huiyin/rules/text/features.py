"""What of an item is kept to group it: weighed words, names, figures, a signature.

Chinese is cut into pairs of neighbouring characters (pairs with a faint character such as 的 are
left out), other scripts into words. A term of the title weighs three times one of the body, a name
four times; of the body only the beginning is read, where news say what happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters, fingerprint
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.hashing import mix
from huiyin.rules.text.names import Names, names
from huiyin.rules.text.tokens import cut

_TITLE_WEIGHT, _NAME_WEIGHT = 3, 4
_TERMS = 96
_BODY = 400
_FAINT = (
    "的了是我们你他她也就都很和与而之这那吗呢吧啊着过得地并且但又因为所以如果及其对于等被把在有不一"
)
_FAINT_CODES = np.array([ord(char) for char in _FAINT], dtype=np.uint32)
_WORD = 24
_SHIFT = np.uint64(22)
_FAINT_ENGLISH = (
    "the and for that was with his her has had have are were from this but not they been who said"
    " will would its their which after about when than into also more she him you all one two out"
    " http https www com"
)
_FAINT_WORDS = frozenset(_FAINT_ENGLISH.split())


@dataclass(frozen=True)
class ItemFeatures:
    """An item as stories see it: plain values only.

    `terms` are distinct, heaviest first, with whole-number `weights`; `signature` is 512 bytes (see
    `fingerprint.to_bytes`), that of the body, or of title and body where the body is short.
    """

    at: datetime
    terms: tuple[str, ...]
    weights: tuple[int, ...]
    places: tuple[str, ...]
    organisations: tuple[str, ...]
    figures: tuple[str, ...]
    signature: bytes


@dataclass(frozen=True)
class Features:
    """The features of a batch, in its order."""

    items: tuple[ItemFeatures, ...]


def features(titles: Sequence[str], bodies: Sequence[str], times: Sequence[datetime]) -> Features:
    """Return the features of items with folded titles and bodies and aware times."""
    signed = fingerprint.signatures(signed_texts(titles, bodies))
    return features_of(titles, bodies, times, fingerprint.to_bytes(signed))


def signed_texts(titles: Sequence[str], bodies: Sequence[str]) -> list[str]:
    """Return what is signed of each item: its body, since reprints change titles, if it has one."""
    return [
        body if len(body) >= _SIGNED_BODY else f"{title} {body}"
        for title, body in zip(titles, bodies, strict=True)
    ]


_SIGNED_BODY = 40


def features_of(
    titles: Sequence[str], bodies: Sequence[str], times: Sequence[datetime], signed: Sequence[bytes]
) -> Features:
    """Return the features of items that are signed already."""
    heads = [f"{title}\n{body[:_BODY]}" for title, body in zip(titles, bodies, strict=True)]
    weighed = _terms(heads, np.array([len(title) for title in titles], dtype=np.int64))
    named = names(titles, bodies)
    rows = zip(times, weighed, named, signed, strict=True)
    return Features(tuple(_item(*row) for row in rows))


def _item(
    at: datetime, weighed: tuple[list[str], list[int]], named: Names, signature: bytes
) -> ItemFeatures:
    weights = dict.fromkeys((*named.places, *named.organisations), _NAME_WEIGHT)
    for term, weight in zip(*weighed, strict=True):
        weights.setdefault(term, weight)
    return ItemFeatures(
        at,
        tuple(weights),
        tuple(weights.values()),
        named.places,
        named.organisations,
        named.figures,
        signature,
    )


def _terms(heads: list[str], title_lengths: Ints) -> list[tuple[list[str], list[int]]]:
    """Return for each text its heaviest terms and their weights."""
    codes = encode(heads)
    at, lengths, keys = _words(codes)
    owners = np.searchsorted(codes.starts, at, side="right") - 1
    places = at - codes.starts[owners]
    loud = np.where(places < title_lengths[owners], _TITLE_WEIGHT, 1)
    tagged = (owners.astype(np.uint64) << np.uint64(42)) | keys
    order = np.argsort(tagged, kind="stable")
    first = np.flatnonzero(np.diff(tagged[order], prepend=np.uint64(2**64 - 1)))
    weights = np.add.reduceat(loud[order], first) if len(first) else loud[:0]
    chosen = order[first]
    rank = np.lexsort((places[chosen], -weights, owners[chosen]))
    chosen, weights = chosen[rank], weights[rank]
    bounds = np.searchsorted(owners[chosen], np.arange(codes.count + 1)).tolist()
    begin, end, weight = (
        places[chosen].tolist(),
        (places + lengths)[chosen].tolist(),
        weights.tolist(),
    )
    return [
        _slices(heads[text], begin[low:high], end[low:high], weight[low:high])
        for text, (low, high) in enumerate(pairwise(bounds))
    ]


def _slices(
    text: str, begin: list[int], end: list[int], weight: list[int]
) -> tuple[list[str], list[int]]:
    cut = [text[low:high] for low, high in zip(begin[:_TERMS], end[:_TERMS], strict=True)]
    words = [
        (word, heavy) for word, heavy in zip(cut, weight, strict=False) if word not in _FAINT_WORDS
    ]
    return [word for word, _ in words], [heavy for _, heavy in words]


def _words(codes: Codes) -> tuple[Ints, Ints, NDArray[np.uint64]]:
    """Return where terms begin, their lengths, and 42-bit keys that tell them apart."""
    kinds = characters.kinds(codes.points)
    tokens = cut(codes, kinds)
    strong = (kinds[tokens.at] == characters.IDEOGRAPH) & ~np.isin(
        codes.points[tokens.at], _FAINT_CODES
    )
    near = tokens.at[1:] == tokens.at[:-1] + 1
    pairs = np.flatnonzero(strong[:-1] & strong[1:] & near)
    runs = np.flatnonzero((tokens.sizes > 1) & (tokens.sizes <= _WORD))
    keys = tokens.keys
    return (
        np.concatenate((tokens.at[pairs], tokens.at[runs])),
        np.concatenate((np.full(len(pairs), 2), tokens.sizes[runs])),
        np.concatenate((mix(keys[pairs] * np.uint64(3) + keys[pairs + 1]), keys[runs])) >> _SHIFT,
    )
