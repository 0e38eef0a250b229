"""What the public reads: answers in all their versions, search, the feed."""

import re
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.test import Client

from huiyin.apps.org.models import Office
from huiyin.engine.clock import clock_at
from huiyin.plugins.sources.feed import plugin
from huiyin.ports import Document
from tests.portal import as_owner, portal_role, publish

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
BLAST = "关于远帆化工厂爆炸事故的情况通报"


@pytest.fixture(autouse=True)
def answers(office: Office) -> None:
    """A statement with two versions, one with markup in it, and one in two languages."""
    publish(office, "答2026-0001", BLAST, "目前已造成3人死亡。", NOW - timedelta(days=40))
    publish(office, "答2026-0002", "关于道路积水的答复", "<b>属实</b>\n\n已疏通。",
            NOW - timedelta(days=2), title_en="On the flooded road",
            body_en="It is true & drained.")  # fmt: skip
    publish(office, "答2026-0001", BLAST + "（第二次）", "截至20时已造成5人死亡。",
            NOW - timedelta(days=1), version=2, change_note="死亡人数更正为5人")  # fmt: skip


def text_of(portal: Client, path: str) -> str:
    response = portal.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_home_counts_only_what_the_published_versions_tell(portal: Client) -> None:
    with clock_at(NOW):
        page = text_of(portal, "/")
    assert re.findall(r'<dd class="hy-num">(\d+)</dd>', page)[:3] == ["1", "2", "1"]
    assert page.index("第二次") < page.index("道路积水")


def test_every_version_stays_readable_newest_first(portal: Client) -> None:
    page = text_of(portal, "/answers/答2026-0001/")
    assert page.index("5人死亡") < page.index("3人死亡")
    assert "死亡人数更正为5人" in page
    assert page.count("hy-document-text") == 2


def test_markup_in_an_answer_is_text(portal: Client) -> None:
    page = text_of(portal, "/answers/答2026-0002/")
    assert "&lt;b&gt;属实&lt;/b&gt;" in page
    assert 'lang="en"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("积水", ["答2026-0002"]),
        ("远帆 死亡", ["答2026-0001"]),
        ("3人", []),  # only the newest version is searched
        ("DRAINED", ["答2026-0002"]),
        ("100%_", []),
        ("", ["答2026-0001", "答2026-0002"]),
        ("2026-0002", ["答2026-0002"]),
        ("a\x00b", []),
    ],
)
def test_search_finds_every_word_in_the_newest_versions(
    portal: Client, query: str, found: list[str]
) -> None:
    response = portal.get("/answers/", {"q": query})
    page = response.content.decode()
    numbers = re.findall(r'hy-row-link[^>]*href="/answers/([^"]+)/"', page)
    assert [number.replace("%E7%AD%94", "答") for number in numbers] == found


def test_a_long_list_is_paged_without_a_gap(portal: Client, office: Office) -> None:
    as_owner()
    for n in range(45):
        publish(office, f"补{n:03}", f"第{n}件", "文", NOW + timedelta(minutes=n))
    seen: list[str] = []
    path: str | None = "/answers/"
    with portal_role():
        while path:
            page = text_of(portal, path)
            seen += re.findall(r'hy-row-link[^>]*href="/answers/([^"]+)/"', page)
            older = re.search(r'rel="next" href="([^"]+)"', page)
            path = older[1].replace("&amp;", "&") if older else None
    assert len(seen) == len(set(seen)) == 47


def test_what_was_never_published_is_not_found(portal: Client) -> None:
    assert portal.get("/answers/答2026-0009/").status_code == 404
    assert portal.get("/answers/%00/").status_code == 404
    assert portal.get("/answers/?before=99999999999999999999999").status_code == 200


def test_the_feed_is_read_by_others_as_we_mean_it(portal: Client) -> None:
    response = portal.get("/feed.atom")
    read = feedparser.parse(response.content)
    assert response["Content-Type"].startswith("application/atom+xml")
    assert not read.bozo
    assert read.version == "atom10"
    first, second = read.entries
    assert first.title == BLAST + "（第二次）"
    assert first.updated_parsed[:3] == (2026, 11, 21)
    assert first.published_parsed[:3] == (2026, 10, 13)
    assert "&lt;b&gt;属实" in second.content[0].value
    assert second.author == "云溪市应急管理局"
    assert second.link.endswith("/answers/%E7%AD%942026-0002/")
    assert first.id.startswith("urn:uuid:")


def test_a_new_version_updates_the_entry_under_its_old_id(portal: Client, office: Office) -> None:
    before = {
        entry.link: entry.id for entry in feedparser.parse(portal.get("/feed.atom").content).entries
    }
    as_owner()
    publish(office, "答2026-0002", "更正", "新", NOW, version=2)
    with portal_role():
        after = {
            entry.link: entry.id
            for entry in feedparser.parse(portal.get("/feed.atom").content).entries
        }
    assert after == before


def test_an_unchanged_feed_is_not_sent_twice(portal: Client) -> None:
    first = portal.get("/feed.atom")
    by_tag = portal.get("/feed.atom", headers={"if-none-match": first["ETag"]})
    by_date = portal.get("/feed.atom", headers={"if-modified-since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert first.content == portal.get("/feed.atom", headers={"accept-language": "en"}).content


def test_the_page_speaks_the_language_of_its_reader(portal: Client) -> None:
    page = portal.get("/", headers={"accept-language": "en-GB"}).content.decode()
    assert '<html lang="en"' in page
    assert "Yunxi Emergency Management Bureau" in page
    assert "On the flooded road" in page
    assert '<html lang="zh-Hans"' in text_of(portal, "/")


def test_health_robots_limits_and_a_page_that_is_not_there(portal: Client) -> None:
    assert portal.get("/healthz").content == b"ok\n"
    assert "Disallow: /follow/" in text_of(portal, "/robots.txt")
    assert "不删帖" in text_of(portal, "/limits/")
    missing = portal.get("/admin/")
    assert missing.status_code == 404
    assert "没有这个页面" in missing.content.decode()


def test_our_own_collector_reads_our_feed_without_a_complaint(portal: Client) -> None:
    reading = plugin.read(Document(portal.get("/feed.atom").content, "http://127.0.0.1/feed.atom"))
    assert (reading.refusals, reading.dialect) == ((), "atom 1.0")
    assert [entry.title for entry in reading.entries] == [
        BLAST + "（第二次）",
        "关于道路积水的答复",
    ]
    assert "已疏通" in reading.entries[1].body
    assert reading.entries[1].published_at == NOW - timedelta(days=2)
