"""Sources, rules, imports, stories and notices as people use them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.models import (
    Fetch,
    ImportRun,
    Item,
    KeywordRule,
    Source,
    Submission,
    SubmissionFile,
)
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import Person
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.engine.clock import now
from tests.makers import make_case, make_item, make_notice, make_source, make_story
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
CSV = "标题,正文,时间\n路灯不亮,夜里很黑,2026-05-01 08:00\n,,\n井盖缺失,危险,昨天\n"
OPML = (
    '<opml version="2.0"><body><outline text="甲报" type="rss" xmlUrl="https://a.example/rss"/>'
    '<outline text="乙报" type="rss" xmlUrl="ftp://b.example/rss"/></body></opml>'
)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def as_() -> As:
    def client_of(person: Person) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        return client

    return client_of


def upload(client: Client, name: str, content: str) -> str:
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post(reverse("imports"), {"file": file, "channel": "mailbox"}, follow=True)
    return answer.content.decode()


def test_troubled_sources_stand_first_and_say_what_is_wrong(desk: Desk, as_: As) -> None:
    make_source(desk.office, "好的来源")
    bad = make_source(desk.office, "坏的来源", health="failing")
    Source.objects.filter(pk=bad.pk).update(failures=3, health_code="not_found")
    body = as_(desk.duty).get("/sources").content.decode()
    assert body.index("坏的来源") < body.index("好的来源")
    assert "The server does not know the address." in body
    assert "1 source has trouble" in body


def test_a_source_is_added_once_and_a_wrong_address_is_explained(desk: Desk, as_: As) -> None:
    client = as_(desk.duty)
    form = {"name": "晚报", "url": "https://news.example/rss", "outlet": "晚报"}
    client.post(reverse("add_source"), form)
    again = client.post(reverse("add_source"), form, follow=True)
    assert "Already watched." in again.content.decode()
    wrong = client.post(reverse("add_source"), {**form, "url": "ftp://news.example"})
    assert wrong.status_code == 422
    assert "not an http or https address" in wrong.content.decode()
    assert "ftp://news.example" in wrong.content.decode()
    assert Source.objects.count() == 1


def test_a_source_gets_another_name_and_pace_but_never_another_address(desk: Desk, as_: As) -> None:
    source = make_source(desk.office, "旧名")
    address, url = reverse("edit_source", args=[source.pk]), source.url
    client = as_(desk.duty)
    assert client.post(address, {"name": " ", "minutes": "15"}).status_code == 422
    client.post(address, {"name": "新名", "minutes": "15", "url": "https://other.example/"})
    source.refresh_from_db()
    assert (source.name, source.interval_seconds, source.url) == ("新名", 900, url)
    client.post(address, {"name": "新名", "minutes": "99999"})
    source.refresh_from_db()
    assert source.interval_seconds == 86_400


def test_only_an_administrator_lets_a_source_into_the_own_network(desk: Desk, as_: As) -> None:
    source = make_source(desk.office)
    address = reverse("source_private", args=[source.pk])
    answer = as_(desk.clerk).post(address, {"allowed": "yes"}, follow=True)
    assert "Your role does not include this step." in answer.content.decode()
    source.refresh_from_db()
    assert source.allow_private is False
    as_(desk.admin).post(address, {"allowed": "yes"})
    source.refresh_from_db()
    assert source.allow_private is True


def test_a_source_is_paused_resumed_and_asked_at_once(desk: Desk, as_: As) -> None:
    source = make_source(desk.office)
    client = as_(desk.duty)
    client.post(reverse("switch_source", args=[source.pk]), {"enabled": "no"})
    source.refresh_from_db()
    assert source.enabled is False
    client.post(reverse("switch_source", args=[source.pk]), {"enabled": "yes"})
    client.post(reverse("fetch_source", args=[source.pk]))
    source.refresh_from_db()
    assert (source.enabled, source.next_fetch_at <= now()) == (True, True)


def test_the_ledger_of_a_source_says_what_was_set_aside(desk: Desk, as_: As) -> None:
    source = make_source(desk.office)
    Fetch.objects.create(
        source=source, at=now(), outcome="read", http_status=200, entries=20, new_items=3,
        refusals=[{"where": "entry 3", "code": "date_unreadable", "detail": "x"}],
    )  # fmt: skip
    Fetch.objects.create(source=source, at=now(), outcome="not_found", http_status=404)
    body = as_(desk.duty).get(reverse("source", args=[source.pk])).content.decode()
    for said in ("20 entries, 3 new", "1 part set aside", "entry 3", "The date could not be read",
                 "The server does not know the address."):  # fmt: skip
        assert said in body


def test_sources_of_another_office_cannot_be_touched(desk: Desk, as_: As) -> None:
    source = make_source(make_desk("heling", "禾岭县应急管理局").office)
    client = as_(desk.admin)
    assert client.get(reverse("source", args=[source.pk])).status_code == 404
    for name in ("switch_source", "source_private", "fetch_source"):
        assert client.post(reverse(name, args=[source.pk])).status_code == 404


@pytest.mark.parametrize(
    ("expression", "before", "said"),
    [
        ("爆炸 OR (泄漏", "爆炸 OR ", "This bracket is never closed."),
        ("爆炸 OR", "", "A word is missing here."),
        ("-演习", "", "add a word that must"),
    ],
)
def test_a_mistake_in_a_rule_is_shown_where_it_stands(
    desk: Desk, as_: As, expression: str, before: str, said: str
) -> None:
    form = {"name": "规则", "expression": expression}
    answer = as_(desk.duty).post(reverse("edit_rule"), form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"].before.startswith(before)
    assert answer.context["form"].expression == expression
    assert not KeywordRule.objects.exists()


def test_a_rule_is_saved_changed_and_refused_to_strangers(desk: Desk, as_: As) -> None:
    form = {"name": "爆炸", "expression": "爆炸", "enabled": "1"}
    as_(desk.duty).post(reverse("edit_rule"), form)
    as_(desk.duty).post(reverse("edit_rule"), {**form, "expression": "爆炸 OR 泄漏", "urgent": "1"})
    rule = KeywordRule.objects.get()
    assert (rule.expression, rule.urgent) == ("爆炸 OR 泄漏", True)
    answer = as_(desk.auditor).post(reverse("edit_rule"), {**form, "expression": "x"})
    assert "Your role does not include this step." in answer.content.decode()


def test_a_file_of_messages_comes_in_with_a_report_of_what_was_refused(desk: Desk, as_: As) -> None:
    body = upload(as_(desk.duty), "留言.csv", CSV)
    run = ImportRun.objects.get()
    assert run.name == "留言.csv"
    assert run.refused == len(run.refusals.all()) > 0
    assert set(Item.objects.values_list("channel", flat=True)) == {"mailbox"}
    assert "The row has neither a title nor a text." in body or "could not be read" in body
    count = Item.objects.count()
    upload(as_(desk.duty), "留言.csv", CSV)
    assert Item.objects.count() == count


def test_a_list_of_sources_comes_in_with_what_was_refused(desk: Desk, as_: As) -> None:
    body = upload(as_(desk.duty), "来源.opml", OPML)
    assert list(Source.objects.values_list("name", flat=True)) == ["甲报"]
    assert "1 sources added" in body
    assert "not an http or https address" in body


@pytest.mark.parametrize("name", ["x.docx", "noending", "../../etc/passwd"])
def test_a_file_of_another_kind_is_refused_with_the_kinds_there_are(
    desk: Desk, as_: As, name: str
) -> None:
    body = upload(as_(desk.duty), name, "x")
    assert "This kind of file cannot be read." in body
    assert ".csv" in body


def test_files_without_content_right_or_measure_are_refused(desk: Desk, as_: As) -> None:
    empty = as_(desk.duty).post(reverse("imports"), {})
    assert "Choose a file first." in empty.content.decode()
    assert "Your role does not include this step." in upload(as_(desk.handler), "x.csv", CSV)
    with override_settings(CONFIG=Small()):
        assert "larger than 0 MB" in upload(as_(desk.duty), "x.csv", CSV)
    assert not ImportRun.objects.exists()


class Small:
    """A desk that takes no file at all."""

    upload_limit_mb = 0


def test_a_story_tells_its_items_in_order_with_reasons_and_outlets(desk: Desk, as_: As) -> None:
    source = make_source(desk.office, "云溪晚报")
    start = datetime(2026, 5, 20, 1, 30, tzinfo=UTC)
    items = [
        make_item(desk.office, f"第{n}篇报道", source=source, said_at=start + timedelta(hours=n))
        for n in (2, 0, 1)
    ]
    story = make_story(desk.office, items)
    case = make_case(desk.duty, story=story)
    answer = as_(desk.duty).get(reverse("story", args=[story.pk]))
    body = answer.content.decode()
    places = [body.index(f"第{n}篇报道</a>") for n in range(3)]
    assert places == sorted(places)
    assert [(line.outlet, line.items) for line in answer.context["outlets"]] == [("云溪晚报", 3)]
    assert [count for _at, count in answer.context["chart"].rows] == [1, 1, 1]
    assert any(case.number in moment.text for moment in answer.context["chart"].moments)
    assert case.number in body
    assert answer.context["open_case"] is True


def test_a_person_moves_renames_and_merges_what_the_desk_grouped(desk: Desk, as_: As) -> None:
    first = make_story(desk.office, [make_item(desk.office, f"甲{n}") for n in range(3)])
    second = make_story(desk.office, [make_item(desk.office, f"乙{n}") for n in range(2)])
    client = as_(desk.duty)
    item = StoryItem.objects.filter(story=first).order_by("id")[1].item
    client.post(reverse("move_item", args=[item.pk]), {"story": ""})
    alone = StoryItem.objects.get(item=item).story
    assert alone.pk not in {first.pk, second.pk}
    client.post(reverse("rename_story", args=[first.pk]), {"title": "本局拟的标题"})
    answer = client.post(reverse("merge_story", args=[second.pk]), {"other": first.pk})
    assert answer.headers["Location"] == reverse("story", args=[first.pk])
    assert StoryItem.objects.filter(story=first).count() == 4
    assert (
        client.get(reverse("story", args=[second.pk]))
        .headers["Location"]
        .endswith(reverse("story", args=[first.pk]))
    )
    assert Story.objects.get(pk=first.pk).title == "本局拟的标题"
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"item.moved", "story.renamed", "story.merged"} <= kinds
    refused = as_(desk.handler).post(
        reverse("rename_story", args=[first.pk]), {"title": "x"}, follow=True
    )
    assert "Your role does not include this step." in refused.content.decode()


def test_an_item_attached_to_its_story_can_be_taken_back(desk: Desk, as_: As) -> None:
    item = make_item(desk.office, "未归入")
    story = make_story(desk.office, [item, make_item(desk.office, "已有")])
    Item.objects.filter(pk=item.pk).update(state="new")
    client = as_(desk.duty)
    client.post(reverse("attach_item", args=[item.pk]), {"story": story.pk})
    item.refresh_from_db()
    assert item.state == "attached"
    client.post(f"{reverse('undo_items')}?item={item.pk}")
    item.refresh_from_db()
    assert item.state == "new"


def test_notices_are_read_one_by_one_or_all_at_once(desk: Desk, as_: As) -> None:
    mine = [make_notice(desk.clerk) for _ in range(3)]
    foreign = make_notice(desk.duty)
    client = as_(desk.clerk)
    assert "3 unread notices" in client.get("/notices").content.decode()
    client.post(reverse("read_notices"), {"notice": [mine[0].pk, foreign.pk]})
    assert Notice.objects.filter(read_at=None).count() == 3
    client.post(reverse("read_notices"))
    assert list(Notice.objects.filter(read_at=None)) == [foreign]
    assert "All notices read" in client.get("/notices").content.decode()


def test_a_file_from_the_public_comes_as_a_download_only(desk: Desk, as_: As) -> None:
    submission = Submission.objects.create(
        office=desk.office, kind="hazard", title="隐患", text="见附件", received_at=now()
    )
    file = SubmissionFile.objects.create(
        submission=submission, name="x.html", media_type="text/html", octets=20,
        sha256=b"0" * 32, content=b"<script>alert(1)</script>", added_at=now(),
    )  # fmt: skip
    item = make_item(desk.office, "隐患", channel="portal")
    Item.objects.filter(pk=item.pk).update(submission=submission)
    address = reverse("item_file", args=[item.pk, file.pk])
    assert address in as_(desk.duty).get(reverse("item", args=[item.pk])).content.decode()
    answer = as_(desk.duty).get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    stranger = make_desk("heling", "禾岭县应急管理局").duty
    assert as_(stranger).get(address).status_code == 404


@pytest.mark.parametrize("path", ["/due", "/inbox", "/stories", "/sources", "/rules", "/notices"])
def test_an_empty_page_says_what_to_do_next(desk: Desk, as_: As, path: str) -> None:
    body = as_(desk.clerk).get(path).content.decode()
    state = body[body.index('data-kind="empty"') :]
    assert 'class="btn' in state[: state.index("</section>")]


def test_an_entry_by_somebody_without_the_right_keeps_the_text(desk: Desk, as_: As) -> None:
    answer = as_(desk.auditor).post(
        reverse("enter_item"), {"channel": "hotline", "text": "写了很久的记录"}
    )
    assert answer.status_code == 422
    assert "Your role does not include this step." in answer.content.decode()
    assert "写了很久的记录" in answer.content.decode()
