"""Running errands on the collector: a preview tells what would be found, a clip becomes an item."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.arrivals import Arrival, origin_key
from huiyin.apps.intake.errands import lease_errands
from huiyin.apps.intake.models import Errand, Item
from huiyin.apps.intake.storing import clean
from huiyin.apps.org.queries import zone_of
from huiyin.engine.sealed import unseal
from huiyin.flows.evidence import keep_copy
from huiyin.flows.finds import Find, find_of
from huiyin.flows.grouping import store_batch
from huiyin.flows.trips import Plan, Trip
from huiyin.ports import Entry
from huiyin.ports import sources as source_plugins
from huiyin.ports.clipping import ClippedPage

SHOWN: Final = 12  # entries of a preview
EXCERPT: Final = 300
LEASED: Final = 16


class ErrandTrip(Trip):
    """The trip of a single look."""

    def __init__(self, plan: Plan, errand: Errand) -> None:
        super().__init__(plan)
        self.errand = errand


def errands_due(now: datetime) -> list[ErrandTrip]:
    """Trips for the errands that wait."""
    return [ErrandTrip(_plan(errand), errand) for errand in lease_errands(now, LEASED)]


def _plan(errand: Errand) -> Plan:
    clip = errand.kind == "clip"
    plugin = ClippedPage() if clip else source_plugins().plugins.get(errand.plugin)
    return Plan(
        key=f"e{errand.pk}",
        url=errand.url,
        plugin=plugin,
        settings={} if clip else errand.settings,
        zone=zone_of(errand.office),
        allow_private=errand.allow_private,
        credentials=(
            str(errand.settings.get("sign_in", "")),
            unseal(errand.sealed).get("password", ""),
        ),
        full_text=not clip and bool(errand.settings.get("full_text")),
        pages=1,
        preview=not clip,
        keeps_first=clip,
    )


def finish_errands(done: Sequence[ErrandTrip], now: datetime) -> None:
    """Write down what came of each; one that is finished already stays as it is."""
    for trip in done:
        with transaction.atomic():
            held = Errand.objects.select_for_update().filter(pk=trip.errand.pk, done_at=None)
            if not held.exists():
                continue
            item = _clip(trip, now) if trip.errand.kind == "clip" else None
            held.update(
                done_at=now,
                sealed=None,
                item=item,
                code="" if item else _code(trip),
                result={} if trip.errand.kind == "clip" else told(trip),
            )


def _code(trip: ErrandTrip) -> str:
    first = trip.outcome.refusals[0].code if trip.outcome.refusals else ""
    return trip.outcome.code or ("" if trip.outcome.readable else first)


def told(trip: Trip) -> dict[str, Any]:
    """What a preview shows: the first entries, how many there are, and what could not be read."""
    return {
        "title": clean(trip.title),
        "count": trip.listed,
        "entries": [_shown(find) for find in trip.finds[:SHOWN]],
        "refusals": [
            {"where": clean(one.where), "code": one.code, "detail": clean(one.detail)}
            for one in trip.outcome.refusals[:SHOWN]
        ],
    }


def _shown(find: Find) -> dict[str, str]:
    entry = find.entry
    return {
        "title": clean(entry.title),
        "body": clean(entry.body[:EXCERPT]),
        "url": clean(entry.web_url),
        "outlet": clean(entry.outlet),
        "at": entry.published_at.isoformat() if entry.published_at else "",
    }


def _clip(trip: ErrandTrip, now: datetime) -> Item | None:
    """The page as an item; None where there is neither a page nor a marked text."""
    errand = trip.errand
    marked, title = str(errand.settings.get("text", "")), str(errand.settings.get("title", ""))
    find = trip.finds[0] if trip.finds else None
    if find is None:
        if not marked:
            return None
        find = find_of(Entry(title, marked, errand.url), None)
    entry = find.entry
    arrival = Arrival(
        channel=Item.Channel.FEED,
        title=entry.title or title or errand.url,
        body=marked or entry.body,
        url=entry.web_url or errand.url,
        outlet=entry.outlet or str(errand.settings.get("place", "")),
        published_at=entry.published_at,
        external_id=errand.url[:300],
        raw={"clipped": errand.url},
    )
    stored = store_batch(errand.office, [arrival], now=now, actor=errand.by, quietly=True)
    item = Item.objects.get(office=errand.office, origin_key=origin_key(arrival))
    if stored.items:
        if find.seen is not None:
            keep_copy(find.seen, item.pk)
        record(
            "item.clipped", subject=f"item:{item.pk}", at=now, office=errand.office,
            actor=errand.by, story_id=stored.items[0].story_id or None,
            body={"page_read": not trip.outcome.code},
        )  # fmt: skip
    return item
