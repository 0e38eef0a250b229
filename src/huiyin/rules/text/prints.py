"""Prints of items: what is compared of them, and by which keys those worth comparing meet.

An item is its title and its body without furniture, cut into tokens. Its keys are how its sentences
begin: the first eight tokens of its first sentences and of a few others, chosen by their hash so
that texts which share sentences tend to choose the same; and the first six of its title's clauses.
A text that is retitled, cut short, excerpted, reordered or edited in places still begins some
sentence as the original does.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from huiyin.rules.text.codes import Codes, Ints
from huiyin.rules.text.furniture import without_furniture
from huiyin.rules.text.normalise import fold_codes
from huiyin.rules.text.tokens import Desk, Hashes, Marks, cut

KEYS = 8
"""Keys of an item at most: two of its title, six of its body."""
CROWDED = 32
"""A key that more items share says nothing about any two of them."""

_SENTENCE, _TITLE = "。.!?;:[]【】\n", ',、|()“”"「」《》'
_BMP = 1 << 16

_CHUNK = 1 << 15
_SHARED_OUT = 8
"""Chunks from which on a second thread is worth starting."""

_NO_TOKENS: Hashes = np.empty(0, dtype=np.uint64)
_NO_MARK: Marks = np.zeros(1, dtype=np.uint8)
_NO_KEYS: Ints = np.empty((0, KEYS), dtype=np.int64)


@dataclass(frozen=True)
class Prints:
    """The prints of n items.

    `tokens` are the keys of all tokens (see `tokens.Tokens`), `bounds` (2n + 1) where each text's
    begin: text 2i is item i's title, text 2i + 1 its body. `marks` tells figures and names' ends
    among the tokens, with one entry more than there are. `keys` (n, 8) are int64, 0 for none.
    """

    tokens: Hashes
    bounds: Ints
    marks: Marks
    keys: Ints

    @property
    def count(self) -> int:
        """Number of items."""
        return len(self.keys)

    def kept(self) -> "Prints":
        """Return a copy that outlives the desk where it was cut."""
        return Prints(self.tokens.copy(), self.bounds, self.marks.copy(), self.keys)


def prints(titles: Sequence[str], bodies: Sequence[str]) -> Prints:
    """Return the prints of items as they were written, or folded already: that is the same.

    Large batches are worked on by two threads: most of the work is done by kernels, which let
    others run.
    """
    texts = [text for pair in zip(titles, bodies, strict=True) for text in pair]
    chunks = list(_chunks(texts))
    if len(chunks) < _SHARED_OUT:
        return joined(_printed(texts, chunks))
    half = len(chunks) // 2
    with ThreadPoolExecutor(1) as other:
        rest = other.submit(_printed, texts, chunks[half:])
        return joined([*_printed(texts, chunks[:half]), *rest.result()])


def _printed(texts: Sequence[str], chunks: Sequence[tuple[int, int]]) -> list[Prints]:
    """Return the prints of each chunk, cut at one desk."""
    desk = Desk()
    return [
        part if len(chunks) == 1 else part.kept()
        for part in (prints_of(fold_codes(texts[low:high]), desk) for low, high in chunks)
    ]


def _chunks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield ranges of texts, an even number each: what is worked on stays in the cache."""
    begin = size = 0
    for index in range(0, len(texts), 2):
        size += len(texts[index]) + len(texts[index + 1])
        if size >= _CHUNK:
            yield begin, index + 2
            begin, size = index + 2, 0
    if begin < len(texts):
        yield begin, len(texts)


def joined(parts: Sequence[Prints]) -> Prints:
    """Return the prints of several batches as one."""
    if len(parts) == 1:
        return parts[0]
    sizes = np.cumsum([0, *(len(part.tokens) for part in parts)])
    bounds = [part.bounds[:-1] + size for part, size in zip(parts, sizes[:-1], strict=True)]
    return Prints(
        np.concatenate([_NO_TOKENS, *(part.tokens for part in parts)]),
        np.concatenate([*bounds, sizes[-1:]]),
        np.concatenate([*(part.marks[:-1] for part in parts), _NO_MARK]),
        np.concatenate([_NO_KEYS, *(part.keys for part in parts)]),
    )


def prints_of(folded: Codes, desk: Desk | None = None) -> Prints:
    """Return the prints of folded texts: title, body, title, body … (see `tokens.Desk`)"""
    from huiyin.rules.text import kernels_tokens

    codes = without_furniture(folded)
    tokens = cut(codes, desk)
    keys = np.zeros((codes.count // 2, KEYS), dtype=np.int64)
    kernels_tokens.head_keys(
        codes.points, tokens.at, tokens.sizes, tokens.keys, tokens.bounds, _stops(), keys
    )
    return Prints(tokens.keys, tokens.bounds, tokens.marks, keys)


def candidates(keys: Ints) -> Ints:
    """Return the pairs (i < j) of items that share a key which is not crowded, shape (pairs, 2)."""
    owners, columns = np.nonzero(keys)
    found = keys[owners, columns]
    order = np.argsort(found, kind="stable")
    found, owners = found[order], owners[order]
    begins = np.flatnonzero(np.diff(found, prepend=-1))
    sizes = np.diff(begins, append=len(found))
    met = [np.empty(0, dtype=np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= CROWDED)]).tolist():
        groups = owners[begins[sizes == size][:, None] + np.arange(size)]
        left, right = np.triu_indices(size, 1)
        met.append((groups[:, left] << 32 | groups[:, right]).ravel())
    packed = np.unique(np.concatenate(met))
    both = np.stack((packed >> 32, packed & 0xFFFFFFFF), axis=1)
    pairs: Ints = both[both[:, 0] != both[:, 1]]
    return pairs


@lru_cache(maxsize=1)
def _stops() -> Marks:
    stops = np.zeros(_BMP, dtype=np.uint8)
    stops[[ord(char) for char in _TITLE]] = 2
    stops[[ord(char) for char in _SENTENCE]] = 1
    return stops
