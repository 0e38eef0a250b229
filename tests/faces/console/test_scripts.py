"""Texts are shown in the other script for who wants it; what is stored stays as written."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString

from huiyin.faces.console.scripts import in_script
from tests.makers import make_item, make_story
from tests.personas import make_desk

TABLE = [
    ("頭髮與發生", "simplified", "头发与发生"),
    ("头发与发生", "traditional", "頭髮與發生"),
    ("頭髮 <b>", "", "頭髮 &lt;b&gt;"),
    (SafeString("<mark>爆炸</mark>發生&amp;"), "simplified", "<mark>爆炸</mark>发生&amp;"),
]


@pytest.mark.parametrize(("text", "script", "shown"), TABLE)
def test_whole_phrases_are_converted_and_marks_stay(text: str, script: str, shown: str) -> None:
    assert in_script(text, script) == shown


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogues")
def test_a_reader_chooses_the_script_of_items_and_stories() -> None:
    desk = make_desk()
    hits: list[dict[str, object]] = [{"name": "爆炸", "terms": ["发生"], "at": [[2, 4]]}]
    item = make_item(desk.office, "昨夜發生爆炸", "工廠內發生爆炸，兩人受傷送醫。", hits=hits)
    story = make_story(desk.office, [item, make_item(desk.office, "工廠爆炸", "原因不明。")])
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.duty)
    pages = [reverse("item", args=[item.pk]), reverse("story", args=[story.pk])]
    for address in pages:
        assert "發生" in client.get(address).content.decode()
    choose = reverse("choose_script")
    assert client.post(choose, {"script": "klingon"}).status_code == 404
    client.post(choose, {"script": "simplified"})
    for address in pages:
        page = client.get(address).content.decode()
        assert "昨夜<mark>发生</mark>爆炸" in page or "昨夜发生爆炸" in page
        assert "送醫。" not in page
        assert "仅为阅读而转换" in page
    item.refresh_from_db()
    assert item.title == "昨夜發生爆炸"
    client.post(choose, {"script": ""})
    assert "昨夜<mark>發生</mark>爆炸" in client.get(pages[0]).content.decode()
