"""What people decide about stories stands, and can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.audit import queries as audit
from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import dismiss_item
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions import (
    attach_item,
    keep_apart,
    merge_stories,
    move_item,
    rename_story,
    take_apart_back,
    undo_item,
)
from huiyin.apps.stories.actions.parting import apart_from
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.flows.grouping import store_batch
from huiyin.rules.refusals import Refusal
from tests.makers import make_case
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
FIRE = "禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,周边村民正在疏散,事故原因正在调查。"
FAIR = "云溪市农博会在会展中心开幕,两百多家企业带来新鲜蔬果和特色小吃,市民前来选购。"
FLOOD = "青石县连日暴雨,河水漫过堤岸,低洼村庄被淹,县里组织冲锋舟转移受困群众。"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def arrive(desk: Desk, *texts: str, outlet: str = "云溪晚报", at: datetime = NOW) -> list[int]:
    batch = [
        Arrival(
            channel="feed", title=text[:12], body=text, outlet=outlet, published_at=at,
            url=f"https://news.example/{outlet}/{number}/{at:%H%M}",
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip
    return [item.pk for item in store_batch(desk.office, batch, now=at).items]


def story_of(item: int) -> Story:
    return StoryItem.objects.get(item_id=item).story


def test_a_waiting_item_is_attached_to_its_own_story(desk: Desk) -> None:
    (fire,) = arrive(desk, FIRE)
    attach_item(fire, None, actor=desk.duty, now=NOW)
    assert Item.objects.get(pk=fire).state == "attached"
    assert StoryItem.objects.get(item=fire).by == desk.duty
    event = Event.objects.latest("seq")
    assert (event.kind, event.role, event.story_id) == ("item.attached", "duty", story_of(fire).pk)


def test_attached_to_another_story_it_leaves_the_first_and_both_are_counted_anew(
    desk: Desk,
) -> None:
    fire, fair = arrive(desk, FIRE, FAIR)
    left, joined = story_of(fair), story_of(fire)
    attach_item(fair, joined.pk, actor=desk.duty, now=NOW)
    left.refresh_from_db()
    joined.refresh_from_db()
    assert (left.items_n, joined.items_n) == (0, 2)
    assert joined.settled


def test_undo_puts_it_back_where_it_was(desk: Desk) -> None:
    fire, fair = arrive(desk, FIRE, FAIR)
    before = story_of(fair)
    attach_item(fair, story_of(fire).pk, actor=desk.duty, now=NOW)
    undo_item(fair, actor=desk.duty, now=NOW)
    assert story_of(fair) == before
    assert Item.objects.get(pk=fair).state == "new"
    before.refresh_from_db()
    assert before.items_n == 1


def test_undo_takes_a_dismissal_back(desk: Desk) -> None:
    (fair,) = arrive(desk, FAIR)
    dismiss_item(fair, "与本局无关", actor=desk.duty, now=NOW)
    item = undo_item(fair, actor=desk.clerk, now=NOW)
    assert (item.state, item.dismissed_reason) == ("new", "")
    kinds = Event.objects.filter(subject=f"item:{fair}").values_list("kind", flat=True)
    assert list(kinds.order_by("seq")) == ["item.dismissed", "item.restored"]


def test_what_a_case_answers_to_is_not_taken_back_here(desk: Desk) -> None:
    (fire,) = arrive(desk, FIRE)
    make_case(desk.clerk, items=[Item.objects.get(pk=fire)])
    with pytest.raises(StepRefused):
        undo_item(fire, actor=desk.duty, now=NOW)


def test_an_item_moved_out_opens_a_story_and_the_desk_never_moves_it_again(desk: Desk) -> None:
    first, second = arrive(desk, FIRE)[0], arrive(desk, FIRE, outlet="禾岭在线")[0]
    old = story_of(first)
    move_item(second, None, actor=desk.duty, now=NOW)
    assert story_of(second) != old
    arrive(desk, FIRE, outlet="农村大众", at=NOW + timedelta(hours=1))
    membership = StoryItem.objects.get(item=second)
    assert membership.by == desk.duty
    assert membership.story != old
    assert Event.objects.filter(kind="item.moved").count() == 1


def test_merged_stories_are_one_and_new_items_join_it(desk: Desk) -> None:
    fire, fair = arrive(desk, FIRE, FAIR)
    into, other = story_of(fire), story_of(fair)
    merge_stories(into.pk, other.pk, actor=desk.clerk, now=NOW)
    other.refresh_from_db()
    assert (other.merged_into, other.items_n) == (into, 0)
    again = arrive(desk, FAIR, outlet="禾岭在线", at=NOW + timedelta(hours=1))[0]
    assert story_of(again) == into
    into.refresh_from_db()
    assert into.items_n == 3
    assert audit.verify()[1] is None


def test_the_story_with_a_case_is_the_one_that_stays(desk: Desk) -> None:
    fire, fair = arrive(desk, FIRE, FAIR)
    cased = story_of(fair)
    make_case(desk.clerk, story=cased)
    assert merge_stories(story_of(fire).pk, cased.pk, actor=desk.clerk, now=NOW) == cased


def test_two_stories_with_cases_and_a_story_with_itself_are_not_merged(desk: Desk) -> None:
    fire, fair = (story_of(item) for item in arrive(desk, FIRE, FAIR))
    make_case(desk.clerk, story=fire)
    make_case(desk.clerk, story=fair)
    for into, other in ((fire, fair), (fire, fire)):
        with pytest.raises(StepRefused):
            merge_stories(into.pk, other.pk, actor=desk.clerk, now=NOW)


def test_two_matters_are_never_made_one_until_that_is_taken_back(desk: Desk) -> None:
    fire, fair, flood = (story_of(item) for item in arrive(desk, FIRE, FAIR, FLOOD))
    said = keep_apart(fair.pk, fire.pk, "两件事", actor=desk.duty, now=NOW)
    assert keep_apart(fire.pk, fair.pk, actor=desk.clerk, now=NOW) == said
    again = story_of(arrive(desk, FAIR, outlet="禾岭在线", at=NOW + timedelta(hours=1))[0])
    assert again == fair
    assert Story.objects.filter(pk__in=[fire.pk, fair.pk], settled=True).count() == 2
    merge_stories(flood.pk, fair.pk, actor=desk.clerk, now=NOW)
    assert [each.story for each in apart_from(fire)] == [flood]
    with pytest.raises(StepRefused) as error:
        merge_stories(fire.pk, flood.pk, actor=desk.clerk, now=NOW)
    assert error.value.code == Refusal.KEPT_APART
    take_apart_back(flood.pk, fire.pk, actor=desk.clerk, now=NOW)
    assert apart_from(fire) == []
    merge_stories(fire.pk, flood.pk, actor=desk.clerk, now=NOW)
    kinds = Event.objects.filter(kind__contains="part").order_by("seq")
    assert list(kinds.values_list("kind", "reason")) == [
        ("story.kept_apart", "两件事"), ("story.parting_taken_back", ""),
    ]  # fmt: skip


def test_only_the_desk_decides_what_belongs_where(desk: Desk) -> None:
    fire, fair = arrive(desk, FIRE, FAIR)
    into = story_of(fire)
    for refused in (
        lambda: attach_item(fair, into.pk, actor=desk.handler, now=NOW),
        lambda: move_item(fair, into.pk, actor=desk.handler, now=NOW),
        lambda: merge_stories(into.pk, story_of(fair).pk, actor=desk.auditor, now=NOW),
        lambda: keep_apart(into.pk, story_of(fair).pk, actor=desk.handler, now=NOW),
        lambda: rename_story(into.pk, "新题", actor=desk.handler, now=NOW),
    ):
        with pytest.raises(StepRefused) as error:
            refused()
        assert error.value.code == Refusal.ROLE_NOT_ALLOWED


def test_another_office_cannot_reach_it(desk: Desk) -> None:
    (fire,) = arrive(desk, FIRE)
    other = make_desk("heling", "禾岭县应急管理局")
    with pytest.raises(Item.DoesNotExist):
        attach_item(fire, None, actor=other.duty, now=NOW)
    (theirs,) = arrive(other, FIRE)
    with pytest.raises(Story.DoesNotExist):
        attach_item(theirs, story_of(fire).pk, actor=other.duty, now=NOW)


def test_a_story_is_given_a_headline_of_our_own(desk: Desk) -> None:
    (fire,) = arrive(desk, FIRE)
    story = rename_story(story_of(fire).pk, " 远帆化工厂“9·22”爆炸 ", actor=desk.clerk, now=NOW)
    assert story.title == "远帆化工厂“9·22”爆炸"
    assert Event.objects.latest("seq").kind == "story.renamed"
