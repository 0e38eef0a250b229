"""Looking before saving, and clipping a page by hand: both go through the collector."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import SourceRefused
from huiyin.apps.intake.errands import ask_clip, ask_preview
from huiyin.apps.intake.models import Copy, Errand, Item
from huiyin.apps.org.steps import StepRefused
from huiyin.flows.collecting import Collector
from huiyin.flows.watch import fetch_due
from tests.flows.test_trips import ARTICLE, LIST, SHORT, TEXT, page
from tests.nasty import Nasty
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def server() -> Iterator[Nasty]:
    article = page(ARTICLE.format("化工园区发生爆燃致两人受伤", TEXT))
    with Nasty(pages={"/list": page(LIST), "/a/1": article}) as running:
        yield running


@pytest.fixture
def by() -> Iterator[Collector]:
    made = Collector("https://desk.example/contact", SHORT)
    yield made
    made.close()


def run(errand: Errand, by: Collector) -> Errand:
    """The errand once it is done; the loopback is opened for it."""
    Errand.objects.filter(pk=errand.pk).update(allow_private=True)
    fetch_due(NOW, by=by, patience=20)
    errand.refresh_from_db()
    assert errand.done_at is not None
    return errand


def test_a_preview_shows_what_would_be_found_and_stores_nothing(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    given = {"full_text": "yes"}
    asked = ask_preview("html_list", server.url("/list"), given, actor=desk.duty, now=NOW)
    result = run(asked, by).result
    assert (asked.code, result["count"], len(result["entries"])) == ("", 2, 2)
    assert "两人受伤" in result["entries"][0]["body"]
    assert server.paths() == ["/list", "/a/1"]
    assert not Item.objects.exists()


def test_a_preview_says_why_there_is_nothing(desk: Desk, server: Nasty, by: Collector) -> None:
    given = {"links": "table.none a"}
    asked = ask_preview("html_list", server.url("/list"), given, actor=desk.duty, now=NOW)
    assert run(asked, by).code == "nothing_selected"
    lost = ask_preview("feed", server.url("/nowhere"), {}, actor=desk.duty, now=NOW)
    assert run(lost, by).code == "not_found"


def test_a_wrong_setting_and_a_missing_right_are_refused_before_anything_is_asked(
    desk: Desk,
) -> None:
    with pytest.raises(SourceRefused) as refused:
        ask_preview("html_list", "https://a.example", {"links": "a[["}, actor=desk.duty, now=NOW)
    assert list(refused.value.faults) == ["links"]
    with pytest.raises(StepRefused):
        ask_preview("feed", "https://a.example", {}, actor=desk.auditor, now=NOW)
    with pytest.raises(SourceRefused):
        ask_clip("javascript:alert(1)", actor=desk.duty, now=NOW)


def test_the_own_network_stays_closed_to_everybody_but_administrators(desk: Desk) -> None:
    ask_preview("feed", "http://10.0.0.1/", {}, actor=desk.duty, now=NOW, allow_private=True)
    assert Errand.objects.get().allow_private is False


def test_a_clipped_page_is_an_item_with_its_copy(desk: Desk, server: Nasty, by: Collector) -> None:
    errand = run(ask_clip(server.url("/a/1"), actor=desk.duty, now=NOW), by)
    item = Item.objects.get()
    assert errand.item == item
    assert (item.title, item.outlet) == ("化工园区发生爆燃致两人受伤", "云溪晚报")
    assert "两人受伤" in item.body
    assert Copy.objects.get().item == item
    assert Event.objects.get(kind="item.clipped").actor == desk.duty


def test_a_marked_text_is_kept_even_where_the_page_cannot_be_read(
    desk: Desk, server: Nasty, by: Collector
) -> None:
    server.robots = "User-agent: *\nDisallow: /"
    asked = ask_clip(
        server.url("/a/1"), actor=desk.duty, now=NOW, title="论坛帖", text="夜里有刺鼻气味"
    )
    run(asked, by)
    assert (Item.objects.get().title, Item.objects.get().body) == ("论坛帖", "夜里有刺鼻气味")
    bare = run(ask_clip(server.url("/a/1"), actor=desk.duty, now=NOW), by)
    assert (bare.code, bare.item) == ("robots_denied", None)
