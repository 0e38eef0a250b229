"""A worker that is killed again and again while it stores leaves what one that lives on leaves."""

import os
import random
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.apps.audit import queries as audit
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office
from huiyin.apps.stories import shelf
from huiyin.apps.stories.models import Story, StoryAlert, StoryItem
from huiyin.flows.grouping import store_batch
from tests.personas import make_desk

NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
KILLS, BATCH = 6, 12
TOLD = (
    "禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,消防救援人员已赶到现场处置,附近村民正在疏散",
    "青渡新区管委会公告,将办公地点迁往湖东路新楼,原址改作市民书房,新楼预算受到关注",
    "云溪市农博会在会展中心开幕,全省两百多家企业带来新鲜蔬果和特色小吃,市民前来选购",
    "滨江新城三号楼电梯停运半个月,老人每天爬十八层楼,物业称配件仍在路上",
    "西关村自来水发黄有异味,水管锈蚀多年,镇政府表示本周更换主管道",
)


def arrivals() -> list[Arrival]:
    """Reports of five happenings: the same ones again, some with more, a few of them late."""
    dice = random.Random(5)
    return [
        Arrival(
            channel="feed", title=f"{dice.choice(('', '突发:'))}{told[:12]}",
            body=f"{told[: dice.randrange(24, 44)]}。" + f"第{number}次更新,伤者{number}人。" * (
                number % 4 == 0),
            outlet=f"第{dice.randrange(30)}晚报", url=f"https://n.example/{number}",
            external_id=f"n{number}",
            published_at=NOW - timedelta(days=9) + timedelta(minutes=70 * number)
            - timedelta(hours=dice.choice((0, 0, 0, 30))),
        )
        for number in range(168)
        for told in [TOLD[number * 7 % 5]]
    ]  # fmt: skip


def store(office: Office, given: Sequence[Arrival], tell: int | None = None) -> None:
    """In batches from the first; before each a mark is written to `tell`."""
    for begin in range(0, len(given), BATCH):
        if tell is not None:
            os.write(tell, b".")
        store_batch(office, given[begin : begin + BATCH], now=NOW)


def killed(office: Office, given: Sequence[Arrival], batches: int, delay: float) -> None:
    """Store in a process of its own, which is killed some batches on and a moment later."""
    connection.close()
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            shelf.forget()
            store(office, given, told)
        finally:
            os._exit(0)
    for _batch in range(batches):
        os.read(heard, 1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)
    os.close(told)


def left_by(office: Office) -> tuple[list[Any], list[Any], list[Any]]:
    """Items, stories with their items, and alerts, without the numbers they were given."""
    items = Item.objects.filter(office=office).order_by("external_id")
    stories = Story.objects.filter(office=office, items_n__gt=0)
    members: dict[int, list[str]] = {}
    rows = StoryItem.objects.filter(story__office=office).order_by("item__external_id")
    for story, name in rows.values_list("story_id", "item__external_id"):
        members.setdefault(story, []).append(name)
    figures = ("title", "items_n", "outlets_n", "first_at", "last_at", "heat", "rises", "alerted")
    said = ("external_id", "title", "state", "same_as__external_id", "same_how", "urgent")
    return (
        list(items.values_list(*said)),
        sorted((members[pk], *told) for pk, *told in stories.values_list("pk", *figures)),
        sorted(
            StoryAlert.objects.filter(story__office=office).values_list("story__title", "level")
        ),
    )


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_killed_at_any_moment_it_leaves_the_same_items_and_stories(own_database: None) -> None:
    steady, often = make_desk().office, make_desk("heling", "禾岭县应急管理局").office
    given, dice = arrivals(), random.Random()
    begun = time.monotonic()
    store(steady, given)
    of_a_batch = (time.monotonic() - begun) * BATCH / len(given)
    for number in range(KILLS):
        killed(often, given, 2 * (number + 1), dice.random() * of_a_batch)
    assert 0 < Item.objects.filter(office=often).count() < len(given)
    store(often, given)
    items, stories, alerts = left_by(often)
    assert (items, stories, alerts) == left_by(steady)
    assert len(items) == len(given)
    assert alerts
    assert len([story for story in stories if len(story[0]) > 1]) >= len(TOLD)
    assert audit.verify()[1] is None
