"""Web pages as trees, and the places in them that a person pointed at.

A selector is CSS (`ul.news a`) or, when it begins with `/`, `./` or `(`, XPath (`//ul/li/a`). The
parser follows the HTML standard, so any bytes give a tree; nothing is run and nothing is loaded.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

import turbohtml
from turbohtml import Element

from huiyin.ports.decoding import charset_of, decode
from huiyin.ports.words import Words
from huiyin.rules.documents import Document

LARGEST: Final = 10 * 1024 * 1024
META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
HEAD: Final = 4096
LONGEST_SELECTOR: Final = 500


def tree_of(document: Document) -> "turbohtml.Document":
    """The page as a tree; charset by what the bytes are, then by what they say."""
    body = document.body[:LARGEST]
    found = META.search(body[:HEAD])
    declared = found[1].decode("ascii", "ignore") if found else ""
    text = decode(body, declared, charset_of(document.content_type)).text
    return turbohtml.parse(text, positions=False)


def is_xpath(selector: str) -> bool:
    return selector.startswith(("/", "./", "("))


def select(tree: "turbohtml.Document | Element", selector: str) -> list[Element]:
    """The elements a selector finds, in document order; ValueError for one that is not sound."""
    if not is_xpath(selector):
        return list(tree.select(selector))
    found = tree.xpath(selector)
    several = found if isinstance(found, Sequence) and not isinstance(found, str) else []
    return [one for one in several if isinstance(one, Element)]


@lru_cache(maxsize=256)
def selector_fault(selector: str) -> Words | None:
    """What is wrong with a selector as typed, or None."""
    if len(selector) > LONGEST_SELECTOR:
        return Words("This selector is too long.", "选择器过长。")
    try:
        select(turbohtml.parse("<p>", positions=False), selector)
    except ValueError as error:
        said = str(error)[:200]
        return Words(f"This selector is not sound: {said}", f"选择器写法有误：{said}")
    return None


def web_link(base: str, href: str) -> str:
    """The absolute http(s) address without its fragment, or "" where the link leads elsewhere."""
    if not href.strip():
        return ""
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
        fit = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return address.partition("#")[0] if fit and len(address) <= 2000 else ""


def attribute(element: Element, name: str) -> str:
    """The attribute's text; several values are joined by blanks, a missing one is ""."""
    value = element.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)
