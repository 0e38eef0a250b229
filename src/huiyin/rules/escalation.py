"""Reporting up: one limit over several levels, shared out equally from the start.

Each level must acknowledge by the end of its share, and shares are cumulative: the last one ends
at the limit, whatever happened before. The next level is told when a level acknowledges, when its
share is over, or at once when it has no working channel. An early acknowledgement passes on at
once and neither shortens nor stretches the total. A named substitute is told in place of somebody
on leave, who gets a copy. At the limit exactly is in time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from huiyin.rules.durations import Kind, Rule, RuleError


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A level has taken note."""

    at: datetime
    level: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No channel of a level works."""

    at: datetime
    level: int


@dataclass(frozen=True, slots=True)
class OnLeave:
    """A level is away from `at` on, until `until` if known, with a named substitute."""

    at: datetime
    level: int
    substitute: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One level: when it is told, by when it must acknowledge, and how that went.

    `on_time` is None while it has not acknowledged.
    """

    number: int
    notified_at: datetime
    acknowledge_by: datetime
    acknowledged_at: datetime | None = None
    unreachable: bool = False
    substitute: str | None = None

    @property
    def on_time(self) -> bool | None:
        """Whether the acknowledgement came in time; None if there is none."""
        if self.acknowledged_at is None:
            return None
        return self.acknowledged_at <= self.acknowledge_by


def chain(
    rule: Rule, start: datetime, events: Iterable[Acknowledged | Unreachable | OnLeave] = ()
) -> tuple[Level, ...]:
    """All levels of an escalation that began at `start`, the nearest first.

    Raises RuleError for a rule of another kind.
    """
    if rule.kind is not Kind.ESCALATION:
        raise RuleError(f"{rule} is no escalation; write one like ESC120m/3")
    happened = sorted(events, key=lambda event: event.at)
    levels: list[Level] = []
    told = start = start.astimezone(UTC)
    for number in range(1, rule.levels + 1):
        by = start + rule.time * number / rule.levels
        mine = [event for event in happened if event.level == number]
        acknowledged = next((e.at for e in mine if isinstance(e, Acknowledged)), None)
        unreachable = any(isinstance(e, Unreachable) and e.at <= by for e in mine)
        levels.append(Level(number, told, by, acknowledged, unreachable, _substitute(mine, told)))
        told = _passed_on(told, by, acknowledged, mine)
    return tuple(levels)


def _passed_on(
    told: datetime,
    by: datetime,
    acknowledged: datetime | None,
    mine: list[Acknowledged | Unreachable | OnLeave],
) -> datetime:
    """When the next level is told: at the first of acknowledgement, failure and end of share."""
    failed = (event.at for event in mine if isinstance(event, Unreachable))
    moments = [by, *([acknowledged] if acknowledged else []), *failed]
    return max(told, min(moments))


def _substitute(mine: list[Acknowledged | Unreachable | OnLeave], told: datetime) -> str | None:
    """Who stands in for a level that is on leave at the moment it is told."""
    away = (
        event.substitute
        for event in reversed(mine)
        if isinstance(event, OnLeave)
        and event.at <= told
        and (event.until is None or told < event.until)
    )
    return next(away, None)
