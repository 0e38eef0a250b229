"""The inbox: found by any word, filtered, acted on, and never more queries for more items."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.cases.models import CaseFile, CaseItem
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person
from huiyin.engine.clock import now
from tests.makers import make_case, make_item, make_rule, make_source, make_story
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
PAGES = (
    "/inbox",
    "/inbox?state=any&q=厂房",
    "/stories",
    "/sources",
    "/rules",
    "/notices",
    "/search?q=厂房",
)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def as_(desk: Desk) -> Callable[[Person], Client]:
    def client_of(person: Person) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        return client

    return client_of


As = Callable[[Person], Client]


def test_a_word_inside_a_clause_is_found_and_marked(desk: Desk, as_: As) -> None:
    make_item(desk.office, "城北化工园区夜间有刺鼻气味", "附近居民反映厂房排放气体。")
    make_item(desk.office, "无关的一条", "别的事。")
    body = as_(desk.duty).get("/inbox", {"q": "园区夜间"}).content.decode()
    assert "城北化工<mark>园区夜间</mark>有刺鼻气味" in body
    assert "无关的一条" not in body
    in_text = as_(desk.duty).get("/inbox", {"q": "厂房"}).content.decode()
    assert "<mark>厂房</mark>" in in_text


def test_what_people_wrote_is_never_taken_for_markup(desk: Desk, as_: As) -> None:
    item = make_item(
        desk.office, "<script>alert(1)</script>厂房", '"><img src=x onerror=alert(1)>厂房'
    )
    for path in (f"/items/{item.pk}?q=厂房", "/inbox?q=厂房", "/inbox?q=<script>"):
        body = as_(desk.duty).get(path).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body


def test_filters_narrow_the_list_and_say_how_many_each_would_show(desk: Desk, as_: As) -> None:
    make_item(desk.office, "电话反映一", channel="hotline", kind="hazard")
    make_item(desk.office, "来信反映二", channel="letter", kind="suggestion")
    make_item(desk.office, "放下的三", state="dismissed")
    answer = as_(desk.duty).get("/inbox", {"channel": "hotline"})
    body = answer.content.decode()
    assert "电话反映一" in body
    assert "来信反映二" not in body
    options = {
        (group.label, option.label): option.count
        for group in answer.context["groups"]
        for option in group.options
    }
    assert options["Channel", "Letter"] == 1
    assert options["Kind", "Hazard"] == 1
    assert "放下的三" in as_(desk.duty).get("/inbox?state=dismissed").content.decode()


def test_the_pages_of_the_inbox_hold_every_item_once(desk: Desk, as_: As) -> None:
    same = datetime(2026, 5, 20, tzinfo=UTC)
    made = {make_item(desk.office, f"第{n}条", said_at=same).pk for n in range(130)}
    seen: list[int] = []
    address = "/inbox"
    while address:
        answer = as_(desk.duty).get(address)
        seen += [item.pk for item in answer.context["items"]]
        older = answer.context["pager"].older_url
        address = f"/inbox{older}" if older else ""
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("query", ["before=x", "before=1", "before=9999999999999999999999.1"])
def test_a_cursor_nobody_gave_is_not_found_rather_than_failed(
    desk: Desk, as_: As, query: str
) -> None:
    assert as_(desk.duty).get(f"/inbox?{query}").status_code in {200, 404}


def test_what_arrives_meanwhile_is_announced_and_nothing_moves(desk: Desk, as_: As) -> None:
    make_item(desk.office, "先到的", channel="hotline")
    client = as_(desk.duty)
    query = client.get("/inbox?channel=hotline").context["news_query"]
    assert client.get(f"/inbox/news?{query}").status_code == 204
    make_item(desk.office, "别的渠道", channel="letter")
    assert client.get(f"/inbox/news?{query}").status_code == 204
    make_item(desk.office, "后到的", channel="hotline")
    told = client.get(f"/inbox/news?{query}").content.decode()
    assert "1 new item, show it" in told
    assert "/inbox?channel=hotline" in told


def test_an_item_says_why_it_is_here(desk: Desk, as_: As) -> None:
    item = make_item(
        desk.office, kind="hazard", channel="hotline", because=["刺鼻", "气味"],
        hits=[{"rule": 1, "name": "化工", "terms": ["刺鼻气味"]}],
    )  # fmt: skip
    body = as_(desk.duty).get(f"/items/{item.pk}").content.decode()
    assert "Rule “化工” found “刺鼻气味”" in body
    assert "because of the words “刺鼻”, “气味”" in body


def test_a_kind_set_by_a_person_is_said_and_kept(desk: Desk, as_: As) -> None:
    item = make_item(desk.office, kind="question", channel="hotline")
    client, set_kind = as_(desk.duty), reverse("item_kind", args=[item.pk])
    client.post(set_kind, {"kind": "hazard"})
    assert "Hazard: set by Zhou Lan" in client.get(f"/items/{item.pk}").content.decode()
    assert client.post(set_kind, {"kind": "nonsense"}).status_code == 404


def test_dismissing_needs_a_reason_and_says_so(desk: Desk, as_: As) -> None:
    item = make_item(desk.office)
    client = as_(desk.duty)
    answer = client.post(reverse("dismiss_item", args=[item.pk]), {"reason": " "}, follow=True)
    assert "Please give the reason." in answer.content.decode()
    item.refresh_from_db()
    assert item.state == "new"


def test_a_dismissed_item_can_be_taken_back_with_one_press(desk: Desk, as_: As) -> None:
    item = make_item(desk.office)
    client = as_(desk.duty)
    answer = client.post(
        reverse("dismiss_item", args=[item.pk]), {"reason": "广告", "next": "/inbox"}, follow=True
    )
    undo = f"{reverse('undo_items')}?item={item.pk}"
    assert f'action="{undo}"' in answer.content.decode()
    client.post(undo)
    item.refresh_from_db()
    assert item.state == "new"


def test_several_items_become_one_case(desk: Desk, as_: As) -> None:
    items = [
        make_item(desk.office, f"同一件事{n}", channel="portal", kind="hazard") for n in range(3)
    ]
    client = as_(desk.duty)
    answer = client.post(
        reverse("items_together"), {"item": [item.pk for item in items], "do": "case"}
    )
    form = client.get(answer.headers["Location"])
    assert form.context["given"]["title"] == "同一件事0"
    assert form.context["given"]["kind"] == "hazard"
    client.post(
        reverse("open_case"),
        {"title": "一件隐患", "kind": "hazard", "item": [item.pk for item in items]},
    )
    case = CaseFile.objects.get()
    assert CaseItem.objects.filter(case=case).count() == 3


def test_several_items_are_dismissed_and_taken_back_together(desk: Desk, as_: As) -> None:
    ids = [make_item(desk.office, f"广告{n}").pk for n in range(3)]
    client = as_(desk.duty)
    answer = client.post(
        reverse("items_together"), {"item": ids, "do": "dismiss", "reason": "广告"}, follow=True
    )
    assert "3 items dismissed" in answer.content.decode()
    assert Item.objects.filter(state="dismissed").count() == 3
    client.post(reverse("undo_items") + "?" + "&".join(f"item={pk}" for pk in ids))
    assert Item.objects.filter(state="new").count() == 3


def test_a_case_that_cannot_be_opened_keeps_what_was_typed(desk: Desk, as_: As) -> None:
    answer = as_(desk.handler).post(
        reverse("open_case"), {"title": "我写的标题", "kind": "hazard", "summary": "很长的摘要"}
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Your role does not include this step." in body
    assert "我写的标题" in body
    assert "很长的摘要" in body


def test_an_item_joins_an_open_case_by_its_number(desk: Desk, as_: As) -> None:
    item, case = make_item(desk.office), make_case(desk.duty)
    client = as_(desk.duty)
    client.post(reverse("attach_item", args=[item.pk]), {"case": case.number.lower()})
    item.refresh_from_db()
    assert (item.case_link.case_id, item.state) == (case.pk, "attached")
    assert Event.objects.filter(kind="case.items_attached", case_id=case.pk).count() == 1
    answer = client.post(reverse("attach_item", args=[item.pk]), {"case": "A1999-1"}, follow=True)
    assert "There is no case A1999-1." in answer.content.decode()


def test_items_of_another_office_do_not_exist_here(desk: Desk, as_: As) -> None:
    other = make_desk("heling", "禾岭县应急管理局")
    item = make_item(other.office)
    client = as_(desk.duty)
    assert client.get(f"/items/{item.pk}").status_code == 404
    for name in ("dismiss_item", "item_kind"):
        answer = client.post(reverse(name, args=[item.pk]), {"reason": "x", "kind": "hazard"})
        assert answer.status_code == 404
    client.post(reverse("items_together"), {"item": [item.pk], "do": "dismiss", "reason": "x"})
    item.refresh_from_db()
    assert item.state == "new"


def test_an_entry_by_the_hotline_becomes_an_item(desk: Desk, as_: As) -> None:
    client = as_(desk.duty)
    answer = client.post(
        reverse("enter_item"),
        {
            "channel": "hotline",
            "text": "加油站夜里违规卸油。\n味道很大。",
            "place": "沿江路",
            "urgent": "1",
        },
    )
    item = Item.objects.get()
    assert answer.headers["Location"] == f"/items/{item.pk}"
    assert (item.title, item.channel, item.urgent) == ("加油站夜里违规卸油。", "hotline", True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": ""}, "Write down what was said."),
        ({"text": "有", "said_at": "2999-01-01T00:00"}, "This time lies in the future."),
        ({"text": "有", "said_at": "yesterday"}, "Write date and time"),
        ({"text": "有", "channel": "feed"}, "Choose how it reached the desk."),
    ],
)
def test_a_wrong_entry_is_explained_and_keeps_the_text(
    desk: Desk, as_: As, given: dict[str, str], said: str
) -> None:
    form = {"channel": "hotline", "place": "沿江路十号", **given}
    answer = as_(desk.duty).post(reverse("enter_item"), form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "沿江路十号" in answer.content.decode()
    assert not Item.objects.exists()


@pytest.mark.parametrize("path", PAGES)
def test_no_list_asks_more_of_the_database_for_more_rows(desk: Desk, as_: As, path: str) -> None:
    client = as_(desk.clerk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    def fill(count: int) -> None:
        for number in range(count):
            source = make_source(desk.office, f"来源{count}-{number}")
            make_rule(desk.office, f"规则{count}-{number}")
            items = [
                make_item(desk.office, f"厂房{count}-{number}-{n}", source=source,
                          said_at=now() - timedelta(minutes=number))
                for n in range(2)
            ]  # fmt: skip
            make_story(desk.office, items)
            make_item(desk.office, f"厂房旁{count}-{number}", source=source, channel="portal")

    fill(2)
    few = cost()
    fill(20)
    assert cost() == few
    assert few <= 20
