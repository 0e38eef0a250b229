"""When a source is asked again, and how well it is.

Asking again: after the source's own interval; after n failures in a row the pause doubles n
times up to a day, and is never shorter than the server asked for. What cannot get better by
itself (gone, refused by the guard, denied by robots.txt) is asked once a day.

Health, the first that fits:
refused    the guard does not let the desk ask this address
blocked    robots.txt asks not to, or could not be read
gone       the server says so, or has not known the address or the name ten times in a row
failing    the last attempt failed
malformed  the document came but could not be read as this kind of source
silent     nothing new for much longer than usual
slow       the answer took long
unchanged  the server said that nothing is new
healthy    read
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LONGEST_PAUSE: Final = timedelta(days=1)
SLOW_SECONDS: Final = 10.0
GIVEN_UP_AFTER: Final = 10
MOST_DOUBLINGS: Final = 12

GUARD_CODES: Final = frozenset({
    "address_unfit", "address_broken", "credentials_in_address", "port_refused",
    "address_private", "address_forbidden",
})  # fmt: skip
ROBOTS_CODES: Final = frozenset({"robots_denied", "robots_unreachable"})
LOST_CODES: Final = frozenset({"not_found", "name_unknown"})


class Health(StrEnum):
    HEALTHY = "healthy"
    UNCHANGED = "unchanged"
    SLOW = "slow"
    SILENT = "silent"
    MALFORMED = "malformed"
    FAILING = "failing"
    GONE = "gone"
    BLOCKED = "blocked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The last attempt. code – the failure's code, "" where an answer came. readable – whether
    the answer was a document of the expected kind. seconds – time spent on the network."""

    code: str = ""
    unchanged: bool = False
    readable: bool = True
    seconds: float = 0.0


def next_try(
    failures: int,
    now: datetime,
    interval: timedelta,
    retry_after: float | None = None,
    *,
    permanent: bool = False,
    spread: float = 0.0,
) -> datetime:
    """When to ask again (aware).

    failures – failures in a row, this one included; 0 after an answer. retry_after – seconds
    asked by the server. spread – 0 to 1, the source's own share by which its pause is stretched
    by up to a tenth, so that sources added together do not stay together.
    """
    longest = max(interval, LONGEST_PAUSE)
    pause = min(interval * (1 << min(failures, MOST_DOUBLINGS)), longest)
    if permanent:
        pause = longest
    pause += pause * (0.1 * min(max(spread, 0.0), 1.0))
    return now + max(pause, timedelta(seconds=retry_after or 0.0))


def health(
    attempt: Attempt,
    failures: int,
    now: datetime,
    newest_at: datetime | None = None,
    silent_after: timedelta | None = None,
) -> Health:
    """How well a source is after an attempt.

    newest_at – when its newest entry came. silent_after – how long it may be silent; None where
    it may be silent for ever.
    """
    if attempt.code:
        return _failed(attempt.code, failures)
    if not attempt.readable:
        return Health.MALFORMED
    if newest_at and silent_after and now - newest_at > silent_after:
        return Health.SILENT
    if attempt.seconds > SLOW_SECONDS:
        return Health.SLOW
    return Health.UNCHANGED if attempt.unchanged else Health.HEALTHY


def _failed(code: str, failures: int) -> Health:
    if code in GUARD_CODES:
        return Health.REFUSED
    if code in ROBOTS_CODES:
        return Health.BLOCKED
    if code == "gone" or (code in LOST_CODES and failures >= GIVEN_UP_AFTER):
        return Health.GONE
    return Health.FAILING
