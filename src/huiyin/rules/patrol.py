"""When a place that is looked at by hand is due.

A place is due at its times on its weekdays, by the office's wall clock. A round keeps the latest
time that had come when it was made; a time that passed without a round until the next one came is
missed. A time that the clock skips in spring is due at the instant it would have been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

LOOKED_BACK: Final = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Standing:
    """due_at – the latest time that no round has kept, None while nothing is due. next_at – the
    next time to come, None where there is none. missed – times passed over within a day."""

    due_at: datetime | None
    next_at: datetime | None
    missed: int = 0


def times_between(
    weekdays: str, times: Sequence[time], zone: tzinfo, first: datetime, last: datetime
) -> list[datetime]:
    """The instants from `first` (not included) to `last` at which the place is due, in order."""
    found = []
    day, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    while day <= end:
        if str(day.weekday()) in weekdays:
            local = (datetime.combine(day, at, zone) for at in sorted(times))
            found += [at for at in local if first < at <= last]
        day += timedelta(days=1)
    return found


def standing(
    weekdays: str,
    times: Sequence[time],
    zone: tzinfo,
    since: datetime,
    rounds: Sequence[datetime],
    now: datetime,
) -> Standing:
    """How a place stands. `since` is when it was put on the rota, `rounds` are its rounds' instants
    in any order; all aware."""
    passed = times_between(weekdays, times, zone, max(since, now - LOOKED_BACK), now)
    coming = times_between(weekdays, times, zone, now, now + LOOKED_BACK)
    latest = max(rounds, default=None)
    due = passed[-1] if passed and (latest is None or latest < passed[-1]) else None
    ends = [*passed[1:], now]
    missed = sum(
        not any(start <= done < end for done in rounds)
        for start, end in zip(passed, ends, strict=False)
        if start != due and end > now - timedelta(days=1) and start != passed[-1]
    )
    return Standing(due, coming[0] if coming else None, missed)


def read_times(written: str) -> list[time] | None:
    """Times such as `8:30, 16:00`, sorted, each once; None where one cannot be read."""
    found = set()
    for part in written.replace("，", ",").replace("、", ",").replace("：", ":").split(","):
        if not part.strip():
            continue
        hour, colon, minute = part.strip().partition(":")
        if not (colon and _below(hour, 24) and _below(minute, 60)):
            return None
        found.add(time(int(hour), int(minute)))
    return sorted(found)


def _below(digits: str, most: int) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= 2 and int(digits) < most
