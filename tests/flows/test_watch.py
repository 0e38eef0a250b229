"""A round of the watch against a web server that behaves as badly as the web does."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake import storing
from huiyin.apps.intake.actions import add_source
from huiyin.apps.intake.models import Fetch, Item, Source
from huiyin.engine.fetch import Limits
from huiyin.flows import grouping
from huiyin.flows.collecting import Collector
from huiyin.flows.watch import LEASE, fetch_due
from huiyin.ports import About, Document, Reading, Shelf, Words, sources
from tests.nasty import FEED, Nasty, Visit
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
SHORT = Limits(connect=2, read=0.4, total=1.0, body=1024 * 1024, host_interval=0)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def server() -> Iterator[Nasty]:
    with Nasty() as running:
        yield running


@pytest.fixture
def by() -> Iterator[Collector]:
    made = Collector("https://desk.example/contact", SHORT)
    yield made
    made.close()


def watch(desk: Desk, url: str, *, private: bool = True, outlet: str = "") -> Source:
    source, _new = add_source(desk.office, name="德州日报", url=url, outlet=outlet, now=NOW)
    Source.objects.filter(pk=source.pk).update(allow_private=private)
    return source


def one_round(by: Collector, now: datetime = NOW) -> int:
    return fetch_due(now, by=by, patience=20)


def seen_again(source: Source) -> Source:
    source.refresh_from_db()
    return source


def test_a_feed_is_read_and_its_cursor_kept(desk: Desk, server: Nasty, by: Collector) -> None:
    source = watch(desk, server.url("/feed"))
    assert one_round(by) == 1
    item = Item.objects.get()
    assert (item.title, item.outlet, item.kind) == ("化工厂爆炸 多人受伤", "德州日报", "news")
    assert item.source == source
    assert item.url == "http://example.org/1"
    assert seen_again(source).etag == '"v1"'
    assert (source.health, source.failures, source.last_item_at) == ("healthy", 0, NOW)
    assert NOW + timedelta(minutes=5) <= source.next_fetch_at < NOW + timedelta(minutes=6)
    fetch = Fetch.objects.get()
    assert (fetch.outcome, fetch.http_status, fetch.entries, fetch.new_items) == ("read", 200, 1, 1)


def test_the_second_round_is_told_that_nothing_changed(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    source = watch(desk, server.url("/feed"))
    one_round(by)
    one_round(by, NOW + timedelta(hours=1))
    assert Fetch.objects.latest("at").outcome == "unchanged"
    assert seen_again(source).health == "unchanged"
    assert Item.objects.count() == 1


def test_what_is_not_due_or_paused_is_left_alone(desk: Desk, server: Nasty, by: Collector) -> None:
    paused = watch(desk, server.url("/dated"))
    Source.objects.filter(pk=paused.pk).update(enabled=False)
    watch(desk, server.url("/feed"))
    one_round(by)
    assert one_round(by, NOW + timedelta(minutes=1)) == 0
    assert server.paths() == ["/feed"]


@pytest.mark.parametrize(
    ("path", "outcome", "health"),
    [
        ("/broken", "server_error", "failing"),
        ("/busy", "too_many_requests", "failing"),
        ("/nowhere", "not_found", "failing"),
        ("/gone", "gone", "gone"),
        ("/drip", "timeout_total", "failing"),
        ("/circle", "redirect_endless", "failing"),
        ("/huge/announced", "too_large", "failing"),
        ("/gzip/bad", "packing_broken", "failing"),
    ],
)
def test_a_failure_is_written_down_and_backs_off(
    desk: Desk, server: Nasty, by: Collector, path: str, outcome: str, health: str
) -> None:
    source = watch(desk, server.url(path))
    with Nasty() as another:
        good = watch(desk, another.url("/feed"))
        assert one_round(by) == 2
    assert Fetch.objects.get(source=source).outcome == outcome
    assert (seen_again(source).health, source.health_code) == (health, outcome)
    assert source.failures == 1
    assert source.next_fetch_at >= NOW + timedelta(minutes=10)
    assert seen_again(good).health == "healthy"
    assert Item.objects.get().source == good


def test_a_host_that_asks_for_rest_is_left_alone_without_blame(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    watch(desk, server.url("/busy"))
    one_round(by)
    other = watch(desk, server.url("/feed"))
    one_round(by)
    assert (seen_again(other).health_code, other.failures) == ("cooling_down", 0)
    assert other.next_fetch_at > NOW + timedelta(seconds=100)


def test_a_private_address_is_refused_until_an_administrator_allows_it(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    source = watch(desk, server.url("/feed"), private=False)
    one_round(by)
    assert (seen_again(source).health, source.health_code) == ("refused", "address_private")
    assert source.next_fetch_at >= NOW + timedelta(days=1)
    assert server.seen == []


def test_a_site_that_asks_not_to_is_left_alone(desk: Desk, server: Nasty, by: Collector) -> None:
    server.robots = "User-agent: *\nDisallow: /"
    source = watch(desk, server.url("/feed"))
    one_round(by)
    assert (seen_again(source).health, source.health_code) == ("blocked", "robots_denied")
    assert server.paths() == []


def test_a_permanent_move_is_followed_and_told(desk: Desk, server: Nasty, by: Collector) -> None:
    source = watch(desk, server.url("/moved"))
    one_round(by)
    assert seen_again(source).moved_to == server.url("/feed")
    assert Event.objects.get(kind="source.moved").body["to"] == server.url("/feed")
    server.seen.clear()
    one_round(by, NOW + timedelta(hours=1))
    assert server.paths() == ["/feed"]


def test_an_address_that_moved_and_is_lost_again_is_asked_at_the_old_place(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    source = watch(desk, server.url("/feed"))
    Source.objects.filter(pk=source.pk).update(moved_to=server.url("/nowhere"))
    one_round(by)
    assert seen_again(source).moved_to == ""
    one_round(by, NOW + timedelta(days=1))
    assert Item.objects.count() == 1


def test_a_page_that_is_no_feed_is_malformed_and_keeps_no_cursor(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    async def page(visit: Visit) -> None:
        body = b"<!doctype html><html><body>Welcome</body></html>"
        await visit.say("200 OK", body, "Content-Type: text/html", 'ETag: "page"')

    server.pages["/page"] = page
    source = watch(desk, server.url("/page"))
    one_round(by)
    assert (seen_again(source).health, source.etag) == ("malformed", "")
    fetch = Fetch.objects.get()
    assert fetch.outcome == "refused"
    assert fetch.refusals[0]["code"] == source.health_code


def test_what_a_document_has_beside_its_faults_is_read_and_the_faults_are_listed(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    async def page(visit: Visit) -> None:
        broken = FEED.replace("</channel>", "<item></item></channel>")
        await visit.say("200 OK", broken.encode(), "Content-Type: application/rss+xml")

    server.pages["/page"] = page
    watch(desk, server.url("/page"))
    one_round(by)
    fetch = Fetch.objects.get()
    assert (fetch.outcome, fetch.new_items) == ("read", 1)
    assert [refusal["code"] for refusal in fetch.refusals] == ["empty_entry"]


def test_a_plug_in_that_breaks_spoils_its_own_source_only(
    desk: Desk, server: Nasty, by: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Breaking:
        name = "breaking"
        about = About(Words("Breaking", "坏的"))

        def read(self, document: Document) -> Reading:
            raise RuntimeError(document.url)

    shelf = Shelf({**sources().plugins, "breaking": Breaking()})
    monkeypatch.setattr("huiyin.flows.watch.source_plugins", lambda: shelf)
    bad = watch(desk, server.url("/dated"))
    missing = watch(desk, server.url("/gzip"))
    Source.objects.filter(pk=bad.pk).update(plugin="breaking")
    Source.objects.filter(pk=missing.pk).update(plugin="unplugged")
    good = watch(desk, server.url("/feed"))
    one_round(by)
    assert (seen_again(bad).health, bad.health_code) == ("malformed", "plugin_failed")
    assert seen_again(missing).health_code == "plugin_missing"
    assert seen_again(good).health == "healthy"


def test_what_cannot_be_stored_is_set_aside_and_the_rest_is_kept(
    desk: Desk, server: Nasty, by: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = watch(desk, server.url("/gzip")), watch(desk, server.url("/feed"))
    write = storing.write_items

    def picky(*args: object) -> object:
        if any(arrival.source_id == bad.pk for _key, arrival in args[1]):  # type: ignore[attr-defined]
            raise ValueError("cannot store this")
        return write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(grouping, "write_items", picky)
    assert one_round(by) == 2
    assert (seen_again(bad).health, bad.health_code) == ("failing", "storing_failed")
    assert seen_again(good).health == "healthy"
    assert Item.objects.get().source == good


def test_a_kill_between_fetch_and_store_repeats_the_fetch_and_loses_nothing(
    desk: Desk, server: Nasty, by: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = watch(desk, server.url("/feed"))

    def killed(*_args: object, **_more: object) -> None:
        raise SystemExit

    monkeypatch.setattr("huiyin.flows.watch.note_all", killed)
    with pytest.raises(SystemExit):
        one_round(by)
    monkeypatch.undo()
    assert not Item.objects.exists()
    assert seen_again(source).etag == ""
    one_round(by, NOW + LEASE + timedelta(seconds=1))
    assert Item.objects.count() == 1


def test_a_slow_source_is_taken_by_a_later_round_and_keeps_nobody_waiting(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    slow, good = watch(desk, server.url("/held")), watch(desk, server.url("/feed"))
    patient = Collector(limits=Limits(host_interval=0))
    try:
        Source.objects.filter(pk=slow.pk).update(
            url=server.url("/held").replace("127.0.0.1", "localhost")
        )
        fetch_due(NOW, by=patient, patience=1.0)
        assert seen_again(good).health == "healthy"
        assert seen_again(slow).health == "new"
        server.release()
        ended = sum(fetch_due(NOW, by=patient, patience=1.0) or wait() for _ in range(20))
        assert ended >= 1
        assert seen_again(slow).health == "healthy"
    finally:
        patient.close()


def test_a_source_that_is_on_its_way_keeps_its_short_lease_and_is_asked_once(
    desk: Desk, server: Nasty
) -> None:
    slow = watch(desk, server.url("/held"))
    patient = Collector(limits=Limits(host_interval=0))
    try:
        fetch_due(NOW, by=patient, patience=1.0)
        assert seen_again(slow).next_fetch_at == NOW + LEASE
        later = NOW + LEASE - timedelta(seconds=1)
        fetch_due(later, by=patient, patience=0)
        assert seen_again(slow).next_fetch_at == later + LEASE
        fetch_due(later + 2 * LEASE, by=patient, patience=0)
        assert [seen.path for seen in server.seen].count("/held") == 1
    finally:
        server.release()
        patient.close()


def wait() -> int:
    time.sleep(0.05)
    return 0
