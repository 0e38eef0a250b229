"""A machine's draft from a story's published items: sent, kept, marked, made into an answer."""

import json
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.models import Item
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses.actions import approve_statement, correct_statement, publish_statement
from huiyin.apps.responses.drafting import ask_machine, keep_draft
from huiyin.apps.responses.models import MachineDraft, Statement
from huiyin.apps.stories.models import Story
from huiyin.engine.clock import now
from huiyin.flows import drafting
from huiyin.ports import DraftingPlugin
from huiyin.ports.registry import DRAFTING, load
from huiyin.rules.refusals import Refusal
from tests.endpoint import chat, endpoint
from tests.makers import make_item, make_person, make_source, make_story
from tests.personas import Desk, make_desk
from tests.ports.plugged import points

pytestmark = pytest.mark.django_db
SECRET = "举报人电话与住址"
TEXT = "情况说明\n\n已有3人受伤［1］。起火原因不详。专家已到[7]。"


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = load(DRAFTING, DraftingPlugin, points(DRAFTING))  # type: ignore[type-abstract]
    monkeypatch.setattr(drafting, "drafting", lambda: shelf)


def mixed_story(desk: Desk) -> Story:
    """Published items among what must never leave the office."""
    office, mailbox = desk.office, make_source(desk.office, "信箱")
    mailbox.plugin = "mail"
    mailbox.save()
    published = [
        make_item(office, "化工厂爆炸致3人受伤", "3名工人送医。"),
        make_item(office, "明火已扑灭", "4时明火扑灭。"),
    ]
    told = make_item(office, f"信件{SECRET}", SECRET, channel=Item.Channel.PORTAL)
    mailed = make_item(office, f"邮件{SECRET}", SECRET, source=mailbox)
    dismissed = make_item(office, f"无关{SECRET}", SECRET)
    nowhere = make_item(office, f"无址{SECRET}", SECRET)
    story = make_story(office, [*published, told, mailed, dismissed, nowhere])
    Item.objects.filter(pk=dismissed.pk).update(state=Item.State.DISMISSED)
    Item.objects.filter(pk=nowhere.pk).update(url="")
    Story.objects.filter(pk=story.pk).update(title=SECRET)
    return story


def as_(person: object, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)  # type: ignore[arg-type]
    return client


@pytest.mark.usefixtures("plugged")
def test_only_published_items_are_sent_and_the_text_is_kept_as_it_came(
    settings: LazySettings,
) -> None:
    desk = make_desk()
    story = mixed_story(desk)
    clerk = as_(desk.clerk)
    ask = reverse("ask_draft", args=[story.pk])
    assert clerk.get(ask).status_code == 404
    with endpoint() as served:
        settings.CONFIG = replace(
            settings.CONFIG, draft_url=served.url, draft_model="small", draft_key="sk-1"
        )
        served.body = chat(TEXT)
        shown = clerk.get(ask).content.decode()
        assert "These 2 published items are sent to 127.0.0.1" in shown
        assert SECRET not in shown.replace(f"← {SECRET}", "")
        as_(desk.approver).post(ask)
        assert not MachineDraft.objects.exists()
        clerk.post(ask)
        assert [drafting.write_drafts(now()) for _ in range(2)] == [1, 0]
        sent = json.dumps(served.got, ensure_ascii=False)
    assert "化工厂爆炸致3人受伤" in sent
    assert SECRET not in sent
    draft = MachineDraft.objects.get()
    assert (draft.title, draft.model, draft.code) == ("情况说明", "small-1", "")
    kinds = list(Event.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["draft.asked", "draft.written"]
    assert "sk-1" not in str(list(Event.objects.values_list("body", flat=True)))
    with pytest.raises(IntegrityError), transaction.atomic():
        MachineDraft.objects.update(body="另一份")
    page = clerk.get(reverse("machine_draft", args=[draft.pk])).content.decode()
    for words in ("drafted with a machine", "1 sentence cites no item", "never given: 7"):
        assert words in page


def test_people_make_an_answer_of_it_and_whoever_asked_does_not_approve() -> None:
    desk = make_desk()
    story, at = mixed_story(desk), now()
    asker = make_person(desk.office, "both", "office", "approver")
    asked = ask_machine(story.pk, host="llm.example", language="zh", actor=asker, now=at)
    draft = keep_draft(asked.pk, title="情况说明", body=TEXT, model="small", now=at)
    form: dict[str, str | int] = {"machine": draft.pk, "title": draft.title, "body": draft.body}
    new = reverse("new_statement")
    duty = as_(desk.duty)
    assert duty.post(new, form).status_code == 422
    assert duty.post(new, form | {"compared": "yes"}).status_code == 302
    statement = Statement.objects.get()
    assert "起火原因不详。专家已到。" in statement.body
    assert (statement.machine_draft, statement.state) == (draft, "drafted")
    shown = as_(desk.approver).get(reverse("statement", args=[statement.pk])).content.decode()
    assert "began as a machine" in shown
    with pytest.raises(StepRefused, match=Refusal.EVENT_NOT_HERE):
        publish_statement(statement.pk, actor=desk.approver, now=at)
    with pytest.raises(StepRefused, match=Refusal.AUTHOR_APPROVES):
        approve_statement(statement.pk, actor=asker, now=at)
    approve_statement(statement.pk, actor=desk.approver, now=at)
    publish_statement(statement.pk, actor=desk.approver, now=at)
    corrected = correct_statement(
        statement.pk, title="更正", body="4人受伤。", change_note="人数", actor=desk.duty, now=at
    )
    assert corrected.machine_draft == draft


@pytest.mark.usefixtures("plugged")
def test_a_draft_that_does_not_come_says_why_and_an_endpoint_that_changed_gets_nothing(
    settings: LazySettings,
) -> None:
    desk = make_desk()
    story = mixed_story(desk)
    with endpoint() as served:
        settings.CONFIG = replace(settings.CONFIG, draft_url=served.url, draft_model="small")
        served.status = 503
        for _ in range(2):
            as_(desk.clerk).post(reverse("ask_draft", args=[story.pk]))
        drafting.write_drafts(now())
        other = served.url.replace("127.0.0.1", "localhost")
        settings.CONFIG = replace(settings.CONFIG, draft_url=other)
        drafting.write_drafts(now())
        assert len(served.got) == 1
    first, second = MachineDraft.objects.order_by("id")
    assert (first.code, second.code) == ("endpoint_failed", "switched_off")
    page = as_(desk.clerk, "zh-hans").get(reverse("machine_draft", args=[first.pk]))
    assert "起草接口出错" in page.content.decode()
