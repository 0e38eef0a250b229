"""A story's page sums it up in sentences of its items, and shows who reprinted whom."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.intake.models import Item
from huiyin.apps.stories.models import Story
from tests.makers import make_item, make_story
from tests.personas import Desk, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]
NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
BODY = (
    "昨晚八点左右，禾岭县新街一家工厂发生爆炸，造成三人死亡，附近居民楼的玻璃大面积破碎。"
    "消防部门接警后调集十二辆消防车赶到现场处置，明火于当晚十一点全部扑灭。"
    "县政府表示，受影响的居民已安排到附近学校临时居住，事故原因正在进一步调查之中。"
)
NEWER = BODY + "今天上午，县应急管理局通报，失联的两名工人已在废墟中找到，均无生命危险。"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def story(desk: Desk) -> Story:
    told = (("晚报", BODY), ("网站", f"（来源：晚报）{BODY}"), ("日报", NEWER))
    items = [
        make_item(
            desk.office, "工厂爆炸", body, outlet=outlet, said_at=NOON + timedelta(hours=hour)
        )
        for hour, (outlet, body) in enumerate(told)
    ]
    Item.objects.filter(pk=items[2].pk).update(same_as=items[0], same_how=Item.SameHow.UPDATE)
    return make_story(desk.office, items)


def client(desk: Desk) -> Client:
    made = Client(headers={"accept-language": "zh-hans"})
    made.force_login(desk.duty)
    return made


def test_the_page_opens_with_sentences_tied_to_their_items(desk: Desk) -> None:
    made = story(desk)
    answer = client(desk).get(reverse("story", args=[made.pk]))
    summary = answer.context["summary"]
    assert 0 < len(summary) <= 4
    assert all(told.text in told.item.body for told in summary)
    assert f'href="#item-{summary[0].item.pk}"' in answer.content.decode()


def test_the_tree_says_who_had_it_first_and_what_is_new(desk: Desk) -> None:
    made = story(desk)
    answer = client(desk).get(reverse("story_prints", args=[made.pk]))
    lines = answer.context["prints"].lines
    assert [(line.item.outlet, line.how) for line in lines] == [
        ("晚报", ""), ("网站", "reprint"), ("日报", "update"),
    ]  # fmt: skip
    assert lines[1].parent == lines[0].item
    assert "失联的两名工人" in "".join(lines[2].added)
    assert "更新稿" in answer.content.decode()


def test_a_story_without_reprints_says_so(desk: Desk) -> None:
    made = make_story(desk.office, [make_item(desk.office, "请问如何办理")])
    body = client(desk).get(reverse("story_prints", args=[made.pk])).content.decode()
    assert "没有互相转载" in body


def test_a_newer_version_says_so_on_its_page_with_what_is_new(desk: Desk) -> None:
    last = story(desk).members.order_by("-said_at")[0].item
    page = client(desk).get(reverse("item", args=[last.pk])).content.decode()
    assert "是以下信息的更新版本" in page
    assert re.search(r"<ins>[^<]*失联的两名工人已在废墟中找到", page)
