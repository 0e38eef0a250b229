"""What the desk saw of a source hour by hour, and whether its volume left the usual.

An hour is *blind* when a watched source was not looked at, or every look failed; *dim* when part of
the looks failed, came late or left something unread; otherwise something new came, or nothing did.

The usual volume of a stretch of hours is the mean of the same stretch one to four weeks before, of
the weeks in which it was looked at; so night, weekend and weekday need no rule of their own. A
source has fallen *silent* when nothing came where clearly something should have; its volume is
*low* or *high* when it differs three times over and by more than the weeks differ among themselves.
Hours that nobody looked at count neither way: the desk's own blindness is not the source's silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

WEEK: Final = 168
WEEKS: Final = 4
STRETCHES: Final = (6, 24, 72)  # hours
LONGEST: Final = WEEK * WEEKS + max(STRETCHES)  # hours of history that are looked at
FEWEST_WEEKS: Final = 2
LEAST_EXPECTED: Final = 6.0  # below this, nothing at all may well be chance
LEAST_SEEN: Final = 20  # items from which a flood is told of
TIMES: Final = 3.0
SURE: Final = 3.0  # standard deviations from the usual
MOST_UNSEEN: Final = 0.25  # share of a stretch that may have been blind


class Look(StrEnum):
    """An hour of a source."""

    OFF = "off"  # not watched yet, or paused
    BLIND = "blind"
    DIM = "dim"
    QUIET = "quiet"
    NEW = "new"


class Volume(StrEnum):
    """How much a source says, against its usual."""

    USUAL = ""
    SILENT = "silent"
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Hour:
    """What was tried and got within an hour; counts."""

    tried: int = 0
    got: int = 0
    refused: int = 0
    failed: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Hours `first` to before `end` (indices) that were blind; `why` is unseen or failed."""

    first: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A volume with what it rests on: items expected and seen within the last `hours`."""

    volume: Volume = Volume.USUAL
    hours: int = 0
    expected: float = 0.0
    seen: int = 0


def look_of(hour: Hour | None, *, watched: bool = True) -> Look:
    """How an hour was covered; None is an hour without any look."""
    if not watched:
        return Look.OFF
    if hour is None or not hour.tried or hour.failed >= hour.tried:
        return Look.BLIND
    if hour.failed or hour.late or hour.refused:
        return Look.DIM
    return Look.NEW if hour.got else Look.QUIET


def blind_spans(hours: Sequence[Hour | None], watched: Sequence[bool]) -> list[Span]:
    """The stretches in which nothing was seen, each for one reason, in order."""
    spans: list[Span] = []
    for index, hour in enumerate(hours):
        if look_of(hour, watched=watched[index]) is not Look.BLIND:
            continue
        why = "failed" if hour is not None and hour.tried else "unseen"
        if spans and spans[-1].end == index and spans[-1].why == why:
            spans[-1] = Span(spans[-1].first, index + 1, why)
        else:
            spans.append(Span(index, index + 1, why))
    return spans


def judge(counts: Sequence[int | None]) -> Judged:
    """The volume of a source. `counts` are new items by hour, oldest first, up to the last full
    hour; None where nobody looked."""
    judged = [_judge_stretch(counts, hours) for hours in STRETCHES]
    for volume in (Volume.SILENT, Volume.HIGH, Volume.LOW):
        for one in judged:
            if one.volume is volume:
                return one
    return judged[1]


def _judge_stretch(counts: Sequence[int | None], hours: int) -> Judged:
    now = _stretch(counts, hours, 0)
    weeks = [_stretch(counts, hours, week) for week in range(1, WEEKS + 1)]
    usual = [float(seen) for seen in weeks if seen is not None]
    if now is None or len(usual) < FEWEST_WEEKS:
        return Judged()
    expected = sum(usual) / len(usual)
    spread = sum((week - expected) ** 2 for week in usual) / max(len(usual) - 1, 1)
    doubt = sqrt(max(spread, expected, 1.0) * (1 + 1 / len(usual)))
    return Judged(_volume(now, expected, doubt), hours, expected, now)


def _volume(seen: int, expected: float, doubt: float) -> Volume:
    if seen == 0 and expected >= LEAST_EXPECTED and expected >= 2 * doubt:
        return Volume.SILENT
    if seen and seen * TIMES < expected and expected - seen > SURE * doubt:
        return Volume.LOW
    if seen >= LEAST_SEEN and seen > expected * TIMES and seen - expected > SURE * doubt:
        return Volume.HIGH
    return Volume.USUAL


def _stretch(counts: Sequence[int | None], hours: int, weeks_ago: int) -> int | None:
    """Items of a stretch, scaled up for hours unseen; None where too much of it was unseen."""
    end = len(counts) - weeks_ago * WEEK
    part = counts[max(end - hours, 0) : max(end, 0)]
    looked = [count for count in part if count is not None]
    if len(part) < hours or len(looked) < hours * (1 - MOST_UNSEEN):
        return None
    return round(sum(looked) * hours / len(looked))
