"""What was seen of published texts: pages as they came, and later versions of the same item.

Written in the transaction that stores the items, so that there is never an item without its copy.
A page that is known and says something else now becomes a version of its item; the change is an
event, and people are told (`flows.notices`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection
from django.db.models import OuterRef, Subquery

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.arrivals import Arrival, origin_key
from huiyin.apps.intake.models import Copy, Item, PageSeen, Source, Version
from huiyin.apps.intake.storing import clean
from huiyin.flows.finds import Find, Seen

MOST_VERSIONS = 1000  # of one item; a page that changes at every look is told to change less


@dataclass(frozen=True, slots=True)
class Found:
    """A find with the arrival that was made of it; None where the item is known already."""

    source: Source
    find: Find
    arrival: Arrival | None


def pages_seen(source_id: int, keys: list[bytes]) -> dict[bytes, int]:
    """Of these keys those that were met before: -1 where the page is settled, else the number of
    attempts that failed."""
    rows = PageSeen.objects.filter(source_id=source_id, key__in=keys)
    return {
        bytes(key): tries if item is None and tries else -1
        for key, item, tries in rows.values_list("key", "item_id", "tries")
    }


def known_items(source_id: int, finds: Sequence[Find]) -> dict[bytes, int]:
    """The items of pages that revise themselves, by the finds' keys."""
    keys = [find.key for find in finds if find.entry.revises]
    if not keys:
        return {}
    rows = PageSeen.objects.filter(source_id=source_id, key__in=keys, item__isnull=False)
    return {bytes(key): item for key, item in rows.values_list("key", "item_id")}


def keep_evidence(founds: Sequence[Found], office_id: int, now: datetime) -> None:
    """Copies, marks of the pages met, and versions; items are stored by now."""
    kept = [found for found in founds if found.find.seen or found.find.tries or found.find.waits]
    if not kept:
        return
    items = _items(kept, office_id)
    for found in kept:
        item_id = items.get(found.find.key)
        if found.arrival is None and item_id is not None:
            _revise(found, item_id, now)
        elif item_id is not None:
            _copy(found.find, item_id)
    _mark(kept, items, now)


def _items(founds: Sequence[Found], office_id: int) -> dict[bytes, int]:
    """The item of each find: the one just stored for its arrival, else the one known before."""
    keys = {
        origin_key(found.arrival): found.find.key for found in founds if found.arrival is not None
    }
    rows = Item.objects.filter(office_id=office_id, origin_key__in=list(keys))
    items = {keys[bytes(key)]: pk for key, pk in rows.values_list("origin_key", "pk")}
    for source_id in {found.source.pk for found in founds if found.arrival is None}:
        own = [found.find for found in founds if found.source.pk == source_id]
        items |= known_items(source_id, own)
    return items


def _revise(found: Found, item_id: int, now: datetime) -> None:
    latest = Version.objects.filter(item=OuterRef("pk")).order_by("-number")
    item = (
        Item.objects.filter(pk=item_id)
        .annotate(
            version_n=Subquery(latest.values("number")[:1]),
            version_hash=Subquery(latest.values("sha256")[:1]),
        )
        .only("pk", "title", "body")
        .get()
    )
    title, body = clean(found.find.entry.title), clean(found.find.entry.body)
    before = item.version_hash or text_hash(item.title, item.body)
    number = (item.version_n or 1) + 1
    if bytes(before) == text_hash(title, body) or number > MOST_VERSIONS:
        return
    Version.objects.create(
        item=item, number=number, seen_at=now, title=title, body=body,
        sha256=text_hash(title, body),
    )  # fmt: skip
    _copy(found.find, item_id)
    record(
        "item.revised", subject=f"item:{item_id}", at=now, office=found.source.office,
        body={"title": title[:200], "version": number, "source": found.source.name},
    )  # fmt: skip


def text_hash(title: str, body: str) -> bytes:
    """SHA-256 of title, line feed and body."""
    return sha256(f"{title}\n{body}".encode("utf-8", "replace")).digest()


def _copy(find: Find, item_id: int) -> None:
    if find.seen is not None:
        keep_copy(find.seen, item_id)


def keep_copy(seen: Seen, item_id: int) -> None:
    """The document as it came, beside the item."""
    Copy.objects.create(
        item_id=item_id, url=clean(seen.url), seen_at=seen.at, octets=seen.octets,
        media_type=clean(seen.media_type), sha256=seen.sha256, packed=seen.packed,
    )  # fmt: skip


def _mark(founds: Sequence[Found], items: dict[bytes, int], now: datetime) -> None:
    """One row a page; a page that waits for another attempt has no item yet."""
    rows = {
        (found.source.pk, found.find.key): (
            None if found.find.waits else items.get(found.find.key),
            found.find.tries,
        )
        for found in founds
    }
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO intake_pageseen (source_id, key, item_id, tries, at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (source_id, key) DO UPDATE"
            " SET item_id = coalesce(excluded.item_id, intake_pageseen.item_id),"
            " tries = excluded.tries, at = excluded.at",
            [(source, key, item, tries, now) for (source, key), (item, tries) in rows.items()],
        )
