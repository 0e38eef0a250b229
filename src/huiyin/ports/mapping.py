"""JSON to entries, by expressions that name where things stand (JMESPath, https://jmespath.org).

Only what is named is read, so whatever else a row holds – accounts, names, devices – is dropped.
Numbers of a length that only instants have are instants; markup becomes text.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import jmespath  # type: ignore[import-untyped]
import msgspec
from jmespath.exceptions import JMESPathError  # type: ignore[import-untyped]

from huiyin.ports import plain
from huiyin.ports.decoding import charset_of, decode
from huiyin.ports.moments import read_moment
from huiyin.ports.refusals import Refusal
from huiyin.ports.rows import field_of
from huiyin.ports.selecting import web_link
from huiyin.ports.settings import Schema, Setting, Value
from huiyin.ports.sources import Document, Entry
from huiyin.ports.words import UNSAID, Words

MOST: Final = 10_000
LONGEST: Final = 500
FALLBACKS: Final[Mapping[str, str]] = {
    "items": "items || data.items || data.list || data || results || articles || entries || @",
    "title": "title || headline || name || subject",
    "text": "content || body || text || content_html || content_text || summary || description",
    "url": "url || link || href || external_url",
    "id": "id || guid || _id || url",
    "time": (
        "published_at || published || date_published || publishedAt || pubDate || publish_time"
        " || created_at || date || time"
    ),
    "outlet": "outlet || source.name || source || site || publisher",
}
LABELS: Final = {
    "items": Words("Where the list stands", "列表所在位置"),
    "title": Words("Title", "标题"),
    "text": Words("Text", "正文"),
    "url": Words("Link", "链接"),
    "id": Words("Identifier", "编号"),
    "time": Words("Time of publication", "发布时间"),
    "outlet": Words("Outlet", "媒体"),
}
HINT: Final = Words(
    "JMESPath, e.g. data.list or news.title. Empty: the usual names are tried.",
    "JMESPath 表达式，如 data.list、news.title；留空则尝试常见名称。",
)


def fault(expression: str) -> Words | None:
    """What is wrong with an expression as typed, or None."""
    if len(expression) > LONGEST:
        return Words("This expression is too long.", "表达式过长。")
    try:
        _compiled(expression)
    except (JMESPathError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:200]
        return Words(f"This expression is not sound: {said}", f"表达式写法有误：{said}")
    if any(field_of(part) == "personal" for part in expression.replace("||", ".").split(".")):
        return Words(
            "Names and accounts of private persons are not collected.",
            "不采集个人的姓名与账号。",
        )
    return None


def schema() -> Schema:
    """The settings that say where things stand."""
    return tuple(
        Setting(name, label, hint=HINT if name == "items" else UNSAID, check=fault)
        for name, label in LABELS.items()
    )


def load(document: Document) -> Any | Refusal:
    """The JSON of a document, or why there is none."""
    text = decode(document.body, charset_of(document.content_type)).text
    try:
        return msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        return Refusal("document", "not_json", str(error)[:300], text[:200])


def find(expression: str, value: Any) -> Any:
    """What an expression finds; None where it finds nothing or cannot be applied."""
    try:
        return _compiled(expression).search(value)
    except (JMESPathError, RecursionError, TypeError, ValueError):
        return None


def entries(
    value: Any, document: Document, outlet: str = ""
) -> tuple[tuple[Entry, ...], tuple[Refusal, ...]]:
    """The entries of parsed JSON by the document's settings."""
    rows = find(_expression(document.settings, "items"), value)
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        return (), (Refusal("document", "no_list", _expression(document.settings, "items")),)
    found: list[Entry] = []
    refusals: list[Refusal] = []
    if len(rows) > MOST:
        refusals.append(Refusal(f"entry {MOST + 1}", "too_many", f"allowed are {MOST}"))
    for number, row in enumerate(rows[:MOST], start=1):
        entry = _entry(row, document, outlet, f"entry {number}", refusals)
        if entry:
            found.append(entry)
    return tuple(found), tuple(refusals)


def _entry(
    row: Any, document: Document, outlet: str, where: str, refusals: list[Refusal]
) -> Entry | None:
    if not isinstance(row, dict):
        refusals.append(Refusal(where, "row_broken", "not an object", str(row)[:200]))
        return None
    title = plain.one_line(plain.from_html(_text(row, document, "title")))
    body = plain.from_html(_text(row, document, "text"))
    link = web_link(document.url, _text(row, document, "url"))
    written = _text(row, document, "time")
    at = read_moment(written, document.zone) if written else None
    if written and at is None:
        refusals.append(Refusal(f"{where}: time", "date_unreadable", "", written))
    if not (title or body or link):
        refusals.append(Refusal(where, "empty_entry"))
        return None
    name = plain.one_line(_text(row, document, "outlet")) or outlet
    own = _text(row, document, "id")
    return Entry(title, body, link, at, name, channel="feed", extra={"id": own} if own else {})


def _text(row: dict[str, Any], document: Document, name: str) -> str:
    value = find(_expression(document.settings, name), row)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _expression(settings: Mapping[str, Value], name: str) -> str:
    return str(settings.get(name) or FALLBACKS[name])


@lru_cache(maxsize=512)
def _compiled(expression: str) -> Any:
    return jmespath.compile(expression)
