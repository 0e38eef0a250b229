"""Sitemaps: pages that changed lately, news, indexes, packed ones."""

import gzip
from datetime import UTC, datetime

from huiyin.plugins.sources import sitemap
from huiyin.plugins.sources.sitemap import plugin
from huiyin.ports import Document, Reading
from huiyin.ports.settings import Value

NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f"""{HEAD}<urlset {SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/news/1</loc><news:news><news:publication><news:name>云溪晚报</news:name>
</news:publication><news:publication_date>2026-11-22T08:00:00+08:00</news:publication_date>
<news:title>化工园区爆炸</news:title></news:news></url>
<url><loc>https://a.example/news/2</loc><lastmod>2026-11-21</lastmod></url>
<url><loc>https://a.example/news/old</loc><lastmod>2024-01-01</lastmod></url>
<url><loc>https://a.example/about</loc><lastmod>2026-11-22</lastmod></url>
<url><loc>file:///etc/passwd</loc></url></urlset>"""
INDEX = f"""{HEAD}<sitemapindex {SPACE}>
<sitemap><loc>https://a.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
<sitemap><loc>https://a.example/new.xml.gz</loc><lastmod>2026-11-22</lastmod></sitemap>
</sitemapindex>"""


def read(body: str | bytes, part: str = "", **settings: Value) -> Reading:
    raw = body.encode() if isinstance(body, str) else body
    document = Document(raw, "https://a.example/sitemap.xml", settings=settings, part=part, at=NOW)
    return plugin.read(document)


def test_pages_of_the_last_days_are_taken_with_what_the_news_map_says() -> None:
    entries = read(NEWS, within="/news/", days=3).entries
    assert [entry.url for entry in entries] == [
        "https://a.example/news/1", "https://a.example/news/2",
    ]  # fmt: skip
    assert (entries[0].title, entries[0].outlet) == ("化工园区爆炸", "云溪晚报")
    assert entries[0].published_at == datetime(2026, 11, 22, 0, tzinfo=UTC)


def test_a_packed_map_is_unpacked() -> None:
    assert len(read(gzip.compress(NEWS.encode())).entries) == 3


def test_an_index_asks_for_the_maps_that_changed_last() -> None:
    reading = read(INDEX, maps=1)
    assert [(one.url, one.part) for one in reading.further] == [
        ("https://a.example/new.xml.gz", "index")
    ]
    assert not reading.refused


def test_indexes_inside_indexes_end() -> None:
    assert read(INDEX, part="index index").refusals[0].code == "too_deep"


def test_what_is_no_map_and_what_is_damaged_is_told() -> None:
    assert read("<rss/>").refusals[-1].code == "not_a_sitemap"
    assert read(gzip.compress(NEWS.encode())[:-30]).refusals[0].code == "packing_broken"


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(b" " * (sitemap.LARGEST + 1000))
    assert read(bomb).refusals[0].code == "too_large"
