"""How long things are kept: a policy such as `D365`, days, or `forever`.

What an office decides is dated; the decision in force at the moment of looking counts. A policy
that cannot be read keeps everything: nothing is let go by mistake. Each purpose has a least time
that no policy goes below, so that what an answer, a review or the yearly count rests on is there
while it is needed. While a hold stands, nothing it covers goes.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

DAYS: Final = re.compile(r"D([1-9]\d{0,5})")
FOREVER: Final = "forever"


class Fault(StrEnum):
    """Why a policy cannot be taken."""

    UNREADABLE = "unreadable"
    TOO_SHORT = "too_short"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is kept for one purpose: its policy's key, the preset, the least days of any policy."""

    key: str
    preset: str
    least_days: int


PURPOSES: Final = (
    # The words of published texts: while stories still grow and half a quarter's report is written.
    Purpose("keep.items", "D1095", 90),
    # Copies of pages as they were seen: while a review may be asked for (30 days).
    Purpose("keep.copies", "D365", 30),
    # Attempts to read sources, line by line: the monthly look at what the desk was blind to.
    Purpose("keep.fetches", "D90", 30),
    # What was seen hour by hour: the yearly count of what was missed.
    Purpose("keep.hours", "D400", 366),
)
# What a reporter sent, by kind, from the day its matter was closed: reviews and appeals may follow.
MATTERS: Final = (
    Purpose("keep.matter.hazard", "D1825", 366),
    Purpose("keep.matter.complaint", "D1825", 366),
    Purpose("keep.matter.suggestion", "D1825", 366),
    Purpose("keep.matter.question", "D1095", 366),
    Purpose("keep.matter.report", "D3650", 1095),
)
BY_KEY: Final = {purpose.key: purpose for purpose in PURPOSES}


def days_of(policy: str) -> int | None:
    """The days a policy names; None where everything stays."""
    found = DAYS.fullmatch(policy.strip())
    return int(found[1]) if found else None


def kept_until(policy: str, now: datetime, least_days: int = 0) -> datetime | None:
    """What is older than this instant may go; None where everything stays."""
    days = days_of(policy)
    return None if days is None else now - timedelta(days=max(days, least_days))


def fault_of(purpose: Purpose, policy: str) -> Fault | None:
    """Why this cannot be the policy of a purpose; None where it can."""
    days = days_of(policy)
    if days is None:
        return None if policy == FOREVER else Fault.UNREADABLE
    return Fault.TOO_SHORT if days < purpose.least_days else None
