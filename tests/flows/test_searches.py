"""Kept searches tell their owner of each new answer, once."""

from typing import Any

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import forget_search, save_search
from huiyin.apps.intake.models import SavedSearch
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.clock import now
from huiyin.flows.searches import tell_of_answers
from tests.makers import make_item
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def keep(owner: Person, name: str, *, alert: bool = True, **asked: str) -> SavedSearch:
    return save_search(owner, name, asked, alert=alert, now=now())


def told(person: Person) -> list[tuple[str, int, str]]:
    rows = Notice.objects.filter(person=person, code="search.answered").order_by("pk")
    return [(row.params["name"], row.params["n"], row.params["title"]) for row in rows]


def test_only_what_comes_after_the_search_was_kept_is_told_and_once(desk: Desk) -> None:
    make_item(desk.office, "电梯旧事")
    keep(desk.duty, "电梯", q="电梯 -演习")
    keep(desk.clerk, "不提醒", alert=False, q="电梯")
    make_item(desk.office, "电梯停了")
    make_item(desk.office, "电梯演习")
    make_item(desk.office, "路灯不亮")
    assert tell_of_answers(now()) == 3
    assert told(desk.duty) == [("电梯", 1, "电梯停了")]
    assert tell_of_answers(now()) == 0
    assert told(desk.duty) == [("电梯", 1, "电梯停了")]
    assert told(desk.clerk) == []


def test_more_answers_join_the_notice_that_is_not_read_yet(desk: Desk) -> None:
    keep(desk.duty, "电梯", q="电梯")
    for n in range(2):
        make_item(desk.office, f"电梯{n}")
        tell_of_answers(now())
    assert told(desk.duty) == [("电梯", 2, "电梯1")]
    Notice.objects.update(read_at=now())
    make_item(desk.office, "电梯2")
    tell_of_answers(now())
    assert told(desk.duty) == [("电梯", 2, "电梯1"), ("电梯", 1, "电梯2")]


def test_filters_hold_for_what_is_told(desk: Desk) -> None:
    keep(desk.duty, "来信", channel="letter")
    keep(desk.duty, "急", q="电梯", urgent="1")
    keep(desk.duty, "日报", q="电梯", outlet="日报")
    keep(desk.duty, "去年", q="电梯", to="2025-12-31")
    make_item(desk.office, "电梯急", urgent=True)
    make_item(desk.office, "路灯", channel="letter")
    make_item(desk.office, "电梯见报", outlet="日报")
    tell_of_answers(now())
    assert sorted(told(desk.duty)) == [
        ("急", 1, "电梯急"), ("日报", 1, "电梯见报"), ("来信", 1, "路灯")
    ]  # fmt: skip


def test_a_search_is_changed_and_kept_no_longer(desk: Desk) -> None:
    first = keep(desk.duty, "电梯", q="电梯", page="3")
    again = keep(desk.duty, "电梯", alert=False, q="扶梯")
    assert (first.pk, first.asked, again.asked) == (again.pk, {"q": "电梯"}, {"q": "扶梯"})
    with pytest.raises(SavedSearch.DoesNotExist):
        forget_search(desk.clerk, again.pk, now=now())
    forget_search(desk.duty, again.pk, now=now())
    assert not SavedSearch.objects.exists()
    kinds = Event.objects.filter(subject=f"search:{again.pk}").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == [
        "search.saved", "search.saved", "search.forgotten"
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "asked"), [("", {"q": "电梯"}), ("电梯", {}), ("x", {"q": " "})])
def test_nothing_is_not_kept(desk: Desk, name: str, asked: dict[str, Any]) -> None:
    with pytest.raises(StepRefused):
        keep(desk.duty, name, **asked)
