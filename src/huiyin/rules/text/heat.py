"""Heat: how much a story is spoken of, by outlets and hours, never by authors."""

from collections.abc import Hashable, Sequence
from datetime import datetime, timedelta

_HOUR = timedelta(hours=1)
HALF_LIFE_HOURS = 24.0


def heat(
    times: Sequence[datetime],
    outlets: Sequence[Hashable],
    now: datetime,
    half_life_hours: float = HALF_LIFE_HOURS,
) -> float:
    """Return a decayed score: each outlet counts once an hour, halved every `half_life_hours`.

    Ten items of one outlet within an hour are as hot as one; ten outlets are ten times as hot.
    What is dated after `now` counts as fresh.
    """
    spoken: dict[tuple[int, Hashable], float] = {}
    for time, outlet in zip(times, outlets, strict=True):
        age = max((now - time) / _HOUR, 0.0)
        spoken[int(age), outlet] = max(
            spoken.get((int(age), outlet), 0.0), _decay(age, half_life_hours)
        )
    return float(sum(sorted(spoken.values())))


def _decay(age_hours: float, half_life_hours: float) -> float:
    return float(0.5 ** (age_hours / half_life_hours))
