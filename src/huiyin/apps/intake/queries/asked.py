"""A question as it stands in an address or was kept, and back: names to plain texts."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries.inbox import Asked
from huiyin.rules.text.extract_figures import COUNTED
from huiyin.rules.text.fact_asking import Wanted

FACTS = ("place", "told", "least")
NAMES = (
    "q", "channel", "kind", "state", "source", "outlet", "urgent", "case", "from", "to", *FACTS,
)  # fmt: skip
LONGEST = 200
AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,4})?")
SORTS = (*COUNTED, "loss", "money")


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
        facts=wanted_facts(given),
    )


def wanted_facts(given: Mapping[str, str]) -> Wanted:
    """The place and figure asked for: `place`, `told` (a sort of figure) and `least` of it."""
    sort = _among(given.get("told", ""), list(SORTS))
    place = given.get("place", "").replace("\0", "").strip()[:60]
    return Wanted(place, sort, amount(given.get("least", "")) if sort else None)


def amount(written: str) -> float | None:
    """A number as people type it: 3, 1,200, 1.5."""
    plain = written.strip().replace(",", "").replace(",", "")
    return float(plain) if AMOUNT.fullmatch(plain) else None


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
