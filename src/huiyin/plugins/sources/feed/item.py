"""One `item` or `entry` to an Entry.

Where an element stands several times, the rules are: the first title that says something, the
last page link, the last date; a guid is the link only when the entry has no other and the guid
does not deny it. Published wins over updated. Authors, contributors and images are not entered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Final

from lxml import etree

from huiyin.plugins.sources.feed import links
from huiyin.plugins.sources.feed.names import name_of
from huiyin.plugins.sources.feed.texts import flat, text_of
from huiyin.ports.moments import carried_moment, read_moment
from huiyin.ports.plain import one_line
from huiyin.ports.refusals import Refusal
from huiyin.ports.sources import Entry
from huiyin.ports.trees import attributes

TITLES: Final = frozenset({"title", "dc:title", "media:title"})
PUBLISHED: Final = frozenset({"published", "issued", "pubdate", "dcterms:issued"})
UPDATED: Final = frozenset({"updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"})
CONTENTS: Final = {
    "content:encoded": "text/html",
    "content": "text/plain",
    "body": "application/xhtml+xml",
    "xhtml:body": "application/xhtml+xml",
    "fullitem": "text/html",
}
SUMMARIES: Final = {
    "description": "text/html",
    "dc:description": "text/html",
    "summary": "text/plain",
    "abstract": "text/plain",
    "itunes:summary": "text/plain",
    "media:description": "text/html",
}
LEAVES: Final = TITLES | PUBLISHED | UPDATED | CONTENTS.keys() | SUMMARIES.keys()
NOT_ENTERED: Final = frozenset({
    "author", "contributor", "managingeditor", "webmaster", "dc:creator", "dc:author",
    "dc:contributor", "dc:publisher", "itunes:author", "itunes:owner", "media:credit",
    "image", "textinput", "item", "entry",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feed:
    """What an entry must know about its document."""

    atom: bool
    title: str
    address: str
    zone: tzinfo
    based: bool

    def titled(self, title: str) -> "Feed":
        return replace(self, title=title)

    def resolve(self, element: "etree._Element", link: str) -> str:
        base = links.base_of(element, self.address) if self.based else self.address
        return links.join(base, link)


@dataclass(slots=True)
class Draft:
    """An entry while it is being read."""

    title: str = ""
    title_depth: int = 1000
    settled_depth: int = 1000
    link: str | None = None
    id: str = ""
    written: dict[str, str] = field(default_factory=dict)
    contents: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    outlet: str = ""
    place: str = ""
    categories: list[str] = field(default_factory=list)


def read_entry(
    element: "etree._Element", feed: Feed, where: str
) -> tuple[Entry | None, list[Refusal]]:
    draft = Draft()
    given = attributes(element)
    if "href" in given:
        draft.link = feed.resolve(element, given["href"])
    draft.id = given.get("about", "")
    draft.written["updated"] = given.get("lastmod", "")
    for name, part, depth in _parts(element):
        _take(draft, name, part, depth, feed)
    return _finish(draft, feed, where)


def _parts(entry: "etree._Element") -> Iterator[tuple[str, "etree._Element", int]]:
    """The entry's elements in document order, without people, images and nested entries."""
    stack = [(child, 1) for child in reversed(entry)]
    while stack:
        element, depth = stack.pop()
        name = name_of(element)
        if name in NOT_ENTERED:
            continue
        yield name, element, depth
        if name not in LEAVES and name != "source":
            stack.extend((child, depth + 1) for child in reversed(element))


def _take(draft: Draft, name: str, part: "etree._Element", depth: int, feed: Feed) -> None:
    if name in TITLES:
        _take_title(draft, name, part, depth, feed)
    elif name == "link":
        _take_link(draft, part, feed)
    elif name in {"guid", "id"}:
        _take_id(draft, part, feed)
    elif name in PUBLISHED:
        draft.written["published"] = flat(part)
    elif name in UPDATED:
        draft.written["updated"] = flat(part)
    elif name in CONTENTS:
        draft.contents.append(text_of(part, CONTENTS[name], atom=feed.atom))
    elif name in SUMMARIES:
        draft.summaries.append(text_of(part, SUMMARIES[name], atom=feed.atom))
    else:
        _take_rest(draft, name, part, feed)


def _take_rest(draft: Draft, name: str, part: "etree._Element", feed: Feed) -> None:
    if name == "source":
        titles = [child for child in part if name_of(child) == "title"]
        draft.outlet = (
            one_line(text_of(titles[0], "text/plain", atom=feed.atom)) if titles else flat(part)
        )
    elif name in {"category", "dc:subject"}:
        category = attributes(part).get("term") or flat(part)
        if category:
            draft.categories.append(one_line(category))
    elif name == "georss:featurename":
        draft.place = one_line(flat(part))


def _take_title(draft: Draft, name: str, part: "etree._Element", depth: int, feed: Feed) -> None:
    """The first that says something wins, unless a later one stands further out."""
    if depth >= draft.settled_depth or depth > draft.title_depth:
        return
    draft.title = one_line(text_of(part, "text/plain", atom=feed.atom))
    draft.title_depth = depth
    if draft.title and name != "media:title":
        draft.settled_depth = depth


def _take_link(draft: Draft, part: "etree._Element", feed: Feed) -> None:
    href, is_page = links.target(part)
    if href is None:
        text = flat(part).replace("&amp;", "&")
        draft.link = feed.resolve(part, text) if text else ""
    elif is_page:
        draft.link = feed.resolve(part, href)


def _take_id(draft: Draft, part: "etree._Element", feed: Feed) -> None:
    draft.id = flat(part)
    if attributes(part).get("ispermalink", "true") == "true" and draft.link is None:
        draft.link = feed.resolve(part, draft.id) if draft.id else ""


def _finish(draft: Draft, feed: Feed, where: str) -> tuple[Entry | None, list[Refusal]]:
    notes: list[Refusal] = []
    at = _moment(draft, feed.zone, where, notes)
    link = draft.link or ""
    if not links.safe(link):
        notes.append(Refusal(where, "link_unsafe", "", link))
        link = ""
    body = next((text for text in draft.contents + draft.summaries if text), "")
    if not (draft.title or body or link or draft.id or at):
        return None, [*notes, Refusal(where, "empty_entry")]
    extra = {"id": draft.id, "categories": ", ".join(draft.categories)}
    return Entry(
        title=draft.title,
        body=body,
        url=link,
        published_at=at,
        outlet=draft.outlet or feed.title,
        place=draft.place,
        channel="feed",
        extra={key: value for key, value in extra.items() if value},
    ), notes


def _moment(draft: Draft, zone: tzinfo, where: str, notes: list[Refusal]) -> datetime | None:
    """Published, else updated; an unreadable or impossible one is said."""
    for key in ("published", "updated"):
        written = draft.written.get(key, "")
        if not written:
            continue
        at = read_moment(written, zone)
        if at is None:
            at = carried_moment(written, zone)
            code = "date_carried" if at else "date_unreadable"
            notes.append(Refusal(f"{where}: {key}", code, "", written))
        if at is not None:
            return at
    return None
