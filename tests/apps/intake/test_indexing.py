"""The index follows the items: searches stay exact while it is behind, broken, or built anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from huiyin.apps.intake import indexing
from huiyin.apps.intake.indexing import Follower
from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries import Asked, best, inbox, inbox_counts
from huiyin.apps.intake.queries.found import sight
from huiyin.apps.org.models import Office
from huiyin.engine.search import Place
from tests.makers import make_item, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path: Path, settings: LazySettings) -> Place:
    settings.SEARCH_FOLDER = tmp_path / "search"
    return Place(tmp_path / "search")


def titles(office: Office, asked: str, **narrow: object) -> list[str]:
    return [item.title for item in inbox(office, Asked(text=asked, **narrow)).items]  # type: ignore[arg-type]


def followed(place: Place) -> None:
    follower = Follower(place)
    while follower.round():
        pass
    follower.close()


def test_what_came_a_moment_ago_is_found_with_what_is_indexed(place: Place) -> None:
    office, other = make_office(), make_office("other", "别的局")
    make_item(office, "电梯停了")
    make_item(other, "电梯停了,别处")
    followed(place)
    make_item(office, "电梯又停了")
    assert sight(office.pk).reached > 0
    assert titles(office, "电梯") == ["电梯又停了", "电梯停了"]
    assert titles(other, "电梯") == ["电梯停了,别处"]
    assert inbox_counts(office, Asked(text="电梯")).total == 2


def test_filters_that_change_are_asked_of_the_database(place: Place) -> None:
    office = make_office()
    made = [make_item(office, f"第{n}台电梯", channel="portal") for n in range(30)]
    followed(place)
    Item.objects.filter(pk__in=[item.pk for item in made[3:]]).update(state="dismissed")
    assert titles(office, "电梯", state="new") == ["第2台电梯", "第1台电梯", "第0台电梯"]
    assert titles(office, "电梯", channel="feed") == []
    page = inbox(office, Asked(text="电梯"), limit=20)
    rest = inbox(office, Asked(text="电梯"), before=page.next_cursor, limit=20)
    assert [item.pk for item in page.items + rest.items] == [item.pk for item in reversed(made)]
    assert rest.next_cursor == ""


def test_the_best_come_first_and_their_pages_do_not_move(place: Place) -> None:
    office = make_office()
    for n in range(5):
        make_item(office, f"第{n}件", "别的事" * (n + 1) + "电梯")
    make_item(office, "电梯", "电梯故障")
    followed(place)
    first = best(office, Asked(text="电梯"), limit=3)
    make_item(office, "电梯新闻")
    second = best(office, Asked(text="电梯"), after=first.next_cursor, limit=3)
    assert first.items[0].title == "电梯"
    assert {item.title for item in first.items + second.items} == {
        "电梯", *(f"第{n}件" for n in range(5))
    }  # fmt: skip


def test_an_index_that_is_gone_or_broken_is_made_anew(place: Place) -> None:
    office = make_office()
    make_item(office, "电梯停了")
    followed(place)
    assert place.current is not None
    (place.current / "meta.json").write_text("{")
    assert titles(office, "电梯") == ["电梯停了"]
    followed(place)
    assert sight(office.pk).reached > 0
    place.discard()
    assert titles(office, "电梯") == ["电梯停了"]
    followed(place)
    assert titles(office, "电梯") == ["电梯停了"]


def test_a_rebuild_leaves_the_old_index_answering_until_it_is_done(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr(indexing, "ROUND", 2)
    office = make_office()
    for n in range(5):
        make_item(office, f"第{n}台电梯")
    followed(place)
    old = place.current
    place.ask_to_rebuild()
    follower = Follower(place)
    follower.round()
    assert place.current == old
    assert len(titles(office, "电梯")) == 5
    while follower.round():
        pass
    follower.close()
    assert place.current != old
    assert (place.is_rebuild_asked, place.building) == (False, None)
    assert len(titles(office, "电梯")) == 5


def test_the_index_of_another_database_is_not_believed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office()
    make_item(office, "电梯停了")
    followed(place)
    horizon = indexing._horizon()
    elsewhere = indexing.Horizon("elsewhere", horizon.tx)
    monkeypatch.setattr(indexing, "_horizon", lambda: elsewhere)
    Follower(place).round()
    assert place.current is None


def test_a_quiet_office_is_not_searched_for_among_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "STEP_OVER", 3)
    quiet, busy = make_office("quiet", "静局"), make_office("busy", "忙局")
    make_item(quiet, "电梯停了")
    newest = [make_item(busy, f"第{n}件") for n in range(9)][-1]
    followed(place)
    assert sight(quiet.pk).reached == newest.pk
    assert titles(quiet, "电梯") == ["电梯停了"]


def test_what_vanished_or_changed_leaves_the_index(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office()
    gone, changed = make_item(office, "电梯一"), make_item(office, "电梯二")
    stays = make_item(office, "电梯三")
    follower = Follower(place)
    follower.round()
    Item.objects.filter(pk=gone.pk).delete()
    Item.objects.filter(pk=changed.pk).update(title="楼梯二", folded="楼梯二\n")
    assert titles(office, "电梯") == ["电梯三"]  # at once, for hits are held against the texts
    after = indexing._horizon()  # the test's own transaction is the only one; call it ended
    monkeypatch.setattr(indexing, "_horizon", lambda: indexing.Horizon(after.desk, after.tx + 1))
    assert follower.round() == 2
    reader = sight(office.pk).reader
    assert reader is not None
    assert reader.total == 3  # two items and the marks
    assert titles(office, "楼梯") == ["楼梯二"]
    assert titles(office, "电梯") == [stays.title]
    follower.close()


def test_with_an_index_a_page_reads_few_rows(
    place: Place, django_assert_max_num_queries: Callable[..., object]
) -> None:
    office = make_office()
    for n in range(20):
        make_item(office, f"第{n}台电梯")
    followed(place)
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        assert len(titles(office, "电梯")) == 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_itemchange")
        assert cursor.fetchone() == (0,)
