"""One walk over the tree: which dialect, which title, which entries.

An entry is any `item` or `entry`, wherever it stands. Reading stops at `MOST` entries or after
`SECONDS`; both are said. What a document of another kind is, is said too.
"""

import time
from collections.abc import Iterator
from datetime import tzinfo
from typing import Final

from lxml import etree

from huiyin.plugins.sources.feed.item import Feed, read_entry
from huiyin.plugins.sources.feed.names import name_of
from huiyin.plugins.sources.feed.texts import text_of
from huiyin.ports.plain import one_line
from huiyin.ports.refusals import Refusal
from huiyin.ports.sources import Entry, Reading
from huiyin.ports.trees import attributes

MOST: Final = 10_000
SECONDS: Final = 20.0
ENTRIES: Final = frozenset({"item", "entry"})
WRITTEN: Final = ("{*}item", "{*}entry", "{*}ITEM", "{*}ENTRY", "{*}Item", "{*}Entry")
HAS_BASE: Final = etree.XPath("boolean(//@*[translate(local-name(), 'BASE', 'base') = 'base'])")
ASIDE: Final = frozenset({"image", "textinput", "author", "contributor", "source"})
ATOM_10: Final = "http://www.w3.org/2005/atom"


def read(root: "etree._Element", address: str, zone: tzinfo) -> Reading:
    dialect = dialect_of(root)
    if not dialect:
        return Reading(refusals=(_not_a_feed(root),))
    feed = Feed(
        atom=dialect.startswith("atom"),
        title="",
        address=address,
        zone=zone,
        based=_uses_base(root),
    )
    feed = feed.titled(_feed_title(root, feed))
    entries, refusals = _entries(root, feed)
    return Reading(tuple(entries), tuple(refusals), feed.title, dialect)


def dialect_of(root: "etree._Element") -> str:
    """ "rss 2.0", "rdf", "atom 1.0", "channel" …; "" when the document is no feed."""
    name = name_of(root)
    version = attributes(root).get("version", "")[:8]
    if name == "rss":
        return f"rss {version}".strip()
    if name in {"feed", "entry"}:
        modern = ATOM_10 in root.tag.lower()
        return "atom 1.0" if modern else f"atom {version}".strip()
    if name == "channel":
        return "channel"
    if name == "opml" or name.endswith("html"):
        return ""
    holds = any(name_of(one) in ENTRIES or name_of(one) == "channel" for one in root.iter())
    return ("rdf" if name == "rdf:rdf" else "other") if holds else ""


def _entries(root: "etree._Element", feed: Feed) -> tuple[list[Entry], list[Refusal]]:
    entries: list[Entry] = []
    refusals: list[Refusal] = []
    started = time.monotonic()
    for number, element in enumerate(_found(root), start=1):
        if number > MOST:
            refusals.append(Refusal(f"entry {number}", "too_many", f"allowed are {MOST}"))
            break
        if time.monotonic() - started > SECONDS:
            refusals.append(Refusal(f"entry {number}", "took_too_long", f"{SECONDS:g} s"))
            break
        entry, notes = read_entry(element, feed, f"entry {number}")
        refusals.extend(notes)
        if entry is not None:
            entries.append(entry)
    return entries, refusals


def _found(root: "etree._Element") -> Iterator["etree._Element"]:
    return (element for element in root.iter(*WRITTEN) if name_of(element) in ENTRIES)


def _feed_title(root: "etree._Element", feed: Feed) -> str:
    """The title that stands outside entries, images and sources, the outermost first."""
    level = [root]
    for _depth in range(3):
        below: list[etree._Element] = []
        for element in (child for parent in level for child in parent):
            name = name_of(element)
            if name in {"title", "dc:title"} and (
                title := one_line(text_of(element, "text/plain", atom=feed.atom))
            ):
                return title
            if name not in ASIDE and name not in ENTRIES:
                below.append(element)
        level = below
    return ""


def _uses_base(root: "etree._Element") -> bool:
    return bool(HAS_BASE(root))


def _not_a_feed(root: "etree._Element") -> Refusal:
    name = name_of(root)
    code = (
        "source_list" if name == "opml" else "html_page" if name.endswith("html") else "not_a_feed"
    )
    return Refusal("document", code, f"the outermost element is <{name[:60]}>")
