"""Repeated matters: which earlier matter is the same one told again, and what follows from it.

Two matters are alike where the text engine found one text to repeat the other, or both to tell one
story; or where they are about the same place and the same subject, and their words go together.
What people write twice they write in other words, so place and subject are enough only together.
From `VERIFY_FROM` matters on, this one counted, a case is not closed without verification.
Whether two matters are one is proposed here and decided by a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

VERIFY_FROM: Final = 3
_SAME_TEXT, _SAME_MATTER, _ON_TOPIC = 0.6, 0.25, 0.15
_SHORTEST_TEXT, _SHORTEST_PLACE = 12, 2


class How(StrEnum):
    """What makes two matters alike."""

    TEXT = "text"
    STORY = "story"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Matter:
    """What is compared: folded `text`, folded `place` ("" if none was named), topics, the stories
    and the original items it belongs to (ids)."""

    text: str
    place: str = ""
    topics: frozenset[str] = frozenset()
    stories: frozenset[int] = frozenset()
    originals: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """How two matters are alike, and how much (0-1) of the shorter text stands in the longer."""

    how: How
    share: float


def alike(one: Matter, others: Sequence[Matter]) -> list[Alike | None]:
    """Whether and how a matter is like each of the others."""
    pairs = _pairs(one.text)
    return [_alike(one, other, _shared(pairs, _pairs(other.text))) for other in others]


def likeness(one: str, other: str) -> float:
    """How much of the shorter text's pairs of characters stand in the longer one (0-1)."""
    return _shared(_pairs(one), _pairs(other))


def _alike(one: Matter, other: Matter, share: float) -> Alike | None:
    long_enough = min(len(one.text), len(other.text)) >= _SHORTEST_TEXT
    if one.originals & other.originals or (share >= _SAME_TEXT and long_enough):
        return Alike(How.TEXT, share)
    if one.stories & other.stories:
        return Alike(How.STORY, share)
    if not _same_place(one.place, other.place):
        return None
    bar = _ON_TOPIC if one.topics & other.topics else _SAME_MATTER
    return Alike(How.PLACE, share) if share >= bar else None


def must_verify(repeats: int) -> bool:
    """Whether a matter that `repeats` earlier ones must be verified before it is closed."""
    return repeats + 1 >= VERIFY_FROM


def together(matters: Iterable[Matter]) -> Matter:
    """Several items of one case as one matter."""
    parts = list(matters)
    return Matter(
        "\n".join(part.text for part in parts),
        next((part.place for part in parts if part.place), ""),
        frozenset().union(*(part.topics for part in parts)),
        frozenset().union(*(part.stories for part in parts)),
        frozenset().union(*(part.originals for part in parts)),
    )


def _same_place(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_PLACE:
        return False
    return one in other or other in one


def _shared(here: frozenset[str], there: frozenset[str]) -> float:
    return len(here & there) / min(len(here), len(there)) if here and there else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()
    )
