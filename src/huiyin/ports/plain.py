"""Markup to plain text. What is stored is text only, so nothing here has to be made safe.

Blocks become lines, runs of blanks become one, scripts and styles vanish with their content.
Simple markup is reduced by one pass of a pattern; anything else goes through libxml2's HTML
parser: linear, without network, and bounded in depth. Where that gives up on hostile nesting,
tags are simply cut out.
"""

import html
import html.entities
import re
from typing import Final

from lxml import etree

BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul",
})  # fmt: skip
SILENT: Final = ("script", "style", "applet", "template")
HTML_NAMES: Final = frozenset({
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b",
    "big", "blockquote", "br", "button", "canvas", "caption", "center", "cite", "code",
    "col", "colgroup", "command", "datagrid", "datalist", "dd", "del", "details", "dfn",
    "dialog", "dir", "div", "dl", "dt", "em", "event-source", "fieldset", "figcaption",
    "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "i", "img", "input", "ins", "kbd", "keygen",
    "label", "legend", "li", "m", "map", "menu", "meter", "multicol", "nav",
    "nextid", "noscript", "ol", "optgroup", "option", "output", "p", "picture", "pre",
    "progress", "q", "s", "samp", "section", "select", "small", "sound", "source",
    "spacer", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td",
    "textarea", "tfoot", "th", "thead", "time", "tr", "track", "tt", "u",
    "ul", "var", "video",
})  # fmt: skip
TAG: Final = re.compile(r"<[^<>]*>")
SIMPLE_TAG: Final = re.compile(
    r"""</?([a-zA-Z][a-zA-Z0-9]*)(?:[\s/](?:[^<>"']|"[^"<]*"|'[^'<]*')*)?>"""
)
SPECIAL: Final = re.compile(r"<(?:[!?]|/?(?:script|style|applet|template)\b)", re.IGNORECASE)
BLANKS: Final = re.compile(r"[^\S\n]+")
LINES: Final = re.compile(r" ?\n[ \n]*")
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def without_controls(text: str) -> str:
    return CONTROLS.sub("", text)


def tidy(text: str) -> str:
    """Drop control characters, collapse blanks, keep at most one line break in a row."""
    cleaned = BLANKS.sub(" ", without_controls(text))
    return (LINES.sub("\n", cleaned) if "\n" in cleaned else cleaned).strip()


def one_line(text: str) -> str:
    return " ".join(without_controls(text).split())


def from_html(markup: str) -> str:
    """The text a reader of this HTML fragment would see."""
    if "<" not in markup:
        return tidy(html.unescape(markup)) if "&" in markup else tidy(markup)
    simple = _simply(markup)
    return _thoroughly(without_controls(markup)) if simple is None else simple


def _simply(markup: str) -> str | None:
    """The text of markup that is nothing but plain tags, or None."""
    if SPECIAL.search(markup):
        return None
    text = SIMPLE_TAG.sub(_break_or_nothing, markup)
    return None if "<" in text else tidy(html.unescape(text))


def _break_or_nothing(tag: re.Match[str]) -> str:
    return "\n" if tag[1].lower() in BLOCKS else ""


def _thoroughly(markup: str) -> str:
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<div>{markup}</div>", parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None or len(parser.error_log.filter_from_fatals()):
        return tidy(html.unescape(TAG.sub(" ", markup)))
    return from_element(root)


def from_element(root: "etree._Element") -> str:
    """The text below an HTML or XHTML element. The tree is changed."""
    for element in list(root.iter()):
        name = local_name(element)
        if name in SILENT:
            element.text = None
            del element[:]
        elif name in BLOCKS and element is not root:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
    return tidy("".join(root.itertext()))


def looks_like_html(text: str) -> bool:
    """Whether text that should be plain is markup after all.

    It needs a closing tag or an entity, every tag must be an HTML tag and every named entity an
    HTML entity; so “a < b” and “AT&T” stay as they are.
    """
    if "&" not in text and "</" not in text:
        return False
    if not re.search(r"</\w+>|&#?\w+;", text):
        return False
    if any(name.lower() not in HTML_NAMES for name in re.findall(r"</?(\w+)", text)):
        return False
    return all(name in html.entities.entitydefs for name in re.findall(r"&(\w+);", text))


def local_name(element: "etree._Element") -> str:
    """The element's name in lower case without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
