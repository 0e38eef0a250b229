"""Several workers at once: nothing is stored twice, no figure drifts, the chain holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from django.db import connection

from huiyin.apps.audit import queries as audit
from huiyin.apps.intake.actions import add_source, fetch_now
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Fetch, Item, Source
from huiyin.apps.stories.actions import move_item
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.engine.fetch import Limits
from huiyin.flows.collecting import Collector
from huiyin.flows.grouping import store_batch
from huiyin.flows.watch import fetch_due
from tests.nasty import Nasty
from tests.personas import make_desk

NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
MATTERS = ("化工厂爆炸浓烟滚滚村民疏散", "农博会开幕市民选购蔬果小吃", "新校区启用三千学生迁入上课")


def together(*work: Callable[[], object]) -> None:
    """Run each in a thread of its own, all starting at once; a failure fails the test."""
    start, failed = Barrier(len(work)), []

    def run(one: Callable[[], object]) -> None:
        start.wait()
        try:
            one()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def batch(first: int, count: int = 30) -> list[Arrival]:
    return [
        Arrival(
            channel="feed", title=MATTERS[number % 3], body=f"{MATTERS[number % 3]}。" * 4,
            outlet=f"{number}报", url=f"https://news.example/{number}",
            published_at=NOW - timedelta(minutes=number),
        )
        for number in range(first, first + count)
    ]  # fmt: skip


def test_workers_that_store_the_same_arrivals_store_each_once(own_database: None) -> None:
    office = make_desk().office
    together(*(lambda first=first: store_batch(office, batch(first), now=NOW)
               for first in (0, 10, 20, 0)))  # fmt: skip
    assert Item.objects.count() == StoryItem.objects.count() == 50
    for story in Story.objects.all():
        assert story.items_n == story.members.count()
        assert story.outlets_n == story.members.values("outlet").distinct().count()
    assert sorted(Story.objects.values_list("items_n", flat=True)) == [16, 17, 17]
    assert audit.verify()[1] is None


def test_people_move_items_while_others_arrive(own_database: None) -> None:
    desk = make_desk()
    first = store_batch(desk.office, batch(0), now=NOW).items

    def move() -> None:
        for item in first[:6]:
            move_item(item.pk, None, actor=desk.duty, now=NOW)

    together(move, lambda: store_batch(desk.office, batch(30), now=NOW),
             lambda: store_batch(desk.office, batch(60), now=NOW))  # fmt: skip
    moved = StoryItem.objects.filter(item_id__in=[item.pk for item in first[:6]])
    assert moved.filter(by=desk.duty).count() == 6
    for story in Story.objects.all():
        assert story.items_n == story.members.count()
    assert audit.verify()[1] is None


def test_two_watchers_ask_each_source_once_while_a_person_asks_too(own_database: None) -> None:
    desk = make_desk()
    with Nasty() as server:
        paths = ("/feed", "/dated", "/gzip", "/br", "/deflate", "/moved")
        for path in paths:
            source, _new = add_source(desk.office, name=path, url=server.url(path), now=NOW)
        Source.objects.update(allow_private=True)
        collectors = [Collector(limits=Limits(host_interval=0)) for _ in range(2)]
        together(
            lambda: fetch_due(NOW, by=collectors[0], patience=20),
            lambda: fetch_due(NOW, by=collectors[1], patience=20),
            lambda: fetch_now(source.pk, actor=desk.duty, now=NOW + timedelta(days=1)),
        )
        # A row that somebody held for a moment was passed over, and is due still.
        fetch_due(NOW, by=collectors[0], patience=20)
        for collector in collectors:
            collector.close()
    assert Fetch.objects.count() == len(paths)
    assert Item.objects.count() == len(paths)
    assert audit.verify()[1] is None
