"""Settings: how long things are kept, and the tree of topics; administrators change, all look."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions.labels import set_topic
from huiyin.apps.intake.models import LabelModel, ModelUse
from huiyin.apps.intake.queries.learning import retired_topics, topic_tree
from huiyin.apps.org.queries import policy
from huiyin.engine.clock import now
from tests.makers import make_item
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
KEEPING, TOPICS = "/settings/keeping", "/settings/topics"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.admin)
    return client


def test_a_time_of_keeping_is_changed_after_its_consequences_were_read(
    desk: Desk, client: Client
) -> None:
    make_item(desk.office, "旧闻", said_at=now() - timedelta(days=200))
    assert "1095 days" in client.get(KEEPING).content.decode()
    short = client.post(f"{KEEPING}/keep.items", {"days": "30", "basis": "档案法"})
    assert (short.status_code, "At least 90 days" in short.content.decode()) == (422, True)
    asked = {"days": "100", "basis": "档案法第十五条"}
    shown = client.post(f"{KEEPING}/keep.items", asked)
    assert "1 entry is older than that" in shown.context["consequences"][0]
    assert "cannot be brought back" in shown.context["consequences"][1]
    assert policy(desk.office, "keep.items", now()) == "D1095"
    client.post(f"{KEEPING}/keep.items", {**asked, "confirmed": "1"})
    assert policy(desk.office, "keep.items", now()) == "D100"
    event = Event.objects.get(kind="keeping.changed")
    assert (event.actor, event.reason, event.body["from"]) == (
        desk.admin,
        "档案法第十五条",
        "D1095",
    )
    assert "1095 days → 100 days" in client.get(KEEPING).content.decode()


def test_holds_are_set_and_lifted_and_only_by_administrators(desk: Desk, client: Client) -> None:
    assert client.post(f"{KEEPING}/hold", {"story": "77", "reason": "法院"}).status_code == 422
    client.post(f"{KEEPING}/hold", {"story": "", "reason": "法院调取"})
    hold = client.get(KEEPING).context["holds"][0]
    client.force_login(desk.clerk)
    page = client.get(KEEPING)
    assert ("法院调取" in page.content.decode(), page.context["may_change"]) == (True, False)
    assert client.post(f"{KEEPING}/hold/{hold.pk}").status_code == 403


def test_the_tree_of_topics_is_changed_and_every_change_stays_on_record(
    desk: Desk, client: Client
) -> None:
    fresh = {"parent": "environment", "code": "light", "zh": "光污染", "unit": "危化品监管科"}
    client.post(f"{TOPICS}/add", fresh)
    twice = client.post(f"{TOPICS}/add", fresh)
    assert (twice.status_code, "stands twice" in twice.content.decode()) == (422, True)
    item = set_topic(make_item(desk.office).pk, "environment.light", actor=desk.duty, now=now())
    client.post(f"{TOPICS}/retire", {"code": "environment"})
    assert {"environment", "environment.light"} <= retired_topics(desk.office.pk)
    assert "光污染" in client.get(f"/items/{item.pk}").content.decode()
    refused = client.post(f"{TOPICS}/reopen", {"code": "environment.light"})
    assert "offer that again first" in refused.content.decode()
    page = client.get(TOPICS)
    line = next(one for one in page.context["retired"] if one.topic.code == "environment.light")
    assert (line.to, line.unit) == (1, "危化品监管科")
    kinds = Event.objects.filter(kind__startswith="topic").values_list("kind", flat=True)
    assert list(kinds.order_by("seq")) == ["topic.added", "topic.retired"]
    client.force_login(desk.clerk)
    client.post(f"{TOPICS}/reopen", {"code": "environment"})
    assert "environment" in retired_topics(desk.office.pk)


def test_a_tree_goes_out_and_comes_back_as_a_file(desk: Desk, client: Client) -> None:
    given = client.get(f"{TOPICS}.csv").content
    rows = given.decode("utf-8-sig").splitlines()
    changed = "\r\n".join(rows[:12]).encode("gb18030")
    client.post(f"{TOPICS}/bring-in", {"file": SimpleUploadedFile("t.csv", changed)})
    assert len(topic_tree(desk.office.pk).open()) == 11
    assert len(topic_tree(desk.office.pk).topics) == len(rows) - 1
    broken = SimpleUploadedFile("t.csv", "code,zh,en,parent\na.b,甲,,a\n".encode())
    answer = client.post(f"{TOPICS}/bring-in", {"file": broken})
    assert "Line 2: What it stands under" in answer.content.decode()


def test_the_card_of_the_model_in_use_is_shown_with_its_figures(desk: Desk, client: Client) -> None:
    measured = {"labels": 40, "before": {"accuracy": 0.55, "macro_f1": 0.5},
                "after": {"accuracy": 0.75, "macro_f1": 0.7}}  # fmt: skip
    card = {"seed": 1968, "labels": {"kind": 40, "topic": 3}, "tasks": {"kind": measured}}
    model = LabelModel.objects.create(
        office=desk.office, version="2026-11-22.1", data=b"", card=card, made_at=now()
    )
    ModelUse.objects.create(office=desk.office, model=model, at=now())
    shown = client.get(TOPICS).content.decode()
    assert all(text in shown for text in ("2026-11-22.1", "55.0 %", "75.0 %", "1968 texts"))
