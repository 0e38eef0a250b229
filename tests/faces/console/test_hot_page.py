"""The list of hot issues on its page and as a file."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.intake.models import Item
from huiyin.apps.stories.models import Story
from huiyin.engine.clock import clock_at
from tests.makers import make_item, make_story
from tests.personas import Desk, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]
NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
NOISE = ("东湖小区夜宵摊油烟扰民", "东湖小区业主反映夜宵摊油烟噪音扰民", "夜宵摊噪音")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def told(desk: Desk, titles: tuple[str, ...], *days_ago: int, kind: str = "") -> Story:
    items = [
        make_item(
            desk.office, title, f"{title}。", said_at=NOW - timedelta(days=ago),
            channel="hotline", kind=kind,
        )
        for title, ago in zip(titles, days_ago, strict=True)
    ]  # fmt: skip
    story = make_story(desk.office, items)
    Story.objects.filter(pk=story.pk).update(told=True)
    return story


def page(desk: Desk, query: str = "", language: str = "zh-hans") -> str:
    with clock_at(NOW):
        client = Client(headers={"accept-language": language})
        client.force_login(desk.duty)
        return client.get(reverse("hot_issues") + query).content.decode()


def test_issues_stand_by_heat_with_place_people_and_a_way_to_the_story(desk: Desk) -> None:
    story = told(desk, NOISE, 0, 3, 9)
    told(desk, ("咨询公积金提取", "公积金提取"), 12, 12)
    shown = page(desk)
    assert "热点问题2个" in shown
    assert shown.index(NOISE[1]) < shown.index("公积金提取")
    assert reverse("story", args=[story.pk]) in shown
    for words in ("东湖小区", "业主", "2026-05-11 – 2026-05-20"):
        assert words in shown
    assert "2 hot issues" in page(desk, language="en")


def test_only_what_people_told_in_these_days_counts(desk: Desk) -> None:
    told(desk, NOISE, 0, 40, 41)
    told(desk, ("举报科长", "举报科长受贿"), 0, 1, kind=Item.Kind.REPORT)
    told(desk, ("推广", "推广二"), 0, 1)
    Item.objects.filter(title__startswith="推广").update(state=Item.State.DISMISSED)
    make_story(desk.office, [make_item(desk.office, f"新闻{n}", said_at=NOW) for n in range(3)])
    assert "没有热点问题" in page(desk)
    assert "热点问题1个" in page(desk, "?from=2026-04-01&to=2026-05-20")
    assert "没有热点问题" in page(desk, "?from=never&to=1066-01-01")


def test_the_file_opens_in_a_spreadsheet_and_holds_no_command(desk: Desk) -> None:
    told(desk, ("=HYPERLINK(1)", "=HYPERLINK(1)"), 0, 1)
    lines = page(desk, "?csv=1").splitlines()
    assert lines[0] == "\ufeff排名,舆情,热度指数,起始日期,截止日期,留言数,地点,人群,问题描述"
    assert lines[1].endswith(",'=HYPERLINK(1)")
    assert ",2.0," in lines[1] or ",1.9," in lines[1]
