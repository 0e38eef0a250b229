"""Reads source lists as OPML, nested to any sensible depth.

An outline with an address is a source; one with outlines below it is a folder; any other is
refused. `feed:` addresses become http; only http and https remain.
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import BinaryIO, Final

from lxml import etree

from huiyin.ports import plain, trees
from huiyin.ports.decoding import decode
from huiyin.ports.formats import Imported, ListedSource
from huiyin.ports.refusals import Refusal

LARGEST: Final = 20 * 1024 * 1024
Folders = tuple[str, ...]


class Opml:
    """The plug-in `opml`."""

    name = "opml"
    gives = "sources"
    suffixes: tuple[str, ...] = (".opml", ".xml")

    def read(self, stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Imported]:
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            yield Refusal("file", "file_too_large", f"allowed are {LARGEST} bytes")
            return
        if not body.strip():
            yield Refusal("file", "empty")
            return
        parsed = trees.parse(decode(body, trees.declared_encoding(body)).text)
        yield from parsed.notes
        if parsed.root is None:
            return
        if plain.local_name(parsed.root) != "opml":
            yield Refusal("file", "not_a_source_list", f"<{plain.local_name(parsed.root)[:60]}>")
            return
        yield from _outlines(parsed.root)


def _outlines(root: "etree._Element") -> Iterator[Imported]:
    """Depth first, in document order."""
    number = 0
    stack: list[tuple[etree._Element, Folders]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        inner = folders
        if plain.local_name(element) == "outline":
            number += 1
            given = trees.attributes(element)
            title = plain.one_line(given.get("text") or given.get("title", ""))
            address = (given.get("xmlurl") or given.get("url", "")).strip()
            if address or not len(element):
                yield _source(f"outline {number}", title, address, given, folders)
            inner = (*folders, title) if title else folders
        stack.extend((child, inner) for child in reversed(element))


def _source(
    where: str, title: str, address: str, given: dict[str, str], folders: Folders
) -> Imported:
    if not address:
        return Refusal(where, "source_without_address", "", title)
    if address.lower().startswith("feed:"):
        rest = address[5:].removeprefix("//")
        address = rest if rest.lower().startswith("http") else f"http://{rest}"
    if not address.lower().startswith(("http://", "https://")):
        return Refusal(where, "address_unfit", "", address)
    return ListedSource(where, title, address, given.get("htmlurl", "").strip(), folders)


plugin = Opml()
