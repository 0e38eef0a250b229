"""Pages for sources of every kind: the form is drawn from the plug-in's settings."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.intake.models import Errand, Source
from huiyin.engine.clock import now
from huiyin.ports import sources
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
URL = "https://www.yunxi.example/tzgg/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def client_of(desk: Desk, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(desk.duty)
    return client


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", sorted(sources().plugins))
def test_every_kind_has_a_form_in_both_languages(desk: Desk, kind: str, language: str) -> None:
    body = client_of(desk, language).get(f"{reverse('add_source')}?kind={kind}").content.decode()
    about = sources().plugins[kind].about
    for words in (about.label, *(setting.label for setting in about.settings)):
        assert words.said(language) in body.replace("&quot;", '"').replace("&#x27;", "'")


def test_a_list_page_is_added_with_its_settings_and_changed_later(desk: Desk) -> None:
    client = client_of(desk)
    form = {"kind": "html_list", "url": URL, "links": "ul.news a", "pages": "2", "full_text": "yes"}
    client.post(reverse("add_source"), form)
    source = Source.objects.get()
    assert source.plugin == "html_list"
    assert (source.settings["links"], source.settings["pages"]) == ("ul.news a", 2)
    form = {"name": "通知", "links": "//ul/li/a", "pages": "1", "minutes": "15"}
    client.post(reverse("edit_source", args=[source.pk]), form)
    source.refresh_from_db()
    assert (source.name, source.settings["links"]) == ("通知", "//ul/li/a")
    assert source.settings["full_text"] is False


def test_a_wrong_setting_stands_beside_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    form = {"kind": "html_list", "url": URL, "links": "a[[", "pages": "99", "name": "甲"}
    answer = client_of(desk, "zh-hans").post(reverse("add_source"), form)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "选择器写法有误" in body
    assert "请填写 1 到 10 之间的整数。" in body
    assert 'value="a[["' in body
    assert not Source.objects.exists()


def test_a_password_is_never_shown_again_and_kept_when_left_empty(desk: Desk) -> None:
    client = client_of(desk)
    form = {
        "kind": "mail", "host": "imap.yunxi.example", "sign_in": "desk@yunxi.example",
        "password": "word-of-the-box", "port": "993", "security": "tls", "mailbox": "INBOX",
    }  # fmt: skip
    client.post(reverse("add_source"), form)
    source = Source.objects.get()
    sealed = bytes(source.sealed or b"")
    page = client.get(reverse("edit_source", args=[source.pk])).content.decode()
    assert "word-of-the-box" not in page
    changed = {**form, "name": "信箱", "mailbox": "Letters", "password": "", "minutes": "5"}
    client.post(reverse("edit_source", args=[source.pk]), changed)
    source.refresh_from_db()
    assert source.url == "imaps://imap.yunxi.example:993/Letters"
    assert source.sealed is not None
    assert bytes(source.sealed) != sealed


def test_looking_first_waits_for_the_worker_and_then_shows_the_entries(desk: Desk) -> None:
    client = client_of(desk)
    form = {"kind": "html_list", "url": URL}
    answer = client.post(reverse("preview_new_source"), form, headers={"HX-Request": "true"})
    assert "Being asked" in answer.content.decode()
    errand = Errand.objects.get()
    entry = {"title": "关于检查的通知", "body": "", "url": URL, "outlet": "", "at": ""}
    Errand.objects.update(done_at=now(), result={"count": 1, "entries": [entry], "title": "t"})
    body = client.get(reverse("preview_source", args=[errand.pk])).content.decode()
    assert "关于检查的通知" in body
    Errand.objects.update(code="robots_denied")
    body = client.get(reverse("preview_source", args=[errand.pk])).content.decode()
    assert "robots.txt asks not to fetch" in body
    other = Client()
    other.force_login(desk.clerk)
    assert other.get(reverse("preview_source", args=[errand.pk])).status_code == 404


def test_a_wrong_setting_is_told_before_anything_is_asked(desk: Desk) -> None:
    form = {"kind": "json_api", "url": URL, "title": "author"}
    body = client_of(desk).post(reverse("preview_new_source"), form).content.decode()
    assert "Names and accounts of private persons are not collected." in body
    assert not Errand.objects.exists()


def test_a_pushed_source_gets_an_address_and_its_secret_once(desk: Desk) -> None:
    client = client_of(desk)
    client.post(reverse("add_source"), {"kind": "webhook", "name": "平台"})
    source = Source.objects.get()
    page = client.get(reverse("source", args=[source.pk])).content.decode()
    assert f"/push/{source.push_key}" in page
    shown = client.post(reverse("renew_secret", args=[source.pk]))
    assert "X-Huiyin-Signature" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    again = client.get(reverse("source", args=[source.pk])).content.decode()
    assert "X-Huiyin-Signature" not in again
