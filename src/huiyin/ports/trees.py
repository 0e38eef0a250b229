"""XML text to an element tree, safely.

The document type declaration is taken out before the parser sees it: short plain entities are
put in by hand within a budget, all others are ignored and said. The parser loads nothing,
expands nothing, and keeps libxml2's caps on depth and on the length of a text. A document that
is not well-formed is mended (bare ampersands, HTML entities, control characters, unquoted
attributes, junk in front) and parsed with recovery.
"""

import html
import html.entities
import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from huiyin.ports.plain import without_controls
from huiyin.ports.refusals import Refusal

DECLARATION: Final = re.compile(r"<\?xml\b[^>]{0,400}>")
ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
ENTITY: Final = re.compile(
    r"<!ENTITY\s+(\w+)\s+(?:\"(&#\w{1,8};|[^&%<\"]{0,32})\"|'([^&%<']{0,32})')\s*>"
)
REFERENCE: Final = re.compile(r"&(\w{1,32});")
BARE: Final = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});)")
BAD_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));")
TAG: Final = re.compile(r"<[A-Za-z][^<>]*>")
ATTRIBUTE: Final = re.compile(r"(?<![\w:.-])([\w:.-]+)=(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
BEFORE: Final = "\ufeff \t\r\n"
XML_ENTITIES: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
BLANKS: Final = re.compile(r"\s+")
SUBSET_END: Final = re.compile(r"\]\s*>")
GROWTH: Final = 1024 * 1024
MOST_ATTRIBUTES: Final = 200
HEAD: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Parsed:
    root: "etree._Element | None"
    notes: tuple[Refusal, ...] = ()


def declared_encoding(body: bytes) -> str:
    """The encoding named in the XML declaration, or ""."""
    found = ENCODING.search(body[:HEAD].replace(b"\x00", b"")[:400])
    return found[1].decode("ascii", "ignore") if found else ""


def parse(text: str) -> Parsed:
    text = text.replace("\x00", "").lstrip(BEFORE)
    declaration = DECLARATION.match(text)
    if declaration:
        text = text[declaration.end() :].lstrip(BEFORE)
    text, notes = _without_doctype(text)
    try:
        return Parsed(_parsed(text, recover=False), notes)
    except etree.XMLSyntaxError as error:
        message = error.msg or ""
        code = "too_deep" if "depth" in message else "ill_formed"
        broken = Refusal(f"line {error.lineno or 1}", code, message, _line(text, error.lineno))
    try:
        root = _parsed(_mended(text), recover=True)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        broken = Refusal(broken.where, "unreadable", broken.detail, text[:200])
    return Parsed(root, (*notes, broken))


def attributes(element: "etree._Element") -> dict[str, str]:
    """Attributes by lower-case local name (`xml:base` becomes "base").

    An element with more than `MOST_ATTRIBUTES` has none: the library looks each one up from the
    first, and no honest document comes near.
    """
    given = element.attrib
    if not given or len(given) > MOST_ATTRIBUTES:
        return {}
    return {str(name).rpartition("}")[2].lower(): str(value) for name, value in given.items()}


def _parsed(text: str, *, recover: bool) -> "etree._Element | None":
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return root


def _without_doctype(text: str) -> tuple[str, tuple[Refusal, ...]]:
    """The text with its document type declaration removed and harmless entities put in."""
    start = _prolog_end(text)
    if not text.startswith("<!DOCTYPE", start):
        return text, ()
    close, subset = text.find(">", start), text.find("[", start)
    if 0 <= subset < close:
        end = SUBSET_END.search(text, subset)
        close = end.end() - 1 if end else -1
    if close < 0:
        return text, ()
    declared = text[start : close + 1]
    plain = {name: one or two for name, one, two in ENTITY.findall(declared)}
    notes: tuple[Refusal, ...] = ()
    if declared.count("<!ENTITY") > len(plain):
        notes = (Refusal("document", "entities_ignored", "", declared),)
    return _resolved(text[:start] + text[close + 1 :], plain), notes


def _prolog_end(text: str) -> int:
    """Where the comments, instructions and blanks before the first element end."""
    at = 0
    while True:
        blanks = BLANKS.match(text, at)
        at = blanks.end() if blanks else at
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(opening, at):
                end = text.find(closing, at + len(opening))
                at = end + len(closing) if end >= 0 else len(text)
                break
        else:
            return at


def _resolved(text: str, plain: dict[str, str]) -> str:
    """Put declared and HTML entities in as characters, up to `GROWTH` more of them."""
    left = GROWTH

    def character(found: re.Match[str]) -> str:
        nonlocal left
        name = found[1]
        if name in XML_ENTITIES:
            return found[0]
        value = plain.get(name)
        if value is None:
            value = html.entities.html5.get(f"{name};", "")
            return html.escape(value) if value else f"&amp;{name};"
        left -= len(value)
        return value if left > 0 else ""

    return REFERENCE.sub(character, text)


def _mended(text: str) -> str:
    start = text.find("<")
    text = BARE.sub("&amp;", without_controls(text[max(start, 0) :]))
    text = BAD_REFERENCE.sub(_allowed, _resolved(text, {}))
    return TAG.sub(_with_quotes, text)


def _with_quotes(tag: re.Match[str]) -> str:
    return ATTRIBUTE.sub(_quoted, tag[0]) if "=" in tag[0] else tag[0]


def _quoted(attribute: re.Match[str]) -> str:
    name, value = attribute[1], attribute[2]
    return attribute[0] if value[0] in "\"'" else f'{name}="{value}"'


def _allowed(found: re.Match[str]) -> str:
    """A numeric reference in proper form, unless it names a character that XML forbids."""
    code = int(found[1], 16) if found[1] else int(found[2])
    fine = code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    return f"&#{code};" if fine or 0x10000 <= code < 0x110000 else ""


def _line(text: str, number: int | None) -> str:
    lines = text[: 4 * HEAD].splitlines()
    return lines[number - 1][:200] if number and number <= len(lines) else ""
