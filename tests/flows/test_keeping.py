"""Texts of no case are let go after their time; what a case answers stays whole."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.models import Copy, Fetch, Item, Version
from huiyin.apps.org.models import Policy
from huiyin.apps.org.steps import StepRefused
from huiyin.flows.keeping import let_go_of_texts
from huiyin.flows.keeping_rules import hold_back, lift_hold
from tests.makers import make_case, make_item, make_source, make_story
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
OLD = NOW - timedelta(days=1200)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def published(desk: Desk, title: str, at: datetime = OLD) -> Item:
    item = make_item(desk.office, title, "两人受伤，现场已控制。", said_at=at)
    Copy.objects.create(
        item=item, url=item.url, seen_at=at, octets=1, sha256=sha256(b"x").digest(), packed=b"x"
    )
    Version.objects.create(
        item=item, number=2, seen_at=at, title=title, body="五人受伤。", sha256=b"0" * 32
    )
    return item


def body_of(item: Item) -> str:
    item.refresh_from_db()
    return item.body


def test_a_text_of_no_case_keeps_its_title_and_lets_its_words_go(desk: Desk) -> None:
    old, fresh = published(desk, "爆燃"), published(desk, "停水", NOW - timedelta(days=2))
    assert let_go_of_texts(NOW) == 1
    assert body_of(old) == ""
    assert (old.title, old.let_go_at, "受伤" in old.folded) == ("爆燃", NOW, False)
    assert "两人受伤" in body_of(fresh)
    assert list(Copy.objects.values_list("item", flat=True)) == [fresh.pk]
    event = Event.objects.get(kind="texts.let_go")
    assert (event.body["items"], event.body["items_policy"]) == (1, "D1095")
    assert let_go_of_texts(NOW) == 0


def test_what_a_case_answers_stays(desk: Desk) -> None:
    own, through = published(desk, "自己立案"), published(desk, "随事件立案")
    make_case(desk.duty, items=[own])
    make_case(desk.duty, story=make_story(desk.office, [through]))
    told = make_item(desk.office, "来信", "请查。", channel="letter", said_at=OLD)
    assert let_go_of_texts(NOW) == 0
    assert all(body_of(item) for item in (own, through, told))
    assert Copy.objects.count() == 2


def test_a_hold_keeps_what_it_covers_also_after_a_merge(desk: Desk) -> None:
    item, other = published(desk, "爆燃"), published(desk, "停水")
    story, into = make_story(desk.office, [item]), make_story(desk.office, [other])
    hold = hold_back(desk.office, story, "法院调取", actor=desk.admin, now=NOW)
    item.membership.story = story.merged_into = into
    story.save()
    item.membership.save()
    assert let_go_of_texts(NOW) == 0
    lift_hold(hold.pk, actor=desk.admin, now=NOW)
    everything = hold_back(desk.office, None, "巡视检查", actor=desk.admin, now=NOW)
    assert let_go_of_texts(NOW) == 0
    lift_hold(everything.pk, actor=desk.admin, now=NOW)
    assert let_go_of_texts(NOW) == 2
    with pytest.raises(StepRefused):
        hold_back(desk.office, None, "x", actor=desk.clerk, now=NOW)


def test_a_dated_policy_of_the_office_counts(desk: Desk) -> None:
    item = published(desk, "爆燃", NOW - timedelta(days=40))
    Policy.objects.create(office=desk.office, key="keep.copies", value="D30", since_at=OLD)
    assert let_go_of_texts(NOW) == 1
    assert body_of(item)
    assert not Copy.objects.exists()
    later = NOW + timedelta(days=4000)
    Policy.objects.create(office=desk.office, key="keep.items", value="forever", since_at=NOW)
    let_go_of_texts(later)
    assert body_of(item)


def test_outside_of_a_round_nothing_seen_can_go(desk: Desk) -> None:
    published(desk, "爆燃")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Version.objects.all().delete()


def test_old_lines_of_the_ledger_go(desk: Desk) -> None:
    source = make_source(desk.office)
    for days in (1, 100):
        Fetch.objects.create(source=source, at=NOW - timedelta(days=days), outcome="read")
    let_go_of_texts(NOW)
    assert Fetch.objects.count() == 1
