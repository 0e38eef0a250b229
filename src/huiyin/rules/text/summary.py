"""A story in a few of its own sentences, each of them from one item.

A sentence stands for the story as far as it shares pairs of characters with many of its items: the
cosine between it and how many items hold each pair. The newest item's sentences count in full, the
oldest's seven tenths, the others in between by their order in time, since later items know more.
The best is taken, then again and again the best of those that do not repeat half of one taken
(maximal marginal relevance with a hard edge). They are told in the order of time.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import sqrt
from typing import Final

MOST, SHORTEST, LONGEST = 4, 12, 140
_READ, _OLDEST, _REPEATED = 1500, 0.7, 0.5
_SENTENCE: Final = re.compile(r"[^。！？!?；\n]+[。！？!?；]?[”」』）]?")


@dataclass(frozen=True, slots=True)
class Source:
    """An item as it was told: its key, when it was said, title and body."""

    key: int
    at: datetime
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written, and the item it is from."""

    key: int
    text: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    order: tuple[int, int]
    sentence: Sentence
    pairs: frozenset[str]


def summary(sources: Sequence[Source], most: int = MOST) -> list[Sentence]:
    """At most `most` sentences; fewer where the items repeat each other. Deterministic."""
    ordered = sorted(sources, key=lambda source: (source.at, source.key))
    found = [each for at, source in enumerate(ordered) for each in _candidates(at, source)]
    held = Counter(pair for source in ordered for pair in _pairs(_read(source)))
    last = max(len(ordered) - 1, 1)
    ranked = sorted(found, key=lambda each: (-round(_worth(each, held, last), 6), each.order[::-1]))
    taken: list[_Candidate] = []
    for each in ranked:
        if len(taken) == most:
            break
        if not any(_repeats(each.pairs, other.pairs) for other in taken):
            taken.append(each)
    return [each.sentence for each in sorted(taken, key=lambda each: each.order)]


def _candidates(at: int, source: Source) -> Iterator[_Candidate]:
    for place, match in enumerate(_SENTENCE.finditer(source.body[:_READ])):
        text = match.group().strip()
        if SHORTEST <= len(text) <= LONGEST:
            yield _Candidate((at, place), Sentence(source.key, text), _pairs(text))


def _read(source: Source) -> str:
    return f"{source.title}\n{source.body[:_READ]}"


def _pairs(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(text.casefold()) if a.isalnum() and b.isalnum())


def _worth(each: _Candidate, held: Counter[str], last: int) -> float:
    if not each.pairs:
        return 0.0
    near = sum(held[pair] for pair in each.pairs) / sqrt(len(each.pairs))
    return near * (_OLDEST + (1 - _OLDEST) * each.order[0] / last)


def _repeats(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > _REPEATED * min(len(one), len(other))
