"""Sources that need several requests: lists and their pages, maps, mailboxes, pages that change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import add_source
from huiyin.apps.intake.models import Copy, Fetch, Item, PageSeen, Source, SourceHour, Version
from huiyin.engine.fetch import Limits
from huiyin.flows.collecting import Collector
from huiyin.flows.watch import fetch_due
from tests.flows.mailbox import PASSWORD, MailServer
from tests.nasty import Nasty, Page, Visit, failing
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
SHORT = Limits(connect=2, read=0.4, total=1.0, body=1024 * 1024, host_interval=0)
HTML = "Content-Type: text/html; charset=utf-8"
TEXT = "云溪市化工园区十一月二十日发生爆燃，造成两人受伤，现场已得到控制。救援工作正在进行。" * 4
LIST = """<html><body><ul>
<li><a href="/a/1">化工园区发生爆燃致两人受伤</a><span>2026-11-20</span></li>
<li><a href="/a/2">市应急管理局召开新闻发布会通报</a><span>2026-11-21</span></li>
</ul></body></html>"""
ARTICLE = """<html><head><title>{0}</title><meta property="og:site_name" content="云溪晚报"></head>
<body><nav><a href="/">首页</a></nav><article><h1>{0}</h1><p>{1}</p></article></body></html>"""
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>/a/1</loc><lastmod>2026-11-21</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/map.xml</loc></sitemap></sitemapindex>"""


def page(text: str, *headers: str) -> Page:
    async def answer(visit: Visit) -> None:
        await visit.say("200 OK", text.encode(), *(headers or (HTML,)))

    return answer


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def server() -> Iterator[Nasty]:
    pages = {
        "/list": page(LIST),
        "/a/1": page(ARTICLE.format("化工园区发生爆燃致两人受伤", TEXT)),
        "/a/2": page(ARTICLE.format("市应急管理局召开新闻发布会通报", TEXT[::-1])),
    }
    with Nasty(pages=pages) as running:
        yield running


@pytest.fixture
def by() -> Iterator[Collector]:
    made = Collector("https://desk.example/contact", SHORT)
    yield made
    made.close()


def watch(desk: Desk, url: str, plugin: str, **settings: object) -> Source:
    source, _new = add_source(
        desk.office, name="来源", url=url, plugin=plugin, settings=settings, now=NOW
    )
    source.allow_private = True
    source.save()
    return source


def one_round(by: Collector, now: datetime = NOW) -> None:
    assert fetch_due(now, by=by, patience=20)


def test_the_pages_of_a_list_are_read_once_and_kept_as_they_came(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    source = watch(desk, server.url("/list"), "html_list")
    one_round(by)
    items = list(Item.objects.order_by("url"))
    assert [item.title for item in items] == [
        "化工园区发生爆燃致两人受伤", "市应急管理局召开新闻发布会通报",
    ]  # fmt: skip
    assert "两人受伤" in items[0].body
    assert items[0].outlet == "云溪晚报"
    copy = Copy.objects.get(item=items[0])
    body = ARTICLE.format("化工园区发生爆燃致两人受伤", TEXT).encode()
    assert bytes(copy.sha256) == sha256(body).digest()
    one_round(by, NOW + timedelta(hours=1))
    assert server.paths() == ["/list", "/a/1", "/a/2", "/list"]
    assert Item.objects.count() == 2
    fetch = Fetch.objects.get(source=source, at=NOW)
    assert (fetch.outcome, fetch.entries, fetch.new_items) == ("read", 2, 2)
    hour = SourceHour.objects.get(source=source, hour_at=NOW.replace(minute=0))
    assert (hour.tried, hour.got, hour.failed) == (1, 2, 0)


def test_a_linked_page_that_may_not_be_read_keeps_what_the_list_says(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    server.robots = "User-agent: *\nDisallow: /a/2"
    watch(desk, server.url("/list"), "html_list")
    one_round(by)
    assert server.paths() == ["/list", "/a/1"]
    bare = Item.objects.get(title="市应急管理局召开新闻发布会通报")
    assert bare.body == ""
    (refusal,) = Fetch.objects.get().refusals
    assert (refusal["code"], refusal["detail"]) == ("page_failed", "robots_denied")


def test_a_page_that_fails_for_a_while_is_tried_again_and_then_kept_without_a_text(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    server.pages["/a/2"] = failing("500 Oh")
    source = watch(desk, server.url("/list"), "html_list")
    one_round(by)
    assert Item.objects.count() == 1
    source.refresh_from_db()
    assert source.next_fetch_at <= NOW + timedelta(seconds=70)
    for hour in (1, 2):
        one_round(by, NOW + timedelta(hours=hour))
    assert Item.objects.count() == 2
    one_round(by, NOW + timedelta(hours=3))
    assert server.paths().count("/a/2") == 3


def test_the_full_text_of_a_feeds_entries_is_read_where_it_is_wanted(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    feed = f"<rss><channel><item><title>爆燃…</title><link>{server.url('/a/1')}</link></item>"
    server.pages["/rss"] = page(feed + "</channel></rss>", "Content-Type: text/xml")
    watch(desk, server.url("/rss"), "feed", full_text="yes")
    one_round(by)
    assert "两人受伤" in Item.objects.get().body


def test_an_index_leads_to_its_maps_and_they_to_the_pages(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    server.pages["/index.xml"] = page(INDEX, "Content-Type: text/xml", 'ETag: "x"')
    server.pages["/map.xml"] = page(MAP, "Content-Type: text/xml")
    source = watch(desk, server.url("/index.xml"), "sitemap", days=30)
    one_round(by)
    assert server.paths() == ["/index.xml", "/map.xml", "/a/1"]
    assert Item.objects.get().title == "化工园区发生爆燃致两人受伤"
    source.refresh_from_db()
    assert source.etag == ""


def test_what_is_edited_on_a_page_becomes_a_version_of_its_item(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    watch(desk, server.url("/a/1"), "page_watch")
    one_round(by)
    one_round(by, NOW + timedelta(hours=1))
    item = Item.objects.get()
    assert not Version.objects.exists()
    edited = ARTICLE.format("化工园区发生爆燃致两人受伤", TEXT.replace("两人", "五人"))
    server.pages["/a/1"] = page(edited)
    one_round(by, NOW + timedelta(hours=2))
    one_round(by, NOW + timedelta(hours=3))
    version = Version.objects.get()
    assert (version.item, version.number) == (item, 2)
    assert "五人受伤" in version.body
    assert Item.objects.count() == 1
    assert Copy.objects.filter(item=item).count() == 2
    event = Event.objects.get(kind="item.revised")
    assert (event.subject, event.body["version"]) == (f"item:{item.pk}", 2)


@pytest.mark.parametrize("sql", ["UPDATE intake_version SET body = ''", "DELETE FROM intake_copy"])
def test_what_was_seen_is_never_changed(desk: Desk, server: Nasty, by: Collector, sql: str) -> None:
    watch(desk, server.url("/a/1"), "page_watch")
    one_round(by)
    server.pages["/a/1"] = page(ARTICLE.format("改", TEXT[:60] * 3))
    one_round(by, NOW + timedelta(hours=1))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


def letter(number: int) -> bytes:
    return (
        f"From: Gao <gao@post.example>\r\nSubject: Letter {number}\r\n"
        f"Message-ID: <{number}@post.example>\r\n\r\nThe light is out. From here on.\r\n"
    ).encode()


def test_a_mailbox_is_looked_into_and_left_as_it_was(desk: Desk, by: Collector) -> None:
    with MailServer({1: letter(1), 2: letter(2)}) as mail:
        given = {
            "host": "127.0.0.1", "port": str(mail.port), "security": "plain", "sign_in": "desk",
            "password": PASSWORD,
        }  # fmt: skip
        source = watch(desk, "", "mail", **given)
        assert PASSWORD not in f"{source.settings} {source.url} {bytes(source.sealed or b'')!r}"
        one_round(by)
        assert [item.title for item in Item.objects.order_by("title")] == ["Letter 1", "Letter 2"]
        assert set(Item.objects.values_list("channel", "outlet")) == {("mailbox", "")}
        source.refresh_from_db()
        assert (source.health, source.etag) == ("healthy", "7:2")
        one_round(by, NOW + timedelta(hours=1))
        assert Fetch.objects.latest("at").outcome == "unchanged"
        mail.letters[3] = letter(3)
        one_round(by, NOW + timedelta(hours=2))
        assert Item.objects.count() == 3
        allowed = {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}
        assert set(mail.said) <= allowed


def test_a_refused_sign_in_is_told_without_the_password(desk: Desk, by: Collector) -> None:
    with MailServer() as mail:
        given = {
            "host": "127.0.0.1", "port": str(mail.port), "security": "plain", "sign_in": "desk",
            "password": "wrong-word",
        }  # fmt: skip
        source = watch(desk, "", "mail", **given)
        one_round(by)
    source.refresh_from_db()
    assert (source.health_code, "wrong-word" in source.health_detail) == ("sign_in_refused", False)


def test_a_mailbox_in_the_own_network_needs_leave(desk: Desk, by: Collector) -> None:
    given = {"host": "127.0.0.1", "sign_in": "desk", "password": "x"}
    source = watch(desk, "", "mail", **given)
    Source.objects.filter(pk=source.pk).update(allow_private=False)
    one_round(by)
    source.refresh_from_db()
    assert source.health_code == "address_private"


def test_pages_met_are_remembered_by_source(desk: Desk, server: Nasty, by: Collector) -> None:
    one = watch(desk, server.url("/list"), "html_list")
    one_round(by)
    assert PageSeen.objects.filter(source=one, item__isnull=False).count() == 2
