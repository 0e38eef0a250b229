"""Reporting up (逐级上报): who tells whom next, how far, until when, and who held it up.

A chain climbs the tree of offices one hop at a time: each body tells its superior and, where the
terms say so, the bodies beside it (its own government, its party committee) at the same time;
others get a copy. It ends at the first body whose tier is the top: for an accident by its grade
(一般 → 市, 较大 → 省, 重大 and 特别重大 → 国家), else by the terms. A limit counts per hop, from
the moment the body knew, or over the whole chain; the hop's clock stops when the report was sent,
and the acknowledgement is watched apart. On the limit exactly is in time. Late is late by so many
minutes; whether somebody concealed is never decided here.

The grades follow State Council Decree 493, article 3: "以上" includes the figure, "以下" does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE = timedelta(minutes=1)
DAY = timedelta(hours=24)


class Tier(StrEnum):
    """Where a body stands; several bodies of one tree may share a tier."""

    UNIT = "unit"
    TOWN = "town"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"

    @property
    def rank(self) -> int:
        """0 for the lowest."""
        return list(Tier).index(self)


class Grade(StrEnum):
    """The grade of an accident; a scale of its own, never derived from a story's level."""

    GENERAL = "general"
    LARGER = "larger"
    MAJOR = "major"
    SEVERE = "severe"

    @property
    def rank(self) -> int:
        """0 for the lowest."""
        return list(Grade).index(self)


TOPS = {
    Grade.GENERAL: Tier.CITY,
    Grade.LARGER: Tier.PROVINCE,
    Grade.MAJOR: Tier.NATION,
    Grade.SEVERE: Tier.NATION,
}
_FROM = (  # dead, seriously hurt, direct loss in yuan from which a grade begins
    (Grade.SEVERE, 30, 100, 100_000_000),
    (Grade.MAJOR, 10, 50, 50_000_000),
    (Grade.LARGER, 3, 10, 10_000_000),
)


class Part(StrEnum):
    """As what a body is told."""

    SUPERIOR = "superior"
    PARALLEL = "parallel"  # at the same time as the superior, within the same limit
    COPY = "copy"  # no limit, no acknowledgement waited for


class Stops(StrEnum):
    """What ends the chain at its last hop."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True)
class Node:
    """A body of the tree."""

    pk: int
    tier: Tier
    superior: int | None = None
    parallels: tuple[int, ...] = ()
    copies: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a chain: limits as rules (`H2`), empty where there is none.

    `unit` is the limit of the unit where it happened, `hop` of every body after it, `whole` over
    all hops. `top` is empty where the grade decides; `levels` caps the hops, 0 for no cap.
    `follow_ups` is how many reports a day each grade needs at least (`""` without a grade).
    """

    name: str
    source: str
    hop: str = ""
    unit: str = ""
    whole: str = ""
    top: str = ""
    levels: int = 0
    parallel: bool = True
    copies: bool = True
    stops: str = Stops.SENT
    acknowledge: str = "H0.5"
    alarm: str = "H0.25"  # in an emergency
    supplement: str = ""
    follow_ups: tuple[tuple[str, int], ...] = ()

    def per_day(self, grade: str) -> int:
        """How many follow-up reports a day are due; 0 for none."""
        return dict(self.follow_ups).get(grade, 0)


@dataclass(frozen=True, slots=True)
class HopTime:
    """How long a hop took: from `started_at` to `done_at`, None while it is not done."""

    number: int
    started_at: datetime
    done_at: datetime | None = None


def grade_of(dead: int = 0, hurt: int = 0, loss: int = 0) -> Grade:
    """The grade that figures speak for: dead, seriously hurt, direct loss in yuan."""
    reached = (grade for grade, d, h, y in _FROM if dead >= d or hurt >= h or loss >= y)
    return next(reached, Grade.GENERAL)


def top_of(terms: Terms, grade: str) -> Tier:
    """The tier at which the chain ends; without a grade it goes as for the lowest one."""
    if terms.top:
        return Tier(terms.top)
    return TOPS[Grade(grade) if grade else Grade.GENERAL]


def addressees(
    sender: Node, tree: Mapping[int, Node], terms: Terms
) -> tuple[tuple[int, Part], ...]:
    """Whom `sender` tells, its superior first; bodies that are not in the tree are left out."""
    found: list[tuple[int | None, Part]] = [(sender.superior, Part.SUPERIOR)]
    if terms.parallel:
        found += [(pk, Part.PARALLEL) for pk in sender.parallels]
    if terms.copies:
        found += [(pk, Part.COPY) for pk in sender.copies]
    told: dict[int, Part] = {}
    for pk, part in found:
        if pk is not None and pk in tree:
            told.setdefault(pk, part)
    return tuple(told.items())


def climb(start: int, tree: Mapping[int, Node], terms: Terms, grade: str) -> tuple[int, ...]:
    """The bodies that pass the report on, from `start` to the last before the top.

    A circle in the tree ends the way where it would begin again.
    """
    top, senders = top_of(terms, grade), []
    here = tree.get(start)
    while here is not None and goes_on(here, tree, top) and here.pk not in senders:
        senders.append(here.pk)
        if terms.levels and len(senders) >= terms.levels:
            break
        here = tree.get(here.superior or 0)
    return tuple(senders)


def goes_on(body: Node, tree: Mapping[int, Node], top: Tier) -> bool:
    """Whether a report that `body` has must climb further."""
    return body.tier.rank < top.rank and body.superior is not None and body.superior in tree


def makes_circle(body: int, superior: int | None, superiors: Mapping[int, int | None]) -> bool:
    """Whether `superior` above `body` would lead back to `body`."""
    here, seen = superior, {body}
    while here is not None:
        if here in seen:
            return True
        seen.add(here)
        here = superiors.get(here)
    return False


def late_by(due: datetime | None, done: datetime) -> timedelta | None:
    """How much too late, in whole minutes begun; None if in time or without a limit."""
    if due is None or done <= due:
        return None
    return -(-(done - due) // MINUTE) * MINUTE


def share_ends(start: datetime, limit: timedelta, hops: int) -> tuple[datetime, ...]:
    """When each hop's equal share of one limit ends, counted from the start of the chain."""
    return tuple(start + limit * number / hops for number in range(1, hops + 1))


def hop_at_fault(
    limit: timedelta, planned: int, hops: Sequence[HopTime], now: datetime
) -> int | None:
    """The number of the hop that took most beyond an equal share of the limit; None if none did.

    A hop that is not done counts until `now`. Of two equals the earlier one is named.
    """
    share = limit / max(planned, len(hops), 1)
    over = [((hop.done_at or now) - hop.started_at - share, -hop.number) for hop in hops]
    worst = max(over, default=None)
    return -worst[1] if worst is not None and worst[0] > timedelta() else None


def follow_up_due(last: datetime, per_day: int) -> datetime | None:
    """When the next follow-up report is due: at even distances after the last report, so that
    every calendar day of any time zone gets its number."""
    return last + DAY / per_day if per_day else None


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    """The last of the moments if all are known, else None."""
    known = list(moments)
    given = [moment for moment in known if moment is not None]
    return max(given) if given and len(given) == len(known) else None
