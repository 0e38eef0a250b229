"""The same news in every dialect gives the same entry."""

import json
from datetime import UTC, datetime

import pytest

from tests.plugins.feed.reading import only, read

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>德州日报</title>
<item><title>化工厂爆炸</title><link>http://example.org/1</link>
<author>zhang@example.org (张三)</author>
<description>&lt;p&gt;多人&lt;b&gt;受伤&lt;/b&gt;&lt;/p&gt;</description>
<pubDate>Sun, 22 Nov 2026 05:00:00 +0800</pubDate></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://example.org/"><title>德州日报</title></channel>
<item rdf:about="http://example.org/1"><title>化工厂爆炸</title><link>http://example.org/1</link>
<dc:creator>张三</dc:creator><description>多人受伤</description>
<dc:date>2026-11-22T05:00:00+08:00</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://example.org/">
<title>德州日报</title><entry><title type="html">化工厂&lt;b&gt;爆炸&lt;/b&gt;</title>
<author><name>张三</name><uri>http://example.org/zhang</uri></author>
<link rel="self" href="/self"/><link rel="alternate" href="/1"/><id>tag:example.org,2026:1</id>
<updated>2026-11-22T09:00:00+08:00</updated><published>2026-11-22T05:00:00+08:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">多人<b>受伤</b></div></content>
</entry></feed>"""
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>德州日报</title>
<entry><title mode="escaped" type="text/html">化工厂爆炸</title>
<link rel="alternate" type="text/html" href="http://example.org/1"/>
<issued>2026-11-21T21:00:00Z</issued><modified>2026-11-22T21:00:00Z</modified>
<content type="text/html" mode="escaped">多人&lt;i&gt;受伤&lt;/i&gt;</content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "德州日报",
        "items": [
            {
                "id": "1",
                "url": "/1",
                "title": "化工厂爆炸",
                "content_html": "<p>多人<b>受伤</b></p>",
                "date_published": "2026-11-22T05:00:00+08:00",
                "authors": [{"name": "张三"}],
            }
        ],
    },
    ensure_ascii=False,
)
DIALECTS = {
    "rss 2.0": RSS,
    "rdf": RDF,
    "atom 1.0": ATOM,
    "atom 0.3": ATOM_03,
    "json feed 1.1": JSON,
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_story_reads_the_same_in_every_dialect(dialect: str) -> None:
    entry = only(DIALECTS[dialect])
    assert read(DIALECTS[dialect]).dialect == dialect
    assert (entry.title, entry.body) == ("化工厂爆炸", "多人受伤")
    assert (entry.url, entry.outlet) == ("http://example.org/1", "德州日报")
    assert entry.published_at == datetime(2026, 11, 21, 21, tzinfo=UTC)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_author_is_nowhere_in_what_was_read(dialect: str) -> None:
    reading = read(DIALECTS[dialect])
    for trace in ("张三", "zhang"):
        assert trace not in repr(reading)


@pytest.mark.parametrize(
    ("version", "dialect"),
    [("0.91", "rss 0.91"), ("0.92", "rss 0.92"), ("2.0", "rss 2.0"), ("", "rss")],
)
def test_every_rss_version_is_known_by_name(version: str, dialect: str) -> None:
    text = f'<rss version="{version}"><channel><item><title>t</title></item></channel></rss>'
    assert read(text).dialect == dialect


def test_a_bare_entry_document_is_a_feed_of_one() -> None:
    entry = only('<entry xmlns="http://www.w3.org/2005/Atom"><title>t</title></entry>')
    assert entry.title == "t"
