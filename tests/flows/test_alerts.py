"""A story that deserves a higher level is told of once, in the transaction that brought it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import save_rule
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions.levels import acknowledge_alerts, settle_level
from huiyin.apps.stories.models import Story, StoryAlert
from huiyin.apps.stories.queries import unseen_alerts
from huiyin.flows.grouping import store_batch
from huiyin.flows.notices import tell_of_events
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
TITLE = "青渡新区管委会迁址公告引发热议"
BODY = (
    "青渡新区管委会日前公告，将办公地点迁往湖东路新楼，原址改作市民书房。"
    "新楼预算与选址程序受到关注，管委会表示将于本周公布详细说明。"
)


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def reprints(count: int, first: int = 0) -> list[Arrival]:
    """The same news from as many outlets, a minute apart."""
    said = Arrival(channel="feed", title=TITLE, body=BODY, url="", outlet="", published_at=NOW)
    return [
        replace(
            said, url=f"https://outlet{n}.example/1", outlet=f"第{n}晚报", external_id=str(n),
            published_at=NOW - timedelta(minutes=90 - n),
        )
        for n in range(first, first + count)
    ]  # fmt: skip


def levels() -> list[str]:
    return list(StoryAlert.objects.order_by("pk").values_list("level", flat=True))


def test_one_story_is_told_of_once_and_again_only_when_it_rises(desk: Desk) -> None:
    store_batch(desk.office, reprints(2), now=NOW)
    assert levels() == []
    store_batch(desk.office, reprints(6), now=NOW)
    store_batch(desk.office, reprints(9), now=NOW)
    assert levels() == ["larger"]
    store_batch(desk.office, reprints(25), now=NOW)
    assert levels()[-1] in {"major", "severe"}
    store_batch(desk.office, reprints(26), now=NOW)
    assert len(levels()) == 2
    events = Event.objects.filter(kind="story.alerted")
    assert events.count() == 2
    tell_of_events(NOW)
    told = Notice.objects.filter(code="story.alerted", channel="console")
    assert {notice.person for notice in told} == {desk.duty, desk.clerk}
    assert told.count() == 4


def test_an_urgent_rule_alone_is_told_of_with_its_ground(desk: Desk) -> None:
    save_rule(desk.office, name="迁址", expression="迁址", urgent=True, actor=desk.clerk, now=NOW)
    store_batch(desk.office, reprints(1), now=NOW)
    assert "key_field" in StoryAlert.objects.get().grounds


def test_seen_is_seen_and_a_person_settles_the_level(desk: Desk) -> None:
    store_batch(desk.office, reprints(6), now=NOW)
    story = Story.objects.get()
    assert [alert.story for alert in unseen_alerts(desk.office)] == [story]
    acknowledge_alerts(story.pk, actor=desk.duty, now=NOW)
    acknowledge_alerts(story.pk, actor=desk.duty, now=NOW)
    assert unseen_alerts(desk.office) == []
    assert Event.objects.filter(kind="story.alert_acknowledged").count() == 1
    with pytest.raises(StepRefused):
        settle_level(story.pk, "severe", "", actor=desk.clerk, now=NOW)
    with pytest.raises(StepRefused):
        settle_level(story.pk, "enormous", "因为", actor=desk.clerk, now=NOW)
    settle_level(story.pk, "severe", "园区邻近水源地", actor=desk.clerk, now=NOW)
    store_batch(desk.office, reprints(30), now=NOW)
    assert levels() == ["larger"]


def test_who_may_not_shape_stories_may_not_settle_levels(desk: Desk) -> None:
    store_batch(desk.office, reprints(6), now=NOW)
    story = Story.objects.get()
    for act in (acknowledge_alerts, lambda pk, **who: settle_level(pk, "general", "x", **who)):
        with pytest.raises(StepRefused):
            act(story.pk, actor=desk.auditor, now=NOW)
