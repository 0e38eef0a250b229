"""Titles and bodies: Atom text constructs, RSS text of unknown kind, inline XHTML, base64."""

import base64
import binascii
import contextlib
import copy
import re
from typing import Final

from lxml import etree

from huiyin.ports import plain
from huiyin.ports.trees import attributes

KINDS: Final = {
    "text": "text/plain",
    "plain": "text/plain",
    "html": "text/html",
    "xhtml": "application/xhtml+xml",
}
MARKUP: Final = frozenset({"text/html", "application/xhtml+xml"})
LATIN: Final = re.compile(r"[\x80-\xff]")
C1: Final = re.compile(r"[\x80-\x9f]")


def text_of(element: "etree._Element", default: str, *, atom: bool) -> str:
    """The plain text of a title, summary or content element; "" for what is not text.

    default – the media type where the element names none. atom – whether the document says
    honestly what is markup; elsewhere plain text that looks like HTML is read as HTML.
    """
    given = attributes(element)
    kind = given.get("type", default).lower()
    kind = KINDS.get(kind, kind)
    if len(element):
        return plain.from_element(copy.deepcopy(element))
    raw = mended(element.text or "")
    if kind == "application/xhtml+xml":
        return plain.tidy(raw)
    if given.get("mode") == "base64" or not _textual(kind):
        raw = _unwrapped(raw)
    if kind not in MARKUP and not atom and plain.looks_like_html(raw):
        kind = "text/html"
    return plain.from_html(raw) if kind in MARKUP else plain.tidy(raw)


def flat(element: "etree._Element") -> str:
    """All text of an element as written, without blanks around it."""
    text = element.text or "" if not len(element) else "".join(element.itertext())
    return mended(text).strip()


def mended(text: str) -> str:
    """Undo two common slips: UTF-8 taken for Latin-1, and Windows-1252 written as controls."""
    if text.isascii() or not LATIN.search(text):
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return C1.sub(_windows, text)


def _windows(control: re.Match[str]) -> str:
    """The Windows-1252 character that a careless feed wrote as a C1 control."""
    return bytes([ord(control[0])]).decode("cp1252", "ignore")


def _textual(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("+xml", "/xml"))


def _unwrapped(raw: str) -> str:
    try:
        return base64.b64decode(raw.encode(), validate=False).decode()
    except (binascii.Error, ValueError):
        return raw
