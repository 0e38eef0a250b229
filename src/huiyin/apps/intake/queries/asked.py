"""A question as it stands in an address or was kept, and back: names to plain texts."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries.inbox import Asked

NAMES = ("q", "channel", "kind", "state", "source", "outlet", "urgent", "case", "from", "to")
LONGEST = 200


def asked_from(given: Mapping[str, str], zone: tzinfo) -> Asked:
    """What was asked for; what cannot be read is left out. Days are those of the zone."""
    first, last = day(given.get("from", "")), day(given.get("to", ""))
    return Asked(
        channel=_among(given.get("channel", ""), Item.Channel.values),
        kind=_among(given.get("kind", ""), Item.Kind.values),
        state=_among(given.get("state", ""), Item.State.values),
        source=whole(given.get("source", "")),
        urgent=True if given.get("urgent") else None,
        text=given.get("q", "").strip()[:LONGEST],
        outlet=given.get("outlet", "").strip()[:160],
        cased={"yes": True, "no": False}.get(given.get("case", "")),
        since=_begin(first, zone) if first else None,
        until=_begin(last + timedelta(days=1), zone) if last and last < date.max else None,
    )


def day(written: str) -> date | None:
    """A day as browsers write it, 2026-03-01."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def whole(written: str) -> int | None:
    """A number of a row."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else None


def _begin(on: date, zone: tzinfo) -> datetime:
    return datetime.combine(on, time(), zone)


def _among(written: str, known: list[str]) -> str:
    return written if written in known else ""
