"""The figures of a story: how many items and outlets, how hot, how it rose.

Heat fades with time, so a stored heat would be wrong an hour later. What is stored is its binary
logarithm as it would be read at a fixed instant: it grows when items join and never needs to be
touched again, and stories stay in the right order whenever they are sorted. `heat_at` reads it.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log2

from huiyin.rules.text.heat import HALF_LIFE_HOURS, heat

FIXED = datetime(2020, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
RISE_HOURS = 24
COLD = -1e9


@dataclass(frozen=True, slots=True)
class Member:
    """What of an item counts: when it was said, and by which outlet (else each item speaks for
    itself)."""

    item_id: int
    said_at: datetime
    outlet: str = ""

    @property
    def voice(self) -> Hashable:
        return self.outlet or self.item_id


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all members of a story."""

    first_at: datetime
    last_at: datetime
    items_n: int
    outlets_n: int
    heat: float
    rises: list[int]


def figures_of(members: Sequence[Member]) -> Figures:
    """The figures of a story's members; there is at least one."""
    if len(members) == 1:
        return _alone(members[0])
    times = [member.said_at for member in members]
    last = max(times)
    return Figures(
        first_at=min(times),
        last_at=last,
        items_n=len(members),
        outlets_n=len({member.outlet for member in members if member.outlet}),
        heat=stored_heat(members, last),
        rises=rises(times, last),
    )


def _alone(member: Member) -> Figures:
    """Most stories of messages are one message."""
    at = member.said_at
    heat_of_one = (at - FIXED) / HOUR / HALF_LIFE_HOURS
    return Figures(at, at, 1, int(bool(member.outlet)), heat_of_one, [*[0] * (RISE_HOURS - 1), 1])


def stored_heat(members: Sequence[Member], last: datetime) -> float:
    """The heat of the members, comparable at any time."""
    voices = [member.voice for member in members]
    now = heat([member.said_at for member in members], voices, last)
    return log2(now) + (last - FIXED) / HOUR / HALF_LIFE_HOURS


def heat_at(stored: float, now: datetime) -> float:
    """The heat of a story at an instant: about how many outlets an hour speak of it, fading."""
    return float(2.0 ** (stored - (now - FIXED) / HOUR / HALF_LIFE_HOURS))


def rises(times: Sequence[datetime], last: datetime) -> list[int]:
    """Items in each of the 24 hours up to the one `last` lies in, oldest first."""
    end = _hour(last)
    counts = Counter((end - _hour(time)) // HOUR for time in times)
    return [counts[back] for back in range(RISE_HOURS - 1, -1, -1)]


def rises_at(stored: Sequence[int], last: datetime, now: datetime) -> list[int]:
    """The 24 hours up to `now`, from those stored up to `last`."""
    quiet = max((_hour(now) - _hour(last)) // HOUR, 0)
    return [*stored, *[0] * min(quiet, RISE_HOURS)][-RISE_HOURS:]


def _hour(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
