"""What a page says about itself: title, address, outlet, time of publication.

Each fact is taken from the first place that states it, the most deliberate first: structured
data for machines (JSON-LD), meta elements, elements marked with a date, then the visible text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from turbohtml import Document

from huiyin.ports.addresses import canonical_address
from huiyin.ports.moments import read_moment
from huiyin.ports.plain import one_line

TIMES: Final = (
    "article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate",
    "publish_time", "publishtime", "publication_date", "pubtime", "og:article:published_time",
    "weibo:article:create_at", "bytedance:published_time", "og:release_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "article.published",
    "firstpublishedtime", "createtime", "date", "og:time",
)  # fmt: skip
OUTLETS: Final = ("og:site_name", "application-name", "sitename", "contentsource", "source")
TITLES: Final = ("articletitle", "og:title", "twitter:title")
ARTICLES: Final = re.compile(r"Article|Posting|Report|WebPage")
MOST_NODES: Final = 400
SLACK: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Facts:
    title: str = ""
    url: str = ""
    outlet: str = ""
    published_at: datetime | None = None


def facts_of(doc: Document, url: str, now: datetime, zone: tzinfo = UTC) -> Facts:
    """Read the facts from a parsed page that was fetched from `url`."""
    metas = _metas(doc)
    linked = list(_linked_data(doc))
    return Facts(
        title=_title(doc, metas),
        url=_address(doc, metas, url),
        outlet=_outlet(metas, linked),
        published_at=_published(doc, metas, linked, now, zone),
    )


def _metas(doc: Document) -> dict[str, str]:
    """Meta elements by lower-case name; the first of a name stands."""
    found: dict[str, str] = {}
    for meta in doc.find_all("meta"):
        name = meta.attr("property") or meta.attr("name") or meta.attr("itemprop")
        content = meta.attr("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _linked_data(doc: Document) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD that says when something was published."""
    stack: list[Any] = list(reversed(doc.json_ld()))
    for _ in range(MOST_NODES):
        if not stack:
            return
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            if "datePublished" in node or "publisher" in node:
                yield node
            stack.extend(node[key] for key in ("mainEntity", "@graph") if key in node)


def _title(doc: Document, metas: Mapping[str, str]) -> str:
    for name in TITLES:
        if name in metas:
            return one_line(metas[name])
    heading = doc.find("h1")
    if heading is not None and one_line(heading.text):
        return one_line(heading.text)
    title = doc.find("title")
    return one_line(title.text) if title is not None else ""


def _address(doc: Document, metas: Mapping[str, str], url: str) -> str:
    """The page's own name for itself, where it stays on the same site; else where it was found."""
    own = canonical_address(url)
    for link in doc.find_all("link", limit=100):
        if "canonical" in (link.attr("rel") or "").lower().split():
            stated = canonical_address(link.attr("href") or "", url)
            if stated and _is_a_page(stated):
                return stated
            break
    stated = canonical_address(metas.get("og:url", ""), url)
    return stated if stated and _is_a_page(stated) else own


def _is_a_page(address: str) -> bool:
    """A front page given as the canonical address of an article is a slip of the template."""
    return address.count("/") > 3 or "?" in address


def _outlet(metas: Mapping[str, str], linked: list[Mapping[str, Any]]) -> str:
    for name in OUTLETS:
        if name in metas:
            return one_line(metas[name])
    for node in linked:
        publisher = node.get("publisher")
        stated = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(stated, str) and stated.strip():
            return one_line(stated)
    return ""


def _published(
    doc: Document,
    metas: Mapping[str, str],
    linked: list[Mapping[str, Any]],
    now: datetime,
    zone: tzinfo,
) -> datetime | None:
    for written in _written_times(doc, metas, linked):
        moment = read_moment(written, zone)
        if moment is not None and moment <= now + SLACK:
            return moment
    return None


def _written_times(
    doc: Document, metas: Mapping[str, str], linked: list[Mapping[str, Any]]
) -> Iterator[str]:
    for node in linked:
        if ARTICLES.search(str(node.get("@type", ""))):
            yield str(node.get("datePublished", ""))
    for name in TIMES:
        if name in metas:
            yield metas[name]
    for element in doc.find_all("time", limit=8):
        yield element.attr("datetime") or one_line(element.text)
