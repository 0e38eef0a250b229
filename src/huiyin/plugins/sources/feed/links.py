"""Links: resolved against xml:base and the document's address, dangerous schemes dropped."""

import re
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from huiyin.ports.trees import attributes

SLASHES: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
# What joining leaves as it is: an absolute address without anything odd.
WHOLE: Final = re.compile(
    r"https?://[A-Za-z0-9.:-]+(?:/[\w.~/%=&+-]*(?:\?[\w.~/%=&+-]+)?)?", re.ASCII
)
SCHEME: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
DANGEROUS: Final = frozenset(
    {"javascript", "vbscript", "data", "file", "blob", "about", "view-source"}
)
WEB: Final = frozenset({"http", "https", "ftp"})
MARKUP_TYPES: Final = frozenset({"text/html", "html", "application/xhtml+xml", "xhtml"})


def join(base: str, link: str) -> str:
    """The absolute link; "" where the two make no sense together."""
    if WHOLE.fullmatch(link):
        return link
    try:
        return urljoin(base, SLASHES.sub(r"\1\3", link.strip()))
    except ValueError:
        return ""


def safe(link: str) -> bool:
    """Whether a link may be stored: it names no scheme that runs or reads something."""
    if link.startswith(("http://", "https://")):
        return True
    found = SCHEME.match("".join(character for character in link[:64] if character > " "))
    return not found or found[1].lower() not in DANGEROUS


def base_of(element: "etree._Element", address: str) -> str:
    """The address against which links of an element are resolved."""
    chain = [element, *element.iterancestors()]
    base = address
    for one in reversed(chain):
        given = attributes(one).get("base")
        if not given:
            continue
        joined = join(base, given)
        found = SCHEME.match(joined)
        if not base or (found and found[1].lower() in WEB):
            base = joined
    return base


def target(element: "etree._Element") -> tuple[str | None, bool]:
    """The address a link element carries in an attribute, and whether it is the page itself."""
    given = attributes(element)
    href = given.get("url") or given.get("uri") or given.get("href")
    if href is None and "href" not in given:
        return None, False
    rel = given.get("rel", "alternate").lower()
    kind = given.get("type", "application/atom+xml" if rel == "self" else "text/html").lower()
    return href or "", rel == "alternate" and kind in MARKUP_TYPES
