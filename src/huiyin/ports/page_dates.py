"""When a page was published: every place where it says so, the most deliberate first.

JSON-LD, meta elements, marked elements, then what a reader sees: a date with a label (发布时间),
a date with a clock, a bare date, a relative time (3小时前), each near the top of the page. A time
in the future is not believed.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from turbohtml import Document

from huiyin.ports.moments import read_moment
from huiyin.ports.plain import one_line
from huiyin.ports.spoken_moments import spoken_moment

NAMES: Final = (
    "article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate",
    "publish_time", "publishtime", "publication_date", "pubtime", "og:article:published_time",
    "weibo:article:create_at", "bytedance:published_time", "og:release_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "article.published",
    "firstpublishedtime", "createtime", "date", "og:time",
)  # fmt: skip
ARTICLES: Final = re.compile(r"Article|Posting|Report|WebPage")
DAY: Final = (
    r"(?:19|20)\d\d\s?(?:[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}|年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
)
CLOCK: Final = r"(?:T|\s|[ 日])*\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
SEEN: Final = (
    re.compile(rf"(?:时间|日期|发布于|发表于)\s*[:：]?\s*({DAY}(?:{CLOCK})?)"),
    re.compile(rf"({DAY}{CLOCK})"),
    # A bare day has a short line to itself; inside a sentence it belongs to the story.
    re.compile(rf"^[^。，\n]{{0,24}}?({DAY})[^。，\n]{{0,24}}$", re.MULTILINE),
)
RELATIVE: Final = re.compile(
    r"(?:^|[\s:：|·])(刚刚|\d{1,2}\s?(?:秒|分钟|小时|天)前|(?:今天|昨天|前天)(?:\s*\d{1,2}[:：]\d\d)?"
    r"|\d{1,2}[-/月]\d{1,2}日?\s+\d{1,2}[:：]\d\d)(?=$|[\s|·])",
    re.MULTILINE,
)
PARTED: Final = re.compile(r"\s?([-/.年月日])\s?")
BEFORE: Final = 150
AFTER: Final = 600
REPEATS: Final = 6
TOP: Final = 4000
SLACK: Final = timedelta(days=2)
Stated = Mapping[str, Any]


def publication_time(
    doc: Document,
    metas: Mapping[str, str],
    linked: list[Stated],
    title: str,
    now: datetime,
    zone: tzinfo,
) -> datetime | None:
    """Aware UTC, or None where the page does not say."""
    for written in _marked(doc, metas, linked):
        moment = read_moment(written, zone)
        if moment is not None and moment <= now + SLACK:
            return moment
    return _seen(doc.to_text(), title, now, zone)


def _marked(doc: Document, metas: Mapping[str, str], linked: list[Stated]) -> Iterator[str]:
    for node in linked:
        if ARTICLES.search(str(node.get("@type", ""))):
            yield str(node.get("datePublished", ""))
    for name in NAMES:
        if name in metas:
            yield metas[name]
    for element in doc.find_all("time", limit=8):
        yield element.attr("datetime") or one_line(element.text)


def _seen(text: str, title: str, now: datetime, zone: tzinfo) -> datetime | None:
    """What stands around the title, wherever it is repeated, else at the top of the page."""
    nears = [text[:TOP]]
    if title:
        at = [found.start() for found in re.finditer(re.escape(title), text[: 4 * TOP])][:REPEATS]
        nears = [text[max(each - BEFORE, 0) : each + len(title) + AFTER] for each in at] or nears
    for shape in SEEN:
        for near in nears:
            for found in shape.finditer(near):
                moment = _read(found[1], zone)
                if moment is not None and moment <= now + SLACK:
                    return moment
    for near in nears:
        relative = RELATIVE.search(near)
        if relative:
            return spoken_moment(relative[1], now, zone)
    return None


def _read(written: str, zone: tzinfo) -> datetime | None:
    plain = written.replace("：", ":").replace("\u00a0", " ").replace("\u3000", " ")
    return read_moment(PARTED.sub(r"\1", plain), zone)
