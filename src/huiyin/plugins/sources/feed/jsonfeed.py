"""JSON Feed 1.0 and 1.1, and anything close to them; entry by entry, so one bad entry is one
refusal. Authors are not read."""

from datetime import UTC, datetime, tzinfo
from typing import Final

import msgspec

from huiyin.plugins.sources.feed import links
from huiyin.ports import plain
from huiyin.ports.decoding import charset_of, decode
from huiyin.ports.moments import read_moment
from huiyin.ports.refusals import Refusal
from huiyin.ports.sources import Document, Entry, Reading

MOST: Final = 10_000


def looks_like_json(document: Document) -> bool:
    start = document.body[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return start.startswith((b"{", b"["))


def read(document: Document) -> Reading:
    decoded = decode(document.body, charset_of(document.content_type))
    try:
        feed = msgspec.json.decode(decoded.text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        return Reading(
            refusals=(Refusal("document", "unreadable", str(error), decoded.text[:200]),)
        )
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return Reading(refusals=(Refusal("document", "not_a_feed", "no list of items"),))
    title = plain.one_line(_text(feed, "title"))
    entries: list[Entry] = []
    refusals: list[Refusal] = []
    if len(items) > MOST:
        refusals.append(Refusal(f"entry {MOST + 1}", "too_many", f"allowed are {MOST}"))
    for number, item in enumerate(items[:MOST], start=1):
        entry, notes = _entry(item, title, document, f"entry {number}")
        refusals.extend(notes)
        if entry:
            entries.append(entry)
    version = _text(feed, "version").rpartition("/")[2][:8]
    dialect = f"json feed {version}".strip()
    return Reading(tuple(entries), tuple(refusals), title, dialect, decoded.encoding)


def _entry(
    item: object, outlet: str, document: Document, where: str
) -> tuple[Entry | None, list[Refusal]]:
    if not isinstance(item, dict):
        return None, [Refusal(where, "row_broken", "not an object", str(item))]
    notes: list[Refusal] = []
    given = _text(item, "url") or _text(item, "external_url")
    link = links.join(document.url, given) if given else ""
    if not links.safe(link):
        notes.append(Refusal(where, "link_unsafe", "", link))
        link = ""
    at = None
    for key in ("date_published", "date_modified"):
        written = _text(item, key)
        at = at or _moment(written, document.zone, f"{where}: {key}", notes)
    title = plain.one_line(_text(item, "title"))
    body = _body(item)
    if not (title or body or link or at):
        return None, [*notes, Refusal(where, "empty_entry")]
    extra = {"id": _text(item, "id"), "categories": _tags(item)}
    kept = {key: value for key, value in extra.items() if value}
    return Entry(title, body, link, at, outlet, channel="feed", extra=kept), notes


def _body(item: dict[str, object]) -> str:
    markup = _text(item, "content_html")
    text = plain.from_html(markup) if markup else plain.tidy(_text(item, "content_text"))
    return text or plain.tidy(_text(item, "summary"))


def _tags(item: dict[str, object]) -> str:
    tags = item.get("tags")
    return ", ".join(str(tag) for tag in tags) if isinstance(tags, list) else ""


def _moment(written: str, zone: tzinfo, where: str, notes: list[Refusal]) -> datetime | None:
    if not written:
        return None
    at = read_moment(written, zone)
    if at is None:
        notes.append(Refusal(where, "date_unreadable", "", written))
    return at.astimezone(UTC) if at else None


def _text(holder: dict[str, object], key: str) -> str:
    value = holder.get(key)
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, str | int | float) else ""
