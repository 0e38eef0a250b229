"""Reads RSS 0.9x–2.0, RSS 1.0/1.1 (RDF), Atom 0.3 and 1.0, CDF and JSON Feed.

The document is decoded, parsed without entities or network, and walked once. A broken document
is mended and read as far as it goes; every loss is a refusal. Author names are never read.
"""

from dataclasses import replace
from typing import Final

from huiyin.plugins.sources.feed import jsonfeed, walk
from huiyin.ports import trees
from huiyin.ports.decoding import charset_of, decode
from huiyin.ports.refusals import Refusal
from huiyin.ports.sources import About, Document, Reading
from huiyin.ports.words import Words

LARGEST: Final = 20 * 1024 * 1024


class FeedSource:
    """The plug-in `feed`."""

    name = "feed"
    about = About(
        Words("Feed (RSS, Atom, JSON Feed)", "订阅源（RSS、Atom、JSON Feed）"),
        Words("RSS, Atom, JSON Feed", "RSS、Atom 或 JSON Feed 的地址。"),
        links=True,
    )

    def read(self, document: Document) -> Reading:
        """What the document gave. Never raises on bad input, never asks the network."""
        body = document.body
        if len(body) > LARGEST:
            return _refused("too_large", f"{len(body)} bytes, allowed are {LARGEST}")
        if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
            return _refused("empty")
        if jsonfeed.looks_like_json(document):
            return jsonfeed.read(document)
        return _read_xml(document)


def _read_xml(document: Document) -> Reading:
    body = document.body
    decoded = decode(body, trees.declared_encoding(body), charset_of(document.content_type))
    notes: list[Refusal] = []
    if decoded.lossy:
        notes.append(Refusal("document", "charset_unknown", f"read as {decoded.encoding}"))
    elif decoded.overruled:
        notes.append(Refusal("document", "charset_wrong", f"read as {decoded.encoding}"))
    parsed = trees.parse(decoded.text)
    notes.extend(parsed.notes)
    if parsed.root is None:
        return Reading(refusals=tuple(notes))
    reading = walk.read(parsed.root, document.url, document.zone)
    return replace(reading, refusals=(*notes, *reading.refusals), encoding=decoded.encoding)


def _refused(code: str, detail: str = "") -> Reading:
    return Reading(refusals=(Refusal("document", code, detail),))


plugin = FeedSource()
