"""Which of several titles, links and dates counts, and what becomes of odd ones."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from huiyin.plugins.sources.feed import plugin
from huiyin.ports import Document
from tests.plugins.feed.reading import atom, codes, only, read, rss

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("<title>first</title><title>second</title>", "first"),
        (f"<media:title {MEDIA}>picture</media:title><title>story</title>", "story"),
        (f"<title>story</title><media:title {MEDIA}>picture</media:title>", "story"),
        ("<title>a &amp;lt; b</title>", "a < b"),
        ("<title>&lt;b&gt;重要&lt;/b&gt;通知</title>", "重要通知"),
        ("<title>a &lt; b and b &gt; c</title>", "a < b and b > c"),
        ("<title><![CDATA[ 两行\n标题 ]]></title>", "两行 标题"),
        ("<title>x</title><image><title>logo</title></image>", "x"),
        ("<title>Caf\u00c3\u00a9</title>", "Café"),
        ("<title>it\u0092s</title>", "it\u2019s"),
    ],
)
def test_the_title_of_an_rss_item(inside: str, title: str) -> None:
    assert only(rss(inside)).title == title


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("<title>&lt;b&gt;literal&lt;/b&gt;</title>", "<b>literal</b>"),
        ('<title type="html">&lt;b&gt;markup&lt;/b&gt;</title>', "markup"),
        ('<title type="text/html" mode="base64">PGI+bWFya3VwPC9iPg==</title>', "markup"),
    ],
)
def test_the_title_of_an_atom_entry_is_what_its_type_says(inside: str, title: str) -> None:
    assert only(atom(inside)).title == title


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        (
            "<title>t</title><link>/relative?a=1&amp;b=2</link>",
            "http://example.org/relative?a=1&b=2",
        ),
        ("<guid>http://example.org/guid</guid>", "http://example.org/guid"),
        ('<guid isPermaLink="false">http://example.org/guid</guid><title>t</title>', ""),
        (
            "<guid>http://example.org/g</guid><link>http://example.org/l</link>",
            "http://example.org/l",
        ),
        (
            "<link>http://example.org/l</link><guid>http://example.org/g</guid>",
            "http://example.org/l",
        ),
        ('<link xml:base="http://other.example/a/">b</link>', "http://other.example/a/b"),
    ],
)
def test_the_link_of_an_rss_item(inside: str, link: str) -> None:
    assert only(rss(inside)).url == link


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ('<link href="/a"/><link rel="enclosure" href="/b.mp3"/>', "http://example.org/a"),
        ('<link rel="alternate" type="text/plain" href="/a"/><title>t</title>', ""),
        ("<id>urn:uuid:1</id>", "urn:uuid:1"),
    ],
)
def test_the_link_of_an_atom_entry(inside: str, link: str) -> None:
    entry = only(atom(inside))
    assert entry.url == link
    assert entry.web_url == (link if link.startswith("http") else "")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", " JaVaScript:x", "data:text/html,x", "java\nscript:x", "file:///etc"],
)
def test_a_dangerous_link_is_left_out_and_said(link: str) -> None:
    reading = read(rss(f"<title>t</title><link>{link}</link>"))
    assert reading.entries[0].url == ""
    assert codes(reading) == ["link_unsafe"]


def test_an_unreadable_date_is_said_and_the_entry_kept() -> None:
    reading = read(rss("<title>t</title><pubDate>yesterday</pubDate>"))
    assert reading.entries[0].published_at is None
    (refusal,) = reading.refusals
    assert (refusal.where, refusal.code, refusal.raw) == (
        "entry 1: published",
        "date_unreadable",
        "yesterday",
    )


def test_a_date_without_a_zone_is_in_the_zone_of_the_source() -> None:
    text = rss("<title>t</title><pubDate>2026-11-22 08:00:00</pubDate>").encode()
    reading = plugin.read(Document(text, zone=ZoneInfo("Asia/Shanghai")))
    assert reading.entries[0].published_at == datetime(2026, 11, 22, tzinfo=UTC)


def test_the_outlet_is_the_original_source_where_one_is_named() -> None:
    assert only(rss("<title>t</title>")).outlet == "日报"
    assert only(rss('<title>t</title><source url="http://x/">新华社</source>')).outlet == "新华社"
    named = "<title>t</title><source><title>新华社</title><id>x</id></source>"
    assert only(atom(named)).outlet == "新华社"


def test_an_entry_that_says_nothing_is_refused_and_the_next_one_read() -> None:
    text = (
        "<rss><channel><item><author>x</author></item><item><title>t</title></item></channel></rss>"
    )
    reading = read(text)
    assert [entry.title for entry in reading.entries] == ["t"]
    assert [(one.where, one.code) for one in reading.refusals] == [("entry 1", "empty_entry")]


def test_full_content_is_preferred_to_a_summary() -> None:
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    inside = (
        "<description>short</description>"
        f"<content:encoded {content}>&lt;p&gt;long&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;"
        "</content:encoded>"
    )
    assert only(rss(inside)).body == "long"
