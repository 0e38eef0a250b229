"""The item's page: what was made of its words, why, and what a person says instead."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.intake.models import Correction, Item
from tests.makers import make_item
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def duty(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.duty)
    return client


def test_topic_severity_and_tone_are_shown_with_the_words_that_spoke(
    desk: Desk, duty: Client
) -> None:
    item = make_item(desk.office, "工地拖欠工资")
    Item.objects.filter(pk=item.pk).update(
        topic="labour.wages", severity=2, sentiment=-1,
        judged={"model": "m", "topic": [0.83, ["拖欠工资"]], "severity": [0.6, []],
                "sentiment": [0.9, ["拖欠"]]},
    )  # fmt: skip
    page = duty.get(reverse("item", args=[item.pk])).content.decode()
    assert "Wages and employment terms, because of the words “拖欠工资” (83 % sure)" in page
    assert "Severity: serious harm (60 % sure)" in page
    assert "Tone: negative, because of the words “拖欠” (90 % sure)" in page


def test_a_person_sets_topic_and_severity(desk: Desk, duty: Client) -> None:
    item = make_item(desk.office, "楼道堆满杂物")
    for task, label in (("topic", "safety.fire"), ("severity", "2")):
        duty.post(reverse("item_label", args=[item.pk, task]), {"label": label})
    page = duty.get(reverse("item", args=[item.pk])).content.decode()
    assert "Fire safety, set by hand" in page
    assert "Severity: serious harm, set by hand" in page
    assert Correction.objects.count() == 2


@pytest.mark.parametrize(("task", "label"), [("topic", ""), ("severity", "9"), ("tone", "1")])
def test_what_no_such_label_is_is_not_found(
    desk: Desk, duty: Client, task: str, label: str
) -> None:
    item = make_item(desk.office)
    answer = duty.post(reverse("item_label", args=[item.pk, task]), {"label": label})
    assert answer.status_code == 404
    assert not Correction.objects.exists()
