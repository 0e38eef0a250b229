"""Hot issues: which matters people wrote about most in a period, for an officer's list.

The heat index of an issue is the sum over the days of the period of √(messages of the day), each
halved for every third of the period (a week at least) that lies between that day and the last one.
So many days with one message weigh more than many messages on one day, an issue that goes on more
than one that has passed, and the index of one message of the last day is 1. Equal ones stand by
messages, then the one heard of last, then the older story.

The headline of an issue is that of the message nearest the middle of all: the one that shares most
pairs of characters with the others. Its place is the longest that half of the messages name which
name any; its people are the groups that most messages speak of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import Final

SHORTEST_HALVING: Final = 7.0
MOST_GROUPS: Final = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A story and how many messages of it came on each local day of the period."""

    key: int
    days: Mapping[date, int]

    @property
    def messages(self) -> int:
        """How many messages there are in all."""
        return sum(self.days.values())


@dataclass(frozen=True, slots=True)
class HotIssue:
    """A story in the list: its rank from 1, and the index that put it there."""

    rank: int
    key: int
    heat: float
    messages: int
    first_on: date
    last_on: date


def hottest(heard: Sequence[Heard], first: date, last: date, *, least: int = 2) -> list[HotIssue]:
    """Rank the stories with at least `least` messages in the period [first, last].

    Days outside the period count for nothing. Raises ValueError: the period ends before it begins.
    """
    if last < first:
        raise ValueError(f"{last} lies before {first}")
    within = [
        Heard(one.key, {day: n for day, n in one.days.items() if first <= day <= last and n > 0})
        for one in heard
    ]
    warm = [(heat_index(one.days, first, last), one) for one in within if one.messages >= least]
    warm.sort(key=lambda pair: (-pair[0], -pair[1].messages, -_last(pair[1]), pair[1].key))
    return [
        HotIssue(rank, one.key, heat, one.messages, min(one.days), max(one.days))
        for rank, (heat, one) in enumerate(warm, start=1)
    ]


def heat_index(days: Mapping[date, int], first: date, last: date) -> float:
    """The heat of messages by day, all of them in [first, last]."""
    halving = max(((last - first).days + 1) / 3, SHORTEST_HALVING)
    parts = (sqrt(n) * 0.5 ** ((last - day).days / halving) for day, n in sorted(days.items()))
    return float(sum(parts))


def middle(texts: Sequence[str]) -> int:
    """The index of the folded text nearest the middle of all; the first of equals, 0 for none."""
    pairs = [{a + b for a, b in pairwise(text)} for text in texts]
    held = Counter(pair for each in pairs for pair in each)
    near = [
        round(sum(held[pair] for pair in each) / sqrt(len(each)), 6) if each else 0.0
        for each in pairs
    ]
    return max(range(len(texts)), key=lambda at: (near[at], -at), default=0)


def common_place(named: Sequence[Sequence[str]], texts: Sequence[str]) -> str:
    """The place an issue is about, from the places each text names; "" where none is sure.

    Where no place is named by half, the one that most name, as long as two do.
    """
    naming = [text for places, text in zip(named, texts, strict=True) if places]
    said = Counter(place for places in named for place in set(places))
    told = {place: sum(place in text for text in naming) for place in said}
    shared = [place for place in said if 2 * told[place] >= len(naming)]
    twice = [place for place in said if told[place] > 1]
    return min(
        shared or twice, key=lambda place: (*_order(place, told, bool(shared)), place), default=""
    )


def people(texts: Sequence[str]) -> list[str]:
    """The groups of people that most of the texts speak of, the most spoken of first."""
    spoken = Counter(
        group for text in texts for group, words in _groups() if any(word in text for word in words)
    )
    order = {group: at for at, (group, _words) in enumerate(_groups())}
    ranked = sorted(spoken, key=lambda group: (-spoken[group], order[group]))
    return [group for group in ranked if 2 * spoken[group] >= spoken[ranked[0]]][:MOST_GROUPS]


def _order(place: str, told: Mapping[str, int], shared: bool) -> tuple[int, int]:
    return (-len(place), -told[place]) if shared else (-told[place], len(place))


def _last(one: Heard) -> int:
    return max(one.days).toordinal()


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read the groups and their words."""
    text = files("huiyin").joinpath("data/people/groups.tsv").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((group, tuple(words)) for group, *words in lines)
