"""Reads sitemaps as sites publish them for search engines: lists of pages, news sitemaps with
titles and instants, and indexes of further sitemaps, packed or not.

Only pages changed within the last days are taken, the newest first; of an index the sitemaps that
changed last. The text stands on the pages, which the desk reads one by one.
"""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from lxml import etree

from huiyin.ports import About, Document, Entry, Further, Kind, Reading, Setting, Words, trees
from huiyin.ports.decoding import charset_of, decode
from huiyin.ports.moments import read_moment
from huiyin.ports.patterns import compiled, pattern_fault
from huiyin.ports.plain import local_name, one_line
from huiyin.ports.refusals import Refusal
from huiyin.ports.selecting import web_link

LARGEST: Final = 50 * 1024 * 1024  # as the protocol has it
MOST: Final = 1000
MOST_SEEN: Final = 50_000
PIECE: Final = 1024 * 1024
DEEPEST: Final = 2  # an index of indexes, no deeper
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


WITHIN: Final = Setting(
    "within",
    Words("Only addresses that contain", "只取网址中包含"),
    hint=Words(
        "A part of the address or a regular expression, e.g. /news/",
        "网址片段或正则表达式，如 /news/",
    ),
    check=pattern_fault,
)
DAYS: Final = Setting(
    "days",
    Words("Changed within days", "最近几天内有更新"),
    Kind.NUMBER,
    default=3,
    least=1,
    most=366,
)
MAPS: Final = Setting(
    "maps",
    Words("Sitemaps read of an index", "索引中读取的站点地图数"),
    Kind.NUMBER,
    default=3,
    least=1,
    most=20,
)


class Sitemap:
    """The plug-in `sitemap`."""

    name = "sitemap"
    about = About(
        Words("Sitemap", "站点地图"),
        Words(
            "sitemap.xml, a news sitemap or an index; .gz as well.",
            "sitemap.xml、新闻站点地图或其索引，也可以是 .gz。",
        ),
        (WITHIN, DAYS, MAPS),
        links=True,
        full_text=True,
    )

    def read(self, document: Document) -> Reading:
        """The newest pages of a sitemap, or the sitemaps of an index that changed last."""
        try:
            body = _unpacked(document.body)
        except (zlib.error, EOFError) as error:
            return _refused("packing_broken", str(error))
        if len(body) > LARGEST:
            return _refused("too_large", f"more than {LARGEST} bytes")
        if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
            return _refused("empty")
        declared = trees.declared_encoding(body)
        decoded = decode(body, declared, charset_of(document.content_type))
        parsed = trees.parse(decoded.text)
        if parsed.root is None:
            return Reading(refusals=parsed.notes)
        name = local_name(parsed.root)
        if name == "sitemapindex":
            return _index(parsed.root, document, parsed.notes)
        if name != "urlset":
            return Reading(refusals=(*parsed.notes, Refusal("document", "not_a_sitemap", name)))
        return _pages(parsed.root, document, parsed.notes)


def _unpacked(body: bytes) -> bytes:
    """The document as it is, or out of its gzip, never more than a byte beyond the limit."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    made = bytearray()
    while body and not machine.eof and len(made) <= LARGEST:
        made += machine.decompress(body, min(PIECE, LARGEST + 1 - len(made)))
        body = machine.unconsumed_tail
    if not machine.eof and len(made) <= LARGEST:
        raise EOFError("the gzip stream ends early")
    return bytes(made)


def _index(root: "etree._Element", document: Document, notes: tuple[Refusal, ...]) -> Reading:
    depth = document.part.count("index")
    if depth >= DEEPEST:
        return _refused("too_deep", "indexes inside indexes")
    maps = [
        (_changed(row, document) or NEVER, link)
        for row in _rows(root, "sitemap")
        if (link := web_link(document.url, _first(row, "loc")))
    ]
    maps.sort(key=lambda one: one[0], reverse=True)
    wanted = int(document.settings.get("maps", MAPS.default) or 1)
    further = tuple(Further(link, f"{document.part} index".strip()) for _at, link in maps[:wanted])
    if not further:
        return Reading(refusals=(*notes, Refusal("document", "no_links")))
    return Reading(refusals=notes, dialect="sitemap index", further=further)


def _pages(root: "etree._Element", document: Document, notes: tuple[Refusal, ...]) -> Reading:
    pattern = compiled(str(document.settings.get("within", "")))
    days = int(document.settings.get("days", DAYS.default) or 1)
    since = document.at - timedelta(days=days) if document.at else NEVER
    entries: list[Entry] = []
    for row in _rows(root, "url"):
        link = web_link(document.url, _first(row, "loc"))
        if not link or not pattern.search(link):
            continue
        entry = _entry(row, link, document)
        changed = entry.published_at or _changed(row, document)
        if changed is None or changed >= since:
            entries.append(entry)
    entries.sort(key=lambda entry: entry.published_at or NEVER, reverse=True)
    if len(entries) > MOST:
        notes = (*notes, Refusal(f"entry {MOST + 1}", "too_many", f"allowed are {MOST}"))
    return Reading(tuple(entries[:MOST]), notes, dialect="sitemap")


def _entry(row: "etree._Element", link: str, document: Document) -> Entry:
    """A page; what a news sitemap says of it is taken, what a plain one says is only a change."""
    written = _first(row, "publication_date")
    return Entry(
        one_line(_first(row, "title"))[:500],
        "",
        link,
        read_moment(written, document.zone) if written else None,
        one_line(_first(row, "name"))[:160],
        channel="feed",
    )


def _rows(root: "etree._Element", name: str) -> Iterator["etree._Element"]:
    seen = 0
    for child in root:
        if local_name(child) == name:
            seen += 1
            if seen > MOST_SEEN:
                return
            yield child


def _changed(row: "etree._Element", document: Document) -> datetime | None:
    written = _first(row, "lastmod")
    return read_moment(written, document.zone) if written else None


def _first(row: "etree._Element", name: str) -> str:
    """The text of the first element of that name, however deep; images and videos left aside."""
    for one in row.iter():
        if local_name(one) == name and isinstance(one.tag, str) and "image" not in one.tag:
            return (one.text or "").strip()
    return ""


def _refused(code: str, detail: str = "") -> Reading:
    return Reading(refusals=(Refusal("document", code, detail),))


plugin = Sitemap()
