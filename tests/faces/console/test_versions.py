"""An item's history at its source, on its page, on its story's, and as a download."""

import zlib
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.intake.models import Copy, Version
from huiyin.engine.clock import now
from tests.makers import make_item, make_story
from tests.personas import make_desk

pytestmark = pytest.mark.django_db


def test_edits_are_shown_on_the_item_and_its_story_and_the_copy_can_be_had() -> None:
    desk = make_desk()
    item = make_item(desk.office, "通报", "发生爆燃。造成两人受伤。现场已控制。")
    other = make_item(desk.office, "通报二", "发生爆燃。")
    story = make_story(desk.office, [item, other])
    body = "发生爆燃。造成五人受伤。现场已控制。"
    Version.objects.create(
        item=item, number=2, seen_at=now(), title="通报", body=body, sha256=b"0" * 32
    )
    page = b"<html>as it came"
    copy = Copy.objects.create(
        item=item, url=item.url, seen_at=now(), octets=len(page), sha256=sha256(page).digest(),
        packed=zlib.compress(page),
    )  # fmt: skip
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.duty)
    shown = client.get(reverse("item", args=[item.pk])).content.decode()
    assert "<del>造成两人受伤。</del>" in shown
    assert "<ins>造成五人受伤。</ins>" in shown
    assert sha256(page).hexdigest() in shown
    assert "改动1次" in client.get(reverse("story", args=[story.pk])).content.decode()
    answer = client.get(reverse("item_copy", args=[copy.pk]))
    assert answer.content == page
    assert answer.headers["Content-Disposition"].startswith("attachment")
    stranger = Client()
    stranger.force_login(make_desk("heling", "禾岭县应急管理局").duty)
    assert stranger.get(reverse("item_copy", args=[copy.pk])).status_code == 404
