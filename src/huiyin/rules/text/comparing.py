"""Two stories side by side: what their items have in common in words, and what each has alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 12
_SHORTEST, _LONGEST = 2, 8


@dataclass(frozen=True, slots=True)
class Words:
    """Stretches of titles: in both stories, only in the first, only in the second."""

    shared: list[str]
    own: tuple[list[str], list[str]]


def compare_words(one: Sequence[str], other: Sequence[str]) -> Words:
    """Compare titles. Of stretches within each other the longest is told, the commonest first.

    A stretch of 2–8 characters is shared when a title of each holds it, and a story's own when
    half of its titles hold it and none of the other's.
    """
    here, there = _stretches(one), _stretches(other)
    shared = {word: here[word] + there[word] for word in here.keys() & there.keys()}
    return Words(_longest(shared), (_own(here, there, len(one)), _own(there, here, len(other))))


def _own(here: Counter[str], there: Counter[str], titles: int) -> list[str]:
    return _longest({word: n for word, n in here.items() if 2 * n >= titles and word not in there})


def _stretches(titles: Iterable[str]) -> Counter[str]:
    return Counter(word for title in titles for word in _of_title(title))


def _of_title(title: str) -> set[str]:
    found = {
        title[at : at + size]
        for size in range(_SHORTEST, _LONGEST + 1)
        for at in range(len(title) - size + 1)
    }
    return {word for word in found if word.isalnum()}


def _longest(counted: dict[str, int]) -> list[str]:
    """The commonest, without those that overlap one told already."""
    told: list[str] = []
    ranked = sorted(counted, key=lambda word: (-len(word) * counted[word], word))
    for word in ranked:
        if len(told) == MOST:
            break
        if not any(_overlap(word, other) for other in told):
            told.append(word)
    return told


def _overlap(one: str, other: str) -> bool:
    return any(one[at : at + _SHORTEST] in other for at in range(len(one) - _SHORTEST + 1))
