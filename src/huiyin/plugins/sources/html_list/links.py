"""Links of a list page that lead to articles.

Without a selector: links are put together by where they stand (the tags and classes around them);
a group is worth the length of its headlines, and the best one wins. Navigation loses, for its
words are short; a single teaser loses, for it is alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from turbohtml import Document as Tree
from turbohtml import Element

from huiyin.ports.moments import read_moment
from huiyin.ports.plain import one_line
from huiyin.ports.selecting import attribute, select, web_link
from huiyin.rules.documents import Document

AROUND: Final = 4  # how far up tags and classes tell where a link stands
SHORTEST: Final = 6  # characters of a headline, where Chinese is dense and Latin is not
MOST_COUNTED: Final = 40
FEWEST: Final = 2
LONGEST_ROW: Final = 400
MOST_IN_ROW: Final = 2  # links: the column it belongs to, and the article
MOST_LINKS: Final = 20_000
DATE: Final = re.compile(
    r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
)
DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Found:
    """A link with its headline and the time written beside it."""

    title: str
    url: str
    at: datetime | None


def pointed_at(tree: Tree, selector: str, document: Document) -> list[Found]:
    """The links that a selector finds, or the first link in each thing that it finds."""
    return _made((_link_in(element) for element in select(tree, selector)), document)


def discover(tree: Tree, document: Document) -> list[Found]:
    """The group of links that looks most like a list of headlines."""
    groups: dict[tuple[str, ...], list[Element]] = defaultdict(list)
    host = urlsplit(document.url).hostname or ""
    for link in tree.select("a[href]")[:MOST_LINKS]:
        address = web_link(document.url, attribute(link, "href"))
        if len(_headline(link)) >= SHORTEST and _same_site(address, host):
            groups[_place(link)].append(link)
    fitting = [links for links in groups.values() if len(links) >= FEWEST]
    best = max(fitting, key=_worth, default=[])
    return _made(best, document)


def _worth(links: list[Element]) -> int:
    return sum(min(len(_headline(link)), MOST_COUNTED) for link in links)


def _made(links: Iterable[Element | None], document: Document) -> list[Found]:
    """Each address once, with the longest headline that leads there."""
    best: dict[str, Found] = {}
    for link in links:
        if link is None:
            continue
        url = web_link(document.url, attribute(link, "href"))
        title = _headline(link)
        known = best.get(url)
        if not url or url == document.url or (known and len(known.title) >= len(title)):
            continue
        best[url] = Found(title, url, (known and known.at) or _beside(link, document))
    return list(best.values())


def _link_in(element: Element) -> Element | None:
    if element.tag == "a":
        return element
    inside = element.select_one("a[href]")
    return inside if inside is not None else element.closest("a[href]")


def _headline(link: Element) -> str:
    """The words of a link; its title where that says the same at length ("…" is not the end)."""
    shown = one_line(link.text)
    whole = one_line(attribute(link, "title"))
    begun = shown.rstrip(".… ")
    longer = len(whole) > len(begun) and whole.startswith(begun[: max(len(begun) - 1, 0)])
    return (whole if longer or not shown else DATE.sub("", shown).strip())[:500]


def _place(link: Element) -> tuple[str, ...]:
    """Tags and classes from the link outwards, without numbers in them."""
    steps: list[str] = []
    one = link.parent
    while isinstance(one, Element) and len(steps) < AROUND:
        steps.append(f"{one.tag}.{DIGITS.sub('', attribute(one, 'class'))}")
        one = one.parent
    return (DIGITS.sub("", attribute(link, "class")), *steps)


def _beside(link: Element, document: Document) -> datetime | None:
    """The date in the row of a link: the nearest block around it that holds no other row."""
    one: object = link
    for _step in range(AROUND):
        if not isinstance(one, Element) or len(one.select("a[href]")) > MOST_IN_ROW:
            return None
        text = one.text[: LONGEST_ROW + 1]
        found = DATE.search(text)
        if found:
            return read_moment(_plain_date(found[0]), document.zone)
        if len(text) > LONGEST_ROW:
            return None
        one = one.parent
    return None


def _plain_date(written: str) -> str:
    """Blanks around the marks taken out, those before the clock kept."""
    return re.sub(r"\s*([-/.年月])\s*", r"\1", written)


def _same_site(address: str, host: str) -> bool:
    """Whether an address lies on the list's own site or a sister of it."""
    other = urlsplit(address).hostname or ""
    return bool(address) and other.split(".")[-2:] == host.split(".")[-2:]
