"""What of an item is kept to group it: weighed words, names, figures, a signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from huiyin.rules.text import fingerprint
from huiyin.rules.text.names import Names, names
from huiyin.rules.text.words import Weighed, words

_NAME_WEIGHT = 2
_TITLE, _BODY, _SPACED_BODY = 200, 400, 1200
_SIGNED_BODY = 40


@dataclass(frozen=True)
class ItemFeatures:
    """An item as stories see it: plain values only.

    `terms` are distinct, names first, then by weight; `weights` are whole numbers. `signature` is
    512 bytes (see `fingerprint.to_bytes`), of the body, or of title and body where the body has
    less than forty characters.
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


def features_of(
    titles: Sequence[str], bodies: Sequence[str], times: Sequence[datetime], signed: Sequence[bytes]
) -> Features:
    """Return the features of items that are signed already."""
    short = [title[:_TITLE] for title in titles]
    heads = [f"{title}\n{_lead(body)}" for title, body in zip(short, bodies, strict=True)]
    weighed = words(heads, np.array([len(title) for title in short], dtype=np.int64))
    rows = zip(times, weighed, names(short, bodies), signed, strict=True)
    return Features(tuple(_item(*row) for row in rows))


def _lead(body: str) -> str:
    """Return the beginning of a body, where news say what happened: about two hundred words."""
    return body[: _SPACED_BODY if body[:_BODY].isascii() else _BODY]


def _item(at: datetime, weighed: Weighed, named: Names, signature: bytes) -> ItemFeatures:
    given = named.places + named.organisations
    terms, weights = weighed
    if any(len(name) == 2 for name in given):
        other = [pair for pair in zip(terms, weights, strict=True) if pair[0] not in given]
        terms, weights = [term for term, _ in other], [weight for _, weight in other]
    return ItemFeatures(
        at,
        (*given, *terms),
        (*[_NAME_WEIGHT] * len(given), *weights),
        named.places,
        named.organisations,
        named.figures,
        signature,
    )
