"""What a page says about itself: title, address, outlet, where it was taken from.

Each fact is taken from the first place that states it, the most deliberate first: structured
data for machines (JSON-LD), meta elements, elements marked with a date, then the visible text.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from turbohtml import Document

from huiyin.ports.addresses import canonical_address
from huiyin.ports.page_dates import publication_time
from huiyin.ports.plain import from_html, one_line

OUTLETS: Final = ("og:site_name", "application-name", "sitename", "publisher")
FIRST: Final = ("contentsource", "source", "article:source", "content_source", "mediaid")
TITLES: Final = ("articletitle", "og:title", "twitter:title")
SOURCE_LABELS: Final = ("来源", "转载自", "转自", "原载")
SOURCE_LABEL: Final = re.compile(
    r"^(?:(?:信息|文章|本文|稿件|新闻|内容|资料)?来源|转载自|转自|原载)(?:于)?\s*[:：]?\s*"
)
# Between the label and the name stand a colon, blanks and tags.
GAP: Final = r"(?:\s|&nbsp;|&#160;|</?[a-zA-Z][^<>]{0,300}>|<!--.{0,200}?-->)*"
SOURCE: Final = re.compile(
    rf"(?:来源|转载自|转自|原载于?)(?:{GAP}[:：]{GAP}|{GAP}(?=《))([^<>\s&|，。；,;]{{2,30}})"
)
NAME_END: Final = re.compile(r"[\s|·，。；:：）)]|作者|责任?编辑?[:：]?|发布")
NOBODY: Final = re.compile(
    r"网络|互联网|本[站网报].{0,4}|原创.*|未知|不详|其他|综合|转载|网友.*|作者.*|摄图网|.*[{}$+\\\"'=].*"
)
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
MOST_SOURCES: Final = 12
REACH: Final = 800
LONGEST_NAME: Final = 24
KEYS: Final = frozenset({"datePublished", "publisher", "articleBody"})
MOST_NODES: Final = 400


@dataclass(frozen=True, slots=True)
class Facts:
    title: str = ""
    url: str = ""
    outlet: str = ""
    first_outlet: str = ""
    body: str = ""
    published_at: datetime | None = None


def facts_of(doc: Document, markup: str, url: str, now: datetime, zone: tzinfo = UTC) -> Facts:
    """Read the facts from a page, parsed and as it was written, that was fetched from `url`."""
    metas = _metas(doc)
    linked = list(_linked_data(doc))
    title = _title(doc, metas)
    return Facts(
        title=title,
        url=_address(doc, metas, url),
        outlet=_outlet(metas, linked),
        first_outlet=_first_outlet(metas, markup) if CHINESE.search(title) else "",
        published_at=publication_time(doc, metas, linked, title, now, zone),
        body=_stated_body(linked),
    )


def _stated_body(linked: list[Mapping[str, Any]]) -> str:
    """The text of the article as JSON-LD gives it, plain; "" where it does not."""
    bodies = [body for node in linked if isinstance(body := node.get("articleBody"), str)]
    return from_html(max(bodies, key=len)) if bodies else ""


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
            if KEYS & node.keys():
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


def _first_outlet(metas: Mapping[str, str], markup: str) -> str:
    """Whom the page names as its source; "" where it names nobody or only says 网络 or 本站."""
    stated = [metas[name] for name in FIRST if name in metas]
    for written in [*stated, *_named_sources(markup)]:
        name = SOURCE_LABEL.sub("", one_line(written)).strip("《》【】()（）“” -|")
        name = NAME_END.split(name)[0]
        if 2 <= len(name) <= LONGEST_NAME and not NOBODY.fullmatch(name):
            return name
    return ""


def _named_sources(markup: str) -> Iterator[str]:
    """Names after a label such as 来源. A plain search for each label, since pages are long."""
    for label in SOURCE_LABELS:
        at = markup.find(label)
        for _ in range(MOST_SOURCES):
            if at < 0:
                break
            found = SOURCE.match(markup[at : at + REACH])
            if found:
                yield html.unescape(found[1])
            at = markup.find(label, at + 1)
