"""A page as blocks of text, in one walk over its text nodes.

A block is the text of one element that is no inline element: a paragraph, a heading, an item.
Elements are looked at only where text is found below them.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from turbohtml import Element, Node, NodeIterator, Text

from huiyin.ports.page_furniture import SILENT

INLINE: Final = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "rb", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "o:p",
})  # fmt: skip
# The marks of sentences; one set of characters first, so that the search is a plain scan.
SENTENCE: Final = re.compile(r"[。！？；，.!?;,:…](?:(?<=[。！？；，])|(?=[\s\"'”’)]|$))")
SHORTEST: Final = 20
FEWEST: Final = 8
SHOW_TEXT: Final = 4
DEEPEST: Final = 256


@dataclass(slots=True, eq=False)
class Place:
    """An element that text stands in, or in which such an element stands.

    around – for an inline element the place whose text its own belongs to, else None.
    spoken – running text in and below it (see `weight`). depth – how many places it stands in;
    a nest deeper than `DEEPEST` is read as if it ended there, so that no walk upwards is long.
    """

    element: Element
    up: "Place | None"
    tag: str
    linked: bool
    silent: bool
    around: "Place | None"
    depth: int = 0
    spoken: int = 0


Places = dict[Element, Place]


@dataclass(slots=True, eq=False)
class Block:
    """The text of one place. linked – how many bytes of it stand in links. spoken – how many are
    running text: 0 for a short line, a list of links or a line without a sentence's marks."""

    place: Place
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    text: str = ""
    spoken: int = 0


def spoken_places(root: Node, places: Places) -> dict[Place, int]:
    """The places of running text, each with how much; `places` and their sums are filled in."""
    found: dict[Place, int] = {}
    for node in NodeIterator(root, SHOW_TEXT):
        if type(node) is not Text:
            continue
        data = node.data
        size = len(data)
        if size < FEWEST or (size <= SHORTEST and data.isascii()) or not SENTENCE.search(data):
            continue
        parent = node.parent
        if type(parent) is not Element:
            continue
        place = places.get(parent) or _place(parent, places)
        if place.silent or place.linked:
            continue
        size = weight(data.strip())
        if size > SHORTEST:
            whose = place.around or place
            found[whose] = found.get(whose, 0) + size
    for start, size in found.items():
        each: Place | None = start
        while each is not None:
            each.spoken += size
            each = each.up
    return found


def blocks_of(root: Node, places: Places) -> list[Block]:
    """The blocks below an element that have text, in document order."""
    found: list[Block] = []
    current: Block | None = None
    for node in root.descendants:
        if type(node) is Text:
            data = node.data
            if data.isspace():
                if current is not None:
                    current.pieces.append(" ")
                continue
            parent = node.parent
            if type(parent) is not Element:
                continue
            place = places.get(parent) or _place(parent, places)
            if place.silent:
                continue
            whose = place.around or place
            if current is None or current.place is not whose:
                current = Block(whose)
                found.append(current)
            current.pieces.append(data)
            if place.linked:
                current.linked += weight(data.strip())
        elif current is not None and type(node) is Element and node.tag == "br":
            current.pieces.append("\n")
    return [block for block in found if _finished(block)]


def _place(element: Element, places: Places) -> Place:
    """The place of an element, and first of all those around it (no recursion: nests are deep)."""
    missing: list[Element] = []
    node: object = element
    while type(node) is Element and node not in places:
        missing.append(node)
        node = node.parent
    up = places.get(node) if type(node) is Element else None
    for each in reversed(missing):
        tag = each.tag
        if up is None:
            up = Place(each, None, tag, tag == "a", tag in SILENT, None)
        else:
            over = up.up if up.depth >= DEEPEST else up
            around = (up.around or up) if tag in INLINE else None
            linked, silent = tag == "a" or up.linked, tag in SILENT or up.silent
            up = Place(each, over, tag, linked, silent, around, min(up.depth + 1, DEEPEST))
        places[each] = up
    return places[element]


def _finished(block: Block) -> bool:
    """Put the block's text together; False where it is empty."""
    written = "".join(block.pieces).replace("\u200b", "").replace("\ufeff", "")
    if "\n" in written and any(piece == "\n" for piece in block.pieces):
        lines = "".join(
            piece if piece == "\n" else piece.replace("\n", " ") for piece in block.pieces
        ).split("\n")
        block.text = "\n".join(line for each in lines if (line := " ".join(each.split())))
    else:
        block.text = " ".join(written.split())
    size = weight(block.text)
    if size - block.linked > SHORTEST and block.linked * 2 < size and SENTENCE.search(block.text):
        block.spoken = size - block.linked
    return bool(block.text)


def weight(text: str) -> int:
    """Bytes in UTF-8: a rough measure of how much is said that is fair to wide scripts."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
