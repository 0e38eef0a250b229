"""The rule editor: mistakes with what may be meant, the meaning in words, a trial, word lists."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import save_rule, save_word_list
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import KeywordRule, WordList
from huiyin.apps.org.models import Person
from huiyin.engine.clock import now
from huiyin.faces.console import rule_trials
from huiyin.flows.grouping import store_batch
from tests.makers import make_item, make_rule
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def as_() -> As:
    def client_of(person: Person, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(person)
        return client

    return client_of


def check(client: Client, expression: str) -> str:
    answer = client.get(
        reverse("edit_rule"),
        {"name": "x", "expression": expression},
        headers={"HX-Request": "true"},
    )
    return answer.content.decode()


def tried(client: Client, expression: str) -> str:
    return client.get(reverse("try_rule"), {"expression": expression}).content.decode()


@pytest.mark.parametrize(
    ("expression", "said", "mended"),
    [
        ("爆炸 OR (泄漏", "This bracket is never closed.", "爆炸 OR (泄漏)"),
        ("titel:爆炸", "There is no such field.", "title:爆炸"),
        ("@危化", "no word list of that name", "@危化品"),
        ("爆炸，泄漏", "A comma is not clear here", "爆炸 | 泄漏"),
        ("爆炸\0(", "A word is missing here.", "爆炸"),
    ],
)
def test_a_mistake_comes_with_what_may_be_meant(
    desk: Desk, as_: As, expression: str, said: str, mended: str
) -> None:
    save_word_list(desk.office, "危化品", "苯", now=now())
    body = check(as_(desk.duty), expression)
    assert said in body
    assert f'value="{mended}"' in body


@pytest.mark.parametrize(
    ("expression", "english", "chinese"),
    [
        (
            "(爆炸 | 起火) 化工 -演习",
            "(“爆炸” or “起火”) and “化工”, but not “演习”",
            "会标出含有（“爆炸”或“起火”），并且“化工”，但没有“演习”的信息。",
        ),
        (
            "标题:爆炸 NEAR/5 伤亡",
            "“爆炸” in the title with “伤亡” at most 5 characters or words away",
            "标题中的“爆炸”与“伤亡”（相距不超过5个字）",
        ),
        (
            "2 of (停水 | 停电 | 渠道:热线)",
            "at least 2 of (“停水”, “停电”, the channel Hotline)",
            "下列至少2项（“停水”、“停电”、渠道“热线”）",
        ),
    ],
)
def test_a_rule_is_told_in_words(
    desk: Desk, as_: As, catalogues: None, expression: str, english: str, chinese: str
) -> None:
    assert english in check(as_(desk.duty), expression)
    assert chinese in check(as_(desk.duty, "zh-hans"), expression)


def test_a_trial_shows_what_thirty_days_would_have_brought(desk: Desk, as_: As) -> None:
    make_item(desk.office, "化工廠爆炸", "昨日 <b>爆炸</b>,无人伤亡。")
    make_item(desk.office, "爆炸演习通知")
    make_item(desk.office, "很久以前的爆炸", said_at=now() - timedelta(days=31))
    make_item(make_desk("heling", "禾岭县应急管理局").office, "别人的爆炸")
    body = tried(as_(desk.duty), "化工厂 爆炸 -演习")
    assert "It would have caught 1 of 2 items of the last 30 days." in body
    assert "<mark>化工廠爆炸</mark>" in body
    assert "&lt;b&gt;<mark>爆炸</mark>&lt;/b&gt;" in body


def test_an_item_shows_in_its_own_letters_what_rules_found(desk: Desk, as_: As) -> None:
    save_rule(desk.office, "危化", "化工厂 爆炸 -演习", now=now())
    save_rule(desk.office, "热线", "渠道:热线 居民", now=now())
    arrival = Arrival(
        "hotline", "遠帆化工廠 <爆炸>", "Ⅳ级响应…附近居民\n报告爆炸。", place="禾岭县"
    )
    (item,) = store_batch(desk.office, [arrival], now=now()).items
    body = as_(desk.duty).get(reverse("item", args=[item.pk])).content.decode()
    assert "遠帆<mark>化工廠</mark> &lt;<mark>爆炸</mark>&gt;" in body
    assert "Ⅳ级响应…附近<mark>居民</mark>\n报告<mark>爆炸</mark>。" in body
    assert "Rule “危化” found “化工厂”, “爆炸”" in body
    assert "Rule “热线” found “居民”, the channel Hotline" in body


def test_a_rule_that_marks_everything_or_nothing_is_warned_of(desk: Desk, as_: As) -> None:
    for number in range(40):
        make_item(desk.office, f"市民来信{number}", "路灯不亮。" if number else "爆炸。")
    client = as_(desk.duty)
    assert "marks 98 % of everything" in tried(client, "路灯")
    assert "Nothing of the last 30 days" in tried(client, "地震")
    assert "hy-warning" not in tried(client, "爆炸")


def test_a_trial_ends_in_time_and_says_how_far_it_came(
    desk: Desk, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make_item(desk.office, f"爆炸{number}", said_at=now() - timedelta(hours=number))
    monkeypatch.setattr(rule_trials, "MOST", 2)
    body = tried(as_(desk.duty), "爆炸")
    assert "It would have caught 2 of 2 items" in body
    assert "Only the latest were looked through" in body


def test_a_rule_that_is_no_longer_understood_is_shown_as_such(desk: Desk, as_: As) -> None:
    make_rule(desk.office, "旧规则", "爆炸 @没有了")
    make_rule(desk.office, "好规则", "爆炸")
    body = as_(desk.duty).get(reverse("rules")).content.decode()
    assert "There is no word list of that name." in body
    assert "1 rule is watching" in body


def test_a_word_list_is_written_used_changed_and_only_then_removed(desk: Desk, as_: As) -> None:
    client, address = as_(desk.duty), reverse("edit_word_list")
    client.post(address, {"name": "危化品", "words": "苯、氯气"})
    save_rule(desk.office, "危化", "2 of @危化品", now=now())
    page = client.get(reverse("word_lists")).content.decode()
    assert ">氯气<" in page
    assert ">危化</a>" in page
    wrong = client.post(address, {"name": "危化品", "words": "苯"})
    assert wrong.status_code == 422
    assert "could not be understood: 危化" in wrong.content.decode()
    refused = client.post(reverse("end_word_list"), {"name": "危化品"})
    assert "These rules use the list: 危化." in refused.content.decode()
    client.post(address, {"name": "危化品", "words": "苯\n液氯"})
    assert WordList.objects.get().words == "苯\n液氯"
    KeywordRule.objects.all().delete()
    client.post(reverse("end_word_list"), {"name": "危化品"})
    assert not WordList.objects.exists()
    events = Event.objects.filter(kind__startswith="word_list").order_by("pk")
    assert [event.kind for event in events] == [
        "word_list.saved",
        "word_list.saved",
        "word_list.removed",
    ]


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("两 个", "苯", "Give the list a name"),
        ("空", " 、 ", "Write at least one word"),
        ("星", "苯、*", "need a word beside them. *"),
    ],
)
def test_a_word_list_that_cannot_be_kept_is_explained_and_not_lost(
    desk: Desk, as_: As, name: str, words: str, said: str
) -> None:
    answer = as_(desk.duty).post(reverse("edit_word_list"), {"name": name, "words": words})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"].words == words


def test_lists_and_rules_of_one_office_are_unknown_to_another(desk: Desk, as_: As) -> None:
    other = make_desk("heling", "禾岭县应急管理局")
    save_word_list(other.office, "秘密", "苯", now=now())
    make_rule(other.office, "别人的规则", "秘密词")
    client = as_(desk.duty)
    assert "no word list of that name" in check(client, "@秘密")
    assert "data-writes" not in check(client, "@秘密名")
    for name, query in (("rules", ""), ("word_lists", ""), ("edit_rule", "?rule=别人的规则"),
                        ("edit_word_list", "?list=秘密")):  # fmt: skip
        body = client.get(reverse(name) + query).content.decode()
        assert "秘密词" not in body
        assert "苯" not in body
    assert client.post(reverse("end_word_list"), {"name": "秘密"}).status_code == 404


def test_somebody_without_the_right_changes_no_list(desk: Desk, as_: As) -> None:
    answer = as_(desk.auditor).post(reverse("edit_word_list"), {"name": "表", "words": "苯"})
    assert "Your role does not include this step." in answer.content.decode()
    assert not WordList.objects.exists()
