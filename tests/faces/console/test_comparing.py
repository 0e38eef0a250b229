"""Two stories stand side by side with what they share, and can be made one from there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from huiyin.apps.intake.facts import note_facts
from huiyin.apps.stories.models import Story
from huiyin.faces.console.reasons import grouping_words
from huiyin.rules.text.comparing import compare_words
from tests.makers import make_item, make_story
from tests.personas import make_desk

HERE = ("禾岭县化工厂爆炸", "禾岭县化工厂爆炸已致三人死亡")
THERE = ("青石县化工厂爆炸", "青石县化工厂爆炸救援结束")


def test_words_are_shared_or_of_one_story_alone() -> None:
    words = compare_words(HERE, THERE)
    assert words.shared == ["县化工厂爆炸"]
    assert "禾岭" in words.own[0][0]
    assert "青石" in words.own[1][0]
    assert compare_words(["甲乙"], ["丙丁"]).shared == []
    assert compare_words([], []).own == ([], [])


@pytest.mark.django_db
def test_two_stories_are_compared_and_merged() -> None:
    desk = make_desk()
    one, other = (
        make_story(desk.office, [make_item(desk.office, title) for title in titles])
        for titles in (HERE, THERE)
    )
    note_facts()
    member = one.members.get(item__title=HERE[0])
    member.refused, member.said_at = other, other.first_at - timedelta(days=40)
    with override("en"):
        assert "other day" in grouping_words(member)[-1]
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.duty)
    address = reverse("compare_stories")
    both: dict[str, int | str] = {"a": one.pk, "b": other.pk}
    body = client.get(address, both).content.decode()
    assert "<mark>县化工厂爆炸</mark>" in body
    assert "Merge the two" in body
    assert ("same day" in body, "other place" in body, "same subject" in body) == (True,) * 3
    assert client.get(address, both | {"b": one.pk}).status_code == 302
    assert client.get(address, both | {"b": "x"}).status_code == 404
    part = reverse("part_stories", args=[other.pk])
    client.post(part, {"other": one.pk, "reason": "two counties"})
    kept = client.get(address, both).content.decode()
    assert "Merge the two" not in kept
    for story, its_other in ((one, other), (other, one)):
        answer = client.get(reverse("story", args=[story.pk]))
        assert "Kept apart by Zhou Lan" in answer.content.decode()
        assert "two counties" in answer.content.decode()
        assert its_other not in answer.context["others"]
    client.post(part, {"other": one.pk, "undo": "yes"})
    assert "Merge the two" in client.get(address, both).content.decode()
    client.post(reverse("merge_story", args=[other.pk]), {"other": one.pk})
    assert Story.objects.get(pk=other.pk).merged_into == one
