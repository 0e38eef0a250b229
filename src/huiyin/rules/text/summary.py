"""A story in a few of its own sentences, each of them from one item.

A sentence stands for the story as far as it shares pairs of ideographs, or words of letters, with
many of its items: the cosine between it and how many items hold each. The newest item's sentences
count in full, the oldest's seven tenths, the others in between by their order in time, since later
items know more. A text's first two sentences count more than the rest, which often only enlarges
on them, and one that leans on the sentence before it ("However, he …") counts less. Of stories told
in two scripts the one with more sentences is told. The best is taken, then again and again the best
of those that do not repeat half of one taken (maximal marginal relevance with a hard edge), two of
an item at most. They are told in the order of time.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import sqrt
from typing import Final

MOST, MOST_OF_ONE = 4, 2
SIZES: Final = {True: (12, 140), False: (40, 200)}  # characters: of ideographs, of letters
_READ, _OLDEST, _REPEATED, _FIRST, _LATER, _LEANING = 1500, 0.7, 0.5, 2, 0.8, 0.6
# A stop ends a sentence of letters where a blank and a capital follow, and no initial or title
# (Mr, Gov) stands before it.
_SENTENCE: Final = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])\.(?=[\"'”’)]*\s+[\"'“‘(]*[A-Z])"
    r"|[。！？!?；\n]|$)[\"'”’」』）)]*"
)
_LEANS: Final = re.compile(
    r"(?:但|而|因此|所以|此外|另外|同时|其中|对此|据此|然而|不过|那么|于是|他|她|它|这|该|此)"
    r"|(?:but|and|so|it|he|she|they|this|these|that|those|however|then|also|similarly|in fact|"
    r"meanwhile|moreover|instead|although)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[a-zà-ÿ]{4,}")
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff]")


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
    found = _of_main_script(found)
    held = Counter(pair for source in ordered for pair in _pairs(_read(source)))
    last = max(len(ordered) - 1, 1)
    ranked = sorted(found, key=lambda each: (-round(_worth(each, held, last), 6), each.order[::-1]))
    taken: list[_Candidate] = []
    for each in ranked:
        if len(taken) == most:
            break
        of_one = sum(other.order[0] == each.order[0] for other in taken)
        if of_one < MOST_OF_ONE and not any(_repeats(each.pairs, one.pairs) for one in taken):
            taken.append(each)
    return [each.sentence for each in sorted(taken, key=lambda each: each.order)]


def _candidates(at: int, source: Source) -> Iterator[_Candidate]:
    for place, written in enumerate(_sentences(source.body[:_READ])):
        text = written.strip()
        shortest, longest = SIZES[_IDEOGRAPH.search(text) is not None]
        if shortest <= len(text) <= longest:
            yield _Candidate((at, place), Sentence(source.key, text), _pairs(text))


def _sentences(text: str) -> Iterator[str]:
    begin = 0
    for end in _SENTENCE.finditer(text):
        if text[begin : end.end()].strip():
            yield text[begin : end.end()]
            begin = end.end()


def _of_main_script(found: list[_Candidate]) -> list[_Candidate]:
    """Those written in the script that most of them are written in; ideographs of equals."""
    written = [_IDEOGRAPH.search(each.sentence.text) is not None for each in found]
    main = 2 * sum(written) >= len(written)
    return [each for each, ideographs in zip(found, written, strict=True) if ideographs == main]


def _read(source: Source) -> str:
    return f"{source.title}\n{source.body[:_READ]}"


def _pairs(text: str) -> frozenset[str]:
    """Pairs of ideographs and figures; words of letters, but the shortest, which say little."""
    folded = text.casefold()
    words = frozenset(_WORD.findall(folded))
    bare = _WORD.sub(" ", folded)
    return words | {a + b for a, b in pairwise(bare) if a.isalnum() and b.isalnum()}


def _worth(each: _Candidate, held: Counter[str], last: int) -> float:
    if not each.pairs:
        return 0.0
    near = sum(held[pair] for pair in each.pairs) / sqrt(len(each.pairs))
    near *= 1.0 if each.order[1] < _FIRST else _LATER
    near *= _LEANING if _LEANS.match(each.sentence.text) else 1.0
    return near * (_OLDEST + (1 - _OLDEST) * each.order[0] / last)


def _repeats(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > _REPEATED * min(len(one), len(other))
