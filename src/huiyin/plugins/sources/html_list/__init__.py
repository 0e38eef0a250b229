"""Reads a list page: the links of a newspaper's column or a bureau's notices.

Which links count is said by a selector; without one the largest group of links that stand in the
same place of the page and carry headlines is taken. The time is the one written beside the link.
The text stands on the linked pages, which the desk reads one by one.
"""

from typing import Final

from huiyin.plugins.sources.html_list.links import Found, discover, pointed_at
from huiyin.ports import About, Document, Entry, Further, Kind, Reading, Setting, Words
from huiyin.ports.plain import one_line
from huiyin.ports.refusals import Refusal
from huiyin.ports.selecting import (
    LARGEST,
    attribute,
    select,
    selector_fault,
    tree_of,
    web_link,
)

MOST: Final = 1000
LINKS: Final = Setting(
    "links",
    Words("Which links", "取哪些链接"),
    hint=Words(
        "CSS or XPath of the links or of the rows, e.g. ul.news a. Empty: found by itself.",
        "链接或所在行的 CSS 或 XPath，如 ul.news a；留空则自动识别。",
    ),
    check=selector_fault,
)
NEXT: Final = Setting(
    "next",
    Words("Link to the next page", "下一页链接"),
    hint=Words("CSS or XPath; empty: the first page only.", "CSS 或 XPath；留空则只读首页。"),
    check=selector_fault,
)
PAGES: Final = Setting(
    "pages", Words("Pages to read", "读取页数"), Kind.NUMBER, default=1, least=1, most=10
)


class HtmlList:
    """The plug-in `html_list`."""

    name = "html_list"
    about = About(
        Words("List page", "列表网页"),
        Words(
            "The page that lists the articles or notices.",
            "列出文章或公告的网页，如“通知公告”栏目页。",
        ),
        (LINKS, NEXT, PAGES),
        links=True,
        full_text=True,
    )

    def read(self, document: Document) -> Reading:
        """The links of one list page as entries without a text."""
        if len(document.body) > LARGEST:
            detail = f"{len(document.body)} bytes, allowed are {LARGEST}"
            return Reading(refusals=(Refusal("document", "too_large", detail),))
        tree = tree_of(document)
        selector = str(document.settings.get("links", ""))
        try:
            found = pointed_at(tree, selector, document) if selector else discover(tree, document)
            further = _next_page(tree, document)
        except ValueError as error:
            return Reading(refusals=(Refusal("document", "selector_broken", str(error)[:300]),))
        if not found:
            code = "nothing_selected" if selector else "no_links"
            return Reading(refusals=(Refusal("document", code, selector),))
        heading = tree.select_one("title")
        title = one_line(heading.text)[:200] if heading else ""
        notes: tuple[Refusal, ...] = ()
        if len(found) > MOST:
            notes = (Refusal(f"entry {MOST + 1}", "too_many", f"allowed are {MOST}"),)
        entries = tuple(_entry(one) for one in found[:MOST])
        return Reading(entries, notes, title, dialect="html list", further=further)


def _entry(found: Found) -> Entry:
    return Entry(found.title, "", found.url, found.at, channel="feed")


def _next_page(tree: object, document: Document) -> tuple[Further, ...]:
    number = int(document.part) if document.part.isdecimal() else 1
    selector = str(document.settings.get("next", ""))
    if not selector or number >= int(document.settings.get("pages", 1) or 1):
        return ()
    for element in select(tree, selector):  # type: ignore[arg-type]
        link = web_link(document.url, attribute(element, "href"))
        if link:
            return (Further(link, str(number + 1)),)
    return ()


plugin = HtmlList()
