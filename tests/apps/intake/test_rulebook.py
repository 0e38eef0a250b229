"""The rules of all offices, kept compiled until one of them changes."""

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import save_rule, save_word_list
from huiyin.apps.intake.models import Item, KeywordRule
from huiyin.apps.intake.rulebook import standing_rules
from huiyin.engine.clock import now
from huiyin.rules.text.fields import VALUES
from tests.makers import make_rule
from tests.personas import make_desk

pytestmark = pytest.mark.django_db


def test_compiled_rules_are_kept_until_a_rule_or_list_changes() -> None:
    desk = make_desk()
    rule = make_rule(desk.office)
    first = standing_rules()
    assert standing_rules() is first
    save_word_list(desk.office, "危化品", "苯", now=now())
    second = standing_rules()
    assert second is not first
    KeywordRule.objects.filter(pk=rule.pk).update(enabled=False)
    assert standing_rules().rules == {}


def test_standing_rules_are_asked_office_by_office_and_a_broken_one_left_out() -> None:
    ours, theirs = make_desk(), make_desk("heling", "禾岭县应急管理局")
    save_word_list(ours.office, "词", "爆炸", now=now())
    save_word_list(theirs.office, "词", "火灾", now=now())
    one = make_rule(ours.office, "甲", "@词")
    two = make_rule(theirs.office, "乙", "@词")
    make_rule(theirs.office, "坏", "@没有")
    ruleset = standing_rules().ruleset
    found = [
        [[hit.key for hit in each] for each in ruleset.match(["爆炸", "火灾"], (), office.pk)]
        for office in (ours.office, theirs.office)
    ]
    assert found == [[[one.pk], []], [[], [two.pk]]]


def test_a_changed_rule_is_recorded_with_what_it_was() -> None:
    desk = make_desk()
    save_rule(desk.office, "危化", "爆炸", actor=desk.duty, now=now())
    save_rule(desk.office, "危化", "爆炸 | 泄漏", actor=desk.duty, now=now(), enabled=False)
    first, second = Event.objects.order_by("pk")
    assert "before" not in first.body
    assert second.body["expression"] == "爆炸 | 泄漏"
    assert second.body["before"] == {"expression": "爆炸", "urgent": False, "enabled": True}


def test_rules_know_every_channel_and_kind() -> None:
    assert set(VALUES["channel"]) == set(Item.Channel.values)
    assert set(VALUES["kind"]) == set(Item.Kind.values)
