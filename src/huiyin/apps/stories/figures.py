"""The figures of a story: how many items and outlets, how hot, how it rose.

Heat fades with time, so a stored heat would be wrong an hour later. What is stored is its binary
logarithm as it would be read at a fixed instant: it grows when items join and never needs to be
touched again, and stories stay in the right order whenever they are sorted. `heat_at` reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from huiyin.rules.text.codes import Ints
from huiyin.rules.text.features import instant, microseconds
from huiyin.rules.text.heat import HALF_LIFE_HOURS, heats

FIXED = datetime(2020, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
RISE_HOURS = 24
COLD = -1e9
_HOUR = 3_600_000_000  # microseconds


class Members(NamedTuple):
    """What counts of the items of stories, in columns.

    `said_at` are microseconds since 1970; `outlet` a number that stands for the outlet's name, 0
    where there is none: then each item speaks for itself.
    """

    story: Ints
    item: Ints
    said_at: Ints
    outlet: Ints


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all members of a story."""

    first_at: datetime
    last_at: datetime
    items_n: int
    outlets_n: int
    heat: float
    rises: list[int]


def figures_of(members: Members) -> dict[int, Figures]:
    """The figures of each story that has members."""
    stories, owners = np.unique(members.story, return_inverse=True)
    count, said_at = len(stories), members.said_at
    first, last = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(first, owners, said_at)
    np.maximum.at(last, owners, said_at)
    named = np.flatnonzero(members.outlet)
    outlets = np.unique(np.stack((owners[named], members.outlet[named])), axis=1)[0]
    voices = np.where(members.outlet == 0, members.item, members.outlet)
    ages = (last[owners] - said_at) / _HOUR
    hot = np.log2(heats(owners, ages, voices, count))
    hot += (last - microseconds(FIXED)) / _HOUR / HALF_LIFE_HOURS
    rows = zip(
        stories.tolist(), map(instant, first.tolist()), map(instant, last.tolist()),
        np.bincount(owners, minlength=count).tolist(),
        np.bincount(outlets, minlength=count).tolist(), hot.tolist(),
        _rises(owners, said_at, last).tolist(), strict=True,
    )  # fmt: skip
    return {story: Figures(*told) for story, *told in rows}


def _rises(owners: Ints, said_at: Ints, last: Ints) -> Ints:
    """Items of each story in each of the 24 hours up to the one `last` lies in, oldest first."""
    back = last[owners] // _HOUR - said_at // _HOUR
    late = back < RISE_HOURS
    cells = owners[late] * RISE_HOURS + RISE_HOURS - 1 - back[late]
    return np.bincount(cells, minlength=len(last) * RISE_HOURS).reshape(-1, RISE_HOURS)


def heat_at(stored: float, now: datetime) -> float:
    """The heat of a story at an instant: about how many outlets an hour speak of it, fading."""
    return float(2.0 ** (stored - (now - FIXED) / HOUR / HALF_LIFE_HOURS))


def rises_at(stored: Sequence[int], last: datetime, now: datetime) -> list[int]:
    """The 24 hours up to `now`, from those stored up to `last`."""
    quiet = max((_hour(now) - _hour(last)) // HOUR, 0)
    return [*stored, *[0] * min(quiet, RISE_HOURS)][-RISE_HOURS:]


def _hour(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
