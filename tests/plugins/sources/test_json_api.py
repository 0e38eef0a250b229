"""JSON interfaces and pushes: where things stand is said by JMESPath; people are not read."""

import json
from datetime import UTC, datetime

import pytest

from huiyin.plugins.sources.json_api import plugin as json_api
from huiyin.plugins.sources.webhook import plugin as webhook
from huiyin.ports import Document, Reading, schema_of, settle
from huiyin.ports.mapping import fault
from huiyin.ports.settings import Value

ANSWER = {
    "code": 0,
    "data": {
        "rows": [
            {"meta": {"headline": "停水通知"}, "html": "<p>明日<b>停水</b></p>", "u": "/a/1",
             "ts": 1795316400, "nick": "somebody"},
            {"meta": {"headline": ""}},
            7,
        ],
        "more": "/api?page=2",
    },
}  # fmt: skip
PLACES: dict[str, Value] = {
    "items": "data.rows", "title": "meta.headline", "text": "html", "url": "u", "time": "ts",
    "next": "data.more", "pages": 2,
}  # fmt: skip


def read(answer: object, settings: dict[str, Value] | None = None, part: str = "") -> Reading:
    body = json.dumps(answer, ensure_ascii=False).encode()
    document = Document(body, "https://a.example/api", settings=settings or {}, part=part)
    return json_api.read(document)


def test_things_are_found_where_the_expressions_say() -> None:
    reading = read(ANSWER, PLACES)
    (entry,) = reading.entries
    assert (entry.title, entry.body) == ("停水通知", "明日停水")
    assert entry.url == "https://a.example/a/1"
    assert entry.published_at == datetime.fromtimestamp(1795316400, UTC)
    assert "somebody" not in repr(entry)
    assert [refusal.code for refusal in reading.refusals] == ["empty_entry", "row_broken"]
    assert [one.url for one in reading.further] == ["https://a.example/api?page=2"]
    assert read(ANSWER, PLACES, "2").further == ()


@pytest.mark.parametrize(
    "answer",
    [
        {"items": [{"title": "甲", "content": "乙", "link": "https://a.example/1"}]},
        [{"headline": "甲", "body": "乙", "url": "https://a.example/1"}],
        {"title": "甲", "text": "乙", "href": "https://a.example/1"},
        {"data": {"list": [{"name": "甲", "summary": "乙", "url": "https://a.example/1"}]}},
    ],
)
def test_the_usual_names_need_no_expression(answer: object) -> None:
    (entry,) = read(answer).entries
    assert (entry.title, entry.body, entry.url) == ("甲", "乙", "https://a.example/1")


def test_an_answer_that_is_no_json_or_holds_no_list_is_refused() -> None:
    bad = json_api.read(Document(b"<html>", "https://a.example"))
    assert bad.refusals[0].code == "not_json"
    assert read({"a": 1}, {"items": "b.c"}).refusals[0].code == "no_list"


@pytest.mark.parametrize("expression", ["a[", "a..b", "author", "user.nickname", "title || author"])
def test_a_broken_expression_and_one_that_reads_people_is_told(expression: str) -> None:
    assert fault(expression) is not None
    settled = settle(schema_of(json_api), {"title": expression})
    assert list(settled.faults) == ["title"]


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        (b'{"title": "one"}', "application/json", "one"),
        (b'[{"title": "one"}, {"title": "two"}]', "application/json", "one"),
        (b"one\nand the rest", "text/plain; charset=utf-8", "one"),
        (b"<rss><channel><item><title>one</title></item></channel></rss>", "text/xml", "one"),
    ],
)
def test_a_push_is_read_whatever_it_is(body: bytes, kind: str, title: str) -> None:
    assert webhook.read(Document(body, "", kind)).entries[0].title == title


def test_a_push_of_another_kind_is_refused() -> None:
    assert webhook.read(Document(b"\x89PNG", "", "image/png")).refusals[0].code == "kind_unknown"
