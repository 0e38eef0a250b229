"""An escalation ladder: who is told when a promise has used up which share of its term.

Shares are cumulative: each is counted from the clock's start, never from the step before, so a
late step makes no later one late. `75% head` is told when three quarters of the time between start
and due have passed, `100%` at the due instant, `+24h` or `+5d` so long after it. A due that moves
moves every step with it. A ladder is text of the office's policy: `50% handler, 75% head, 100%
deputy, +24h group`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

WHO = ("handler", "head", "deputy", "office", "duty", "group")
MOST_STEPS = 8
_STEP = re.compile(
    r"(?:(?P<share>\d{1,3})\s*%|\+\s*(?P<n>\d{1,3})\s*(?P<unit>[hd]))\s*(?P<who>[a-z]+)",
    re.IGNORECASE | re.ASCII,
)

# What the desk proposes; an office picks, copies and edits. The first one is the preset: an overdue
# matter has reached handler, head and office by itself.
LADDERS = {
    "plain": "100% office, +24h group",
    "standard": "50% handler, 75% head, 100% deputy, +24h group",
    "urgent": "25% head, 50% deputy, 75% group",
    "12345": "80% handler, 100% head, +1d deputy, +5d group",
    "xinfang": "50% handler, 75% head, 90% deputy, 100% group",
    "supervision": "50% head, 75% deputy, 100% office, +24h group",
    "none": "",
}


class LadderError(ValueError):
    """A ladder that cannot be read; `step` is the text at fault."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{step!r} is no step of a ladder; write 75% head or +24h group")
        self.step = step


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `percent` of the term, then `after` so long; `who` is one of WHO."""

    percent: int
    after: timedelta
    who: str

    def at(self, start: datetime, due: datetime) -> datetime:
        """When it is reached on a clock that runs from `start` to `due` (both aware)."""
        return start + (due - start) * self.percent / 100 + self.after

    def __str__(self) -> str:
        if not self.after:
            return f"{self.percent}% {self.who}"
        hours = int(self.after.total_seconds() // 3600)
        return (
            f"+{hours // 24}d {self.who}"
            if hours % 24 == 0 < hours - 24
            else (f"+{hours}h {self.who}")
        )


@lru_cache(maxsize=256)
def read_ladder(text: str) -> tuple[Step, ...]:
    """The steps of a ladder, the earliest first; none for an empty text. Raises LadderError."""
    parts = [part.strip() for part in re.split(r"[,;\n，；]", text) if part.strip()]
    steps = tuple(_step(part) for part in parts[:MOST_STEPS])
    if len(parts) > MOST_STEPS:
        raise LadderError(parts[MOST_STEPS])
    for before, step, part in zip(steps, steps[1:], parts[1:], strict=False):
        if (step.percent, step.after) <= (before.percent, before.after):
            raise LadderError(part)
    return steps


def reached(ladder: tuple[Step, ...], start: datetime, due: datetime, now: datetime) -> int:
    """How many steps lie at or before `now`."""
    return sum(step.at(start, due) <= now for step in ladder)


def next_step(
    ladder: tuple[Step, ...], level: int, start: datetime, due: datetime
) -> datetime | None:
    """When the step after `level` steps is reached; None after the last one."""
    return ladder[level].at(start, due) if level < len(ladder) else None


def _step(text: str) -> Step:
    match = _STEP.fullmatch(text)
    if match is None or match["who"].lower() not in WHO:
        raise LadderError(text)
    who = match["who"].lower()
    if match["share"]:
        percent = int(match["share"])
        if not 1 <= percent <= 100:
            raise LadderError(text)
        return Step(percent, timedelta(), who)
    unit = timedelta(hours=1) if match["unit"].lower() == "h" else timedelta(days=1)
    if not int(match["n"]):
        raise LadderError(text)
    return Step(100, int(match["n"]) * unit, who)
