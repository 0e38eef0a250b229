"""Watches one page: whatever is edited on it, openly or silently, becomes a further version of the
same item, so that what stood there before stays readable.

A selector says which part counts; without one the main text does, as the page reader finds it.
Lines that change all the time – counters, clocks – can be left out.
"""

from typing import Final

from huiyin.ports import About, Document, Entry, Kind, Reading, Setting, Words
from huiyin.ports.patterns import compiled, pattern_fault
from huiyin.ports.plain import one_line, tidy
from huiyin.ports.refusals import Refusal
from huiyin.ports.selecting import LARGEST, select, selector_fault, tree_of

PART: Final = Setting(
    "part",
    Words("Which part of the page", "监看页面的哪一部分"),
    hint=Words(
        "CSS or XPath, e.g. div.content. Empty: the main text.",
        "CSS 或 XPath，如 div.content；留空则取正文。",
    ),
    check=selector_fault,
)
IGNORED: Final = Setting(
    "ignored",
    Words("Lines that do not count", "忽略这些行"),
    Kind.LINES,
    Words(
        "One regular expression a line, e.g. 浏览次数.*",
        "每行一条正则表达式，如 浏览次数.*",
    ),
    check=pattern_fault,
)


class PageWatch:
    """The plug-in `page_watch`."""

    name = "page_watch"
    about = About(
        Words("Single page, watched for edits", "单个网页（监看改动）"),
        Words(
            "The page to watch, e.g. a notice or a list of rules.",
            "要监看改动的网页，如一则通告、一份名单。",
        ),
        (PART, IGNORED),
    )

    def read(self, document: Document) -> Reading:
        """The page as one entry that revises itself."""
        if len(document.body) > LARGEST:
            detail = f"{len(document.body)} bytes, allowed are {LARGEST}"
            return Reading(refusals=(Refusal("document", "too_large", detail),))
        if not document.body.strip():
            return Reading(refusals=(Refusal("document", "empty"),))
        tree = tree_of(document)
        heading = tree.select_one("h1") or tree.select_one("title")
        title = one_line(heading.text)[:300] if heading else ""
        selector = str(document.settings.get("part", ""))
        try:
            text = (
                "\n".join(tidy(part.to_text()) for part in select(tree, selector))
                if selector
                else tree.main_text()
            )
        except ValueError as error:
            return Reading(refusals=(Refusal("document", "selector_broken", str(error)[:300]),))
        body = _without_ignored(tidy(text), str(document.settings.get("ignored", "")))
        if not body:
            code = "nothing_selected" if selector else "no_text"
            return Reading(refusals=(Refusal("document", code, selector),))
        entry = Entry(title or document.url, body, document.url, extra={"id": "page"}, revises=True)
        return Reading((entry,), title=title, dialect="page")


def _without_ignored(text: str, patterns: str) -> str:
    every = [compiled(line) for line in patterns.splitlines() if line.strip()]
    if not every:
        return text
    kept = (line for line in text.split("\n") if not any(one.search(line[:500]) for one in every))
    return "\n".join(kept)


plugin = PageWatch()
