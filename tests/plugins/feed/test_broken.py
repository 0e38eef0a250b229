"""Broken documents: what can be read is read, the rest is said; what is no feed is refused."""

import pytest

from tests.nasty import BOMB, FEED
from tests.plugins.feed.reading import codes, read

ITEM = "<item><title>A &amp; B</title></item>"
BROKEN = {
    "bare ampersand": "<rss><channel><item><title>A & B</title></item></channel></rss>",
    "html entity": "<rss><channel><item><title>A&nbsp;&amp; B</title></item></channel></rss>",
    "never closed": "<rss><channel><item><title>A &amp; B</title>",
    "wrong nesting": "<rss><channel><item><title>A &amp; B</title></channel></item></rss>",
    "unknown prefix": f"<rss><channel><x:y>1</x:y>{ITEM}</channel></rss>",
    "control character": "<rss><channel><item><title>A &amp;\x08 B</title></item></channel></rss>",
    "bad reference": "<rss><channel><item><title>A &amp;&#8; B</title></item></channel></rss>",
    "upper-case X": "<rss><channel><item><title>&#X41; &amp; B</title></item></channel></rss>",
    "junk in front": f"PHP warning!\n<rss><channel>{ITEM}</channel></rss>",
    "junk behind": f"<rss><channel>{ITEM}</channel></rss> trailing",
    "unquoted attribute": f"<rss version=2><channel>{ITEM}</channel></rss>",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_feed_is_read_and_said_to_be_broken(kind: str) -> None:
    reading = read(BROKEN[kind])
    assert [entry.title.replace("\xa0", " ") for entry in reading.entries] == ["A & B"]
    assert "ill_formed" in codes(reading)


def test_every_entry_before_and_after_the_damage_is_read() -> None:
    items = [f"<item><title>{number}</title></item>" for number in range(6)]
    items[3] = "<item><title>3</title><description>a < b & <i>c</description></item>"
    reading = read(f"<rss><channel>{''.join(items)}</channel></rss>")
    assert [entry.title for entry in reading.entries] == ["0", "1", "2", "3", "4", "5"]


def test_the_place_of_the_damage_is_named() -> None:
    (refusal,) = read(
        "<rss><channel>\n<item><title>A & B</title></item>\n</channel></rss>"
    ).refusals
    assert refusal.where == "line 2"
    assert "A & B" in refusal.raw


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf  \n", "empty"),
        (b"just some words", "unreadable"),
        (b"<html><body><p>Hello</p></body></html>", "html_page"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "html_page"),
        (b"<opml version='2.0'><body/></opml>", "source_list"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_feed"),
        (b'{"a": 1}', "not_a_feed"),
        (b'{"items": [', "unreadable"),
        (b" " * (21 * 1024 * 1024), "too_large"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: bytes, code: str) -> None:
    reading = read(body)
    assert reading.refused
    assert reading.entries == ()
    assert code in codes(reading)


def test_one_bad_json_entry_is_refused_and_the_rest_read() -> None:
    reading = read('{"items": [{"title": "a"}, 7, {"title": "b", "date_published": "x"}, {}]}')
    assert [entry.title for entry in reading.entries] == ["a", "b"]
    assert [(one.where, one.code) for one in reading.refusals] == [
        ("entry 2", "row_broken"),
        ("entry 3: date_published", "date_unreadable"),
        ("entry 4", "empty_entry"),
    ]


def test_an_entity_bomb_is_not_expanded_and_no_file_is_read() -> None:
    reading = read(BOMB)
    assert "entities_ignored" in codes(reading)
    (entry,) = reading.entries
    assert len(entry.title) < 200
    assert "root:" not in repr(reading)
    assert entry.title.startswith("before")
    assert entry.title.endswith("after")


def test_what_stands_before_too_deep_a_nesting_is_read() -> None:
    deep = "<x>" * 1000
    reading = read(
        f"<rss><channel><item><title>t</title></item><item>{deep}</item></channel></rss>"
    )
    assert [entry.title for entry in reading.entries] == ["t"]
    assert "too_deep" in codes(reading)


def test_short_plain_entities_are_put_in() -> None:
    text = (
        '<!DOCTYPE rss [<!ENTITY co "公司"><!ENTITY e "&#233;">]>'
        "<rss><channel><item><title>caf&e; &co;</title></item></channel></rss>"
    )
    reading = read(text)
    assert reading.entries[0].title == "café 公司"
    assert reading.refusals == ()


def test_a_million_references_to_an_entity_stay_within_the_budget() -> None:
    text = (
        f'<!DOCTYPE rss [<!ENTITY a "{"x" * 32}">]>'
        f"<rss><channel><item><title>{'&a;' * 1_000_000}</title></item></channel></rss>"
    )
    assert len(read(text).entries[0].title) <= 1024 * 1024


@pytest.mark.parametrize("written_in", ["gb18030", "utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["UTF-8", "GBK", "Big5", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize("header", ["", "text/xml; charset=big5", "text/xml; charset=utf-8"])
def test_chinese_survives_every_wrong_declaration(
    written_in: str, declared: str, header: str
) -> None:
    body = FEED.replace("UTF-8", declared).encode(written_in)
    (entry,) = read(body, header=header).entries
    assert entry.title == "化工厂爆炸 多人受伤"
    assert entry.outlet == "德州日报"
