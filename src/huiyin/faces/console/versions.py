"""The history of an item at its source: each later version, what changed in it, and the copies."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.apps.intake.models import Copy, Item, Version
from huiyin.rules.differences import Piece, differences

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, when it was seen, and what it says otherwise than the one before."""

    number: int
    seen_at: datetime
    title: str
    title_changed: bool
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A stored copy and the hash by which it can be proved."""

    pk: int
    seen_at: datetime
    octets: int
    sha256: str


def versions_of(item: Item) -> list[VersionLine]:
    """The later versions of an item, newest first."""
    rows = list(Version.objects.filter(item=item).order_by("number"))
    lines: list[VersionLine] = []
    title, body = item.title, item.body
    for row in rows:
        pieces = differences(body, row.body)
        lines.append(VersionLine(row.number, row.seen_at, row.title, row.title != title, pieces))
        title, body = row.title, row.body
    return lines[-MOST_SHOWN:][::-1]


def copies_of(item: Item) -> list[CopyLine]:
    """The stored copies of an item's page, newest first."""
    rows = Copy.objects.filter(item=item).defer("packed").order_by("-seen_at", "-id")
    return [
        CopyLine(row.pk, row.seen_at, row.octets, bytes(row.sha256).hex())
        for row in rows[:MOST_SHOWN]
    ]
