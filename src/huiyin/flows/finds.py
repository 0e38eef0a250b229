"""What a trip found: an entry, and the page it leads to once that was read.

The page's own text wins over a shorter summary; a title that the list cut short is replaced; the
time of the feed stands unless it names a day only. The page as it came is kept beside the item.
"""

import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from hashlib import blake2b, sha256
from typing import Final

from huiyin.ports import Entry, Fetched
from huiyin.ports.addresses import canonical_address
from huiyin.ports.pages import Page, read_page

MOST_PACKED: Final = 2 * 1024 * 1024
CUT: Final = ("…", "...", "．．．")


@dataclass(frozen=True, slots=True)
class Seen:
    """A document as it came, packed; `sha256` and `octets` are of the bytes before packing."""

    url: str
    at: datetime
    media_type: str
    octets: int
    sha256: bytes
    packed: bytes

    @classmethod
    def of(cls, result: Fetched) -> "Seen":
        packed = zlib.compress(result.body, 6)
        return cls(
            result.final_url[:2000], result.at, result.content_type[:100], len(result.body),
            sha256(result.body).digest(), packed if len(packed) <= MOST_PACKED else b"",
        )  # fmt: skip


@dataclass(slots=True)
class Find:
    """An entry on its way. `key` names it within its source; `tries` counts failed attempts to
    read its page, `waits` is set while another attempt will be made; `seen` is what came."""

    entry: Entry
    key: bytes
    seen: Seen | None = None
    tries: int = 0
    waits: bool = False


def find_of(entry: Entry, seen: Seen | None) -> Find:
    own = entry.extra.get("id", "")
    address = canonical_address(entry.web_url) if entry.web_url else entry.url
    name = own if entry.revises and own else address or own or f"{entry.title}\n{entry.body}"
    key = blake2b(name.encode("utf-8", "replace"), digest_size=16).digest()
    return Find(entry, key, seen)


def completed(find: Find, result: Fetched, zone: tzinfo) -> bool:
    """Put what the linked page says into the entry; gives whether it had a text of its own."""
    page = read_page(
        result.body, result.final_url, now=result.at, zone=zone, content_type=result.content_type
    )
    find.seen = Seen.of(result)
    find.entry = merged(find.entry, page, zone)
    return bool(page.text)


def merged(entry: Entry, page: Page, zone: tzinfo) -> Entry:
    """The entry with what its page says better."""
    extra = dict(entry.extra)
    if page.first_outlet:
        extra["first_outlet"] = page.first_outlet
    extra.setdefault("id", entry.url)
    return replace(
        entry,
        title=_title(entry.title, page.title),
        body=page.text if len(page.text) >= len(entry.body) else entry.body,
        url=page.url or entry.url,
        published_at=_published(entry.published_at, page.published_at, zone),
        outlet=entry.outlet or page.outlet,
        extra=extra,
    )


def _title(listed: str, own: str) -> str:
    begun = listed.rstrip(".…． ")
    if not listed or (listed.endswith(CUT) and own.startswith(begun)):
        return own or listed
    return listed


def _published(listed: datetime | None, own: datetime | None, zone: tzinfo) -> datetime | None:
    """The listed instant; where it names a day only, the page's instant of about that day."""
    if listed is None or own is None:
        return listed or own
    local = listed.astimezone(zone)
    day_only = (local.hour, local.minute, local.second) == (0, 0, 0)
    return own if day_only and abs(own - listed) <= timedelta(days=2) else listed
