"""Stories as the board, the river and the story page read them."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.stories.actions import merge_stories
from huiyin.apps.stories.figures import Figures, Members, figures_of, heat_at, rises_at
from huiyin.apps.stories.models import StoryItem
from huiyin.apps.stories.queries import hourly, rising, river, story_page
from huiyin.flows.grouping import store_batch
from huiyin.rules.text.features import microseconds
from tests.personas import Desk, make_desk

NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXTS = (
    "禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,周边村民正在疏散,事故原因正在调查。",
    "云溪市农博会在会展中心开幕,两百多家企业带来新鲜蔬果和特色小吃,市民前来选购。",
    "云溪二中新校区今日启用,三千名学生迁入,周边三条公交线路同步延伸到校门口。",
)


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def arrive(desk: Desk, text: str, *outlets: str, at: datetime = NOW) -> int:
    batch = [
        Arrival(channel="feed", title=text[:10], body=text, outlet=outlet, published_at=at,
                url=f"https://news.example/{outlet}/{at.isoformat()}")
        for outlet in outlets
    ]  # fmt: skip
    item = store_batch(desk.office, batch, now=NOW).items[0]
    return StoryItem.objects.get(item_id=item.pk).story_id


def test_what_more_outlets_tell_of_now_is_hotter(desk: Desk) -> None:
    old = arrive(desk, TEXTS[1], "甲报", "乙报", "丙报", at=NOW - 20 * HOUR)
    hot = arrive(desk, TEXTS[0], "甲报", "乙报", "丙报", at=NOW - HOUR)
    mild = arrive(desk, TEXTS[2], "甲报", "乙报", at=NOW - HOUR)
    found = rising(desk.office, NOW)
    assert [row.story.pk for row in found] == [hot, mild, old]
    assert found[0].heat == pytest.approx(3 * 2 ** (-1 / 24))
    assert found[0].hours == [*[0] * 22, 3, 0]


def test_the_quiet_and_the_single_do_not_rise(desk: Desk) -> None:
    arrive(desk, TEXTS[0], "甲报")
    arrive(desk, TEXTS[1], "甲报", "乙报", at=NOW - 30 * HOUR)
    assert rising(desk.office, NOW) == []


def test_the_river_flows_page_by_page_without_gaps(desk: Desk) -> None:
    hours = (1, 2, 3)
    stories = [
        arrive(desk, text, "甲报", "乙报", at=NOW - hour * HOUR)
        for text, hour in zip(TEXTS, hours, strict=True)
    ]
    seen, cursor = [], ""
    while True:
        page = river(desk.office, NOW, before=cursor, limit=1)
        seen += [row.story.pk for row in page.stories]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == stories


@pytest.mark.parametrize("cursor", ["x", "1_y", "inf", "_"])
def test_a_cursor_that_no_page_gave_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(ValueError):
        river(desk.office, NOW, before=cursor)


def test_a_story_page_has_its_items_in_time_order_with_their_reasons(desk: Desk) -> None:
    arrive(desk, TEXTS[0], "甲报", at=NOW - HOUR)
    story = arrive(desk, TEXTS[0], "乙报", at=NOW - 2 * HOUR)
    page = story_page(desk.office, story)
    assert [row.outlet for row in page.members] == ["乙报", "甲报"]
    assert [row.because[0] for row in page.members] == ["copy", "new"]


def test_a_story_page_costs_the_same_however_many_items_it_has(desk: Desk) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = story_page(desk.office, story)
            assert [(row.item.title, row.item.source) for row in page.members]
        return len(queries)

    story = arrive(desk, TEXTS[0], "甲报")
    few = cost()
    arrive(desk, TEXTS[0], *(f"{number}报" for number in range(20)))
    assert cost() == few == 2


def test_a_merged_story_leads_to_the_one_it_went_into(desk: Desk) -> None:
    into, other = arrive(desk, TEXTS[0], "甲报"), arrive(desk, TEXTS[1], "甲报")
    merge_stories(into, other, actor=desk.clerk, now=NOW)
    assert story_page(desk.office, other).story.pk == into
    assert len(story_page(desk.office, other).members) == 2


def test_hours_count_items_and_outlets(desk: Desk) -> None:
    arrive(desk, TEXTS[0], "甲报", "甲报", "乙报", at=NOW)
    story = arrive(desk, TEXTS[0], "丙报", "丁报", at=NOW - 2 * HOUR)
    hour = NOW.replace(minute=0)
    assert hourly(story) == [(hour - 2 * HOUR, 2, 2), (hour, 2, 2)]


def figures(*said: tuple[datetime, int]) -> Figures:
    """Of a story of items said at a time by an outlet, beside another story."""
    rows = [(7, number, microseconds(at), outlet) for number, (at, outlet) in enumerate(said)]
    other = (3, 99, microseconds(NOW), 5)
    return figures_of(Members(*np.array([*rows, other]).T))[7]


def test_figures_of_messages_count_each_and_no_outlet() -> None:
    counted = figures((NOW, 0), (NOW, 0), (NOW - 2 * HOUR, 0))
    assert (counted.items_n, counted.outlets_n, counted.rises[-3:]) == (3, 0, [1, 0, 2])
    assert (counted.first_at, counted.last_at) == (NOW - 2 * HOUR, NOW)


def test_messages_are_as_hot_as_they_are_many() -> None:
    told = figures((NOW, 0), (NOW, 0), (NOW, 0))
    assert heat_at(told.heat, NOW) == pytest.approx(3)
    assert heat_at(told.heat, NOW + 24 * HOUR) == pytest.approx(1.5)


def test_an_older_story_never_overtakes_a_hotter_one_by_waiting() -> None:
    early = figures((NOW, 1), (NOW, 2))
    late = figures((NOW + 12 * HOUR, 1), (NOW + 12 * HOUR, 2))
    for later in (12, 48, 480):
        now = NOW + later * HOUR
        assert (late.heat > early.heat) == (heat_at(late.heat, now) > heat_at(early.heat, now))


def test_rises_move_on_with_the_hours() -> None:
    stored = [*[0] * 22, 4, 7]
    assert rises_at(stored, NOW, NOW)[-2:] == [4, 7]
    assert rises_at(stored, NOW, NOW + 3 * HOUR)[-5:] == [4, 7, 0, 0, 0]
    assert rises_at(stored, NOW, NOW + 100 * HOUR) == [0] * 24
