"""What tells two stories apart: another place, another day, another subject.

Each is the same, other, or not told. Places are the same when a name of one holds a name of the
other. Days are those that the texts name (3月5日), else those on which they were told: other where
at least one whole day lies between. The subject is the topic of most items; without one, stories
whose titles share words are of the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

NAMED_DAY: Final = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])[日号]")
NEAR: Final = timedelta(days=1)


class Verdict(StrEnum):
    """What a comparison says."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of a story: names of places, phrases of times, topics (each the commonest
    first), and the first and last local day on which it was told."""

    places: Sequence[str]
    times: Sequence[str]
    topics: Sequence[str]
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Apart:
    """The three verdicts, and the days that were compared (month, day), empty where none is named
    on both sides."""

    place: Verdict
    day: Verdict
    subject: Verdict
    days: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]


def why_apart(here: Side, there: Side, *, share_words: bool) -> Apart:
    """Compare two stories."""
    days = named_days(here.times), named_days(there.times)
    if not all(days):
        days = (), ()
    return Apart(_place(here, there), _day(here, there, days), _subject(here, there, share_words),
                 days)  # fmt: skip


def named_days(times: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The days that phrases name by month and day, each once, in their order."""
    found = (match for phrase in times for match in NAMED_DAY.finditer(phrase))
    return tuple(dict.fromkeys((int(match[1]), int(match[2])) for match in found))


def told_on_other_days(first: date, last: date, day: date) -> bool:
    """Whether a whole day lies between a day and a story's days."""
    return max(first - day, day - last) > NEAR


def _place(here: Side, there: Side) -> Verdict:
    if not here.places or not there.places:
        return Verdict.UNKNOWN
    same = any(one in other or other in one for one in here.places for other in there.places)
    return Verdict.SAME if same else Verdict.OTHER


def _day(
    here: Side, there: Side, days: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
) -> Verdict:
    if all(days):
        return Verdict.SAME if set(days[0]) & set(days[1]) else Verdict.OTHER
    gap = max(there.first_on - here.last_on, here.first_on - there.last_on)
    return Verdict.OTHER if gap > NEAR else Verdict.SAME


def _subject(here: Side, there: Side, share_words: bool) -> Verdict:
    if here.topics and there.topics:
        return Verdict.SAME if here.topics[0] == there.topics[0] else Verdict.OTHER
    return Verdict.SAME if share_words else Verdict.UNKNOWN
