"""Quiet hours: what is not urgent waits until they are over; what is urgent does not.

They are two times of the day on the office's wall clock; from 22:00 to 07:00 runs over midnight,
and two equal times are no quiet hours at all. A moment that the wall clock skips ends them at the
next one it shows.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def quiet_until(now: datetime, begins: time, ends: time, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that `now` (aware) lies in are over, in UTC; None outside of them."""
    if begins == ends:
        return None
    local = now.astimezone(zone)
    at = local.time().replace(tzinfo=None)
    over_midnight = begins > ends
    inside = (at >= begins or at < ends) if over_midnight else begins <= at < ends
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and at >= begins else 0)
    return datetime.combine(day, ends, tzinfo=zone).astimezone(UTC)
