"""The heaviest words of a text, for grouping: pairs of Chinese characters, words of other scripts.

Pairs with a faint character such as 的, and faint English words, are left out. A word of the title
weighs twice one of the body.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.hashing import Hashes, mix
from huiyin.rules.text.tokens import cut

TITLE_WEIGHT = 2
MOST_TERMS = 72
_LONGEST = 24
_HEAVIEST = 0xFFFF
_FAINT = (
    "的了是我们你他她也就都很和与而之这那吗呢吧啊着过得地并且但又因为所以如果及其对于等被把在有不一"
)
_FAINT_ENGLISH = (
    "the and for that was with his her has had have are were from this but not they been who said"
    " will would its their which after about when than into also more she him you all one two out"
    " http https www com of to in on at by as is it be an or he we no if so up"
)
_FAINT_CODES = np.array([ord(char) for char in _FAINT], dtype=np.uint32)

Weighed = tuple[list[str], list[int]]
"""Terms, heaviest first, and their weights."""


def words(heads: list[str], title_lengths: Ints) -> list[Weighed]:
    """Return for each text its heaviest terms; texts have at most 2,047 characters."""
    codes = encode(heads)
    at, sizes, keys = _cut(codes)
    if len(at) == 0:
        return [([], []) for _ in heads]
    owners = np.searchsorted(codes.starts, at, side="right") - 1
    places = at - codes.starts[owners]
    tagged = (owners.astype(np.uint64) << np.uint64(42)) | keys
    order = np.argsort(tagged)
    first = np.flatnonzero(np.diff(tagged[order], prepend=np.uint64(2**64 - 1)))
    loud = np.where(places < title_lengths[owners], TITLE_WEIGHT, 1)
    weights = np.minimum(np.add.reduceat(loud[order], first), _HEAVIEST)
    spans = np.minimum.reduceat((places << 5 | sizes)[order], first)
    return _ranked(heads, owners[order[first]], weights, spans)


def _ranked(heads: list[str], owners: Ints, weights: Ints, spans: Ints) -> list[Weighed]:
    """Order each text's terms by weight, then place; one sort for the batch."""
    ranked = np.sort(owners << 32 | (_HEAVIEST - weights) << 16 | spans)
    bounds = np.searchsorted(ranked, np.arange(len(heads) + 1) << 32)
    counts = np.diff(bounds)
    ranked = ranked[np.arange(len(ranked)) - np.repeat(bounds[:-1], counts) < MOST_TERMS]
    begins = ranked >> 5 & 0x7FF
    begin, end = begins.tolist(), (begins + (ranked & 0x1F)).tolist()
    weighed = (_HEAVIEST - (ranked >> 16 & 0xFFFF)).tolist()
    kept = pairwise([0, *np.cumsum(np.minimum(counts, MOST_TERMS)).tolist()])
    return [
        (
            [head[at:to] for at, to in zip(begin[low:high], end[low:high], strict=True)],
            weighed[low:high],
        )
        for head, (low, high) in zip(heads, kept, strict=True)
    ]


@lru_cache(maxsize=1)
def _faint_keys() -> Hashes:
    codes = encode([_FAINT_ENGLISH])
    return np.unique(cut(codes, characters.kinds(codes.points)).keys)


def _cut(codes: Codes) -> tuple[Ints, Ints, Hashes]:
    """Return where terms begin, their lengths, and 42-bit keys that tell them apart."""
    kinds = characters.kinds(codes.points)
    tokens = cut(codes, kinds)
    own = codes.points[tokens.at]
    strong = (kinds[tokens.at] == characters.IDEOGRAPH) & ~np.isin(own, _FAINT_CODES)
    near = tokens.at[1:] == tokens.at[:-1] + 1
    pairs = np.flatnonzero(strong[:-1] & strong[1:] & near)
    runs = np.flatnonzero((tokens.sizes > 1) & (tokens.sizes <= _LONGEST))
    runs = runs[~np.isin(tokens.keys[runs], _faint_keys())]
    keys = np.concatenate(
        (mix(tokens.keys[pairs] * np.uint64(3) + tokens.keys[pairs + 1]), tokens.keys[runs])
    )
    return (
        np.concatenate((tokens.at[pairs], tokens.at[runs])),
        np.concatenate((np.full(len(pairs), 2), tokens.sizes[runs])),
        keys >> np.uint64(22),
    )
