"""The pages of who is told and how: shown in both languages, kept by those who may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from huiyin.apps.audit.models import Event
from huiyin.apps.notify.models import Channel, Notice, QuietHours, Reach
from huiyin.apps.org.models import Leave, Person, Policy, Post, Shift
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
PAGES = ("my_channels", "posts", "roster", "ladders", "channels")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def as_(person: Person, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def test_every_page_shows_in_both_languages_and_channels_to_administrators_alone(
    desk: Desk,
) -> None:
    for language, heading in (("zh-hans", "接收方式"), ("en", "How you are told")):
        client = as_(desk.admin, language)
        assert [client.get(reverse(name)).status_code for name in PAGES] == [200] * len(PAGES)
        assert heading in client.get(reverse("my_channels")).content.decode()
        assert client.get(reverse("ladders") + "?change=order").status_code == 200
    clerk = as_(desk.clerk)
    assert clerk.get(reverse("channels")).status_code == 403
    assert clerk.post(reverse("add_channel"), {"kind": "console"}).status_code == 403


def test_what_is_entered_stands_and_what_is_wrong_is_said(desk: Desk) -> None:
    admin, clerk, handler = as_(desk.admin), as_(desk.clerk), as_(desk.handler)
    url = "json://127.0.0.1/key-of-ours"
    given = {"kind": "apprise", "name": "值班群", "url": url}
    assert admin.post(reverse("add_channel"), {**given, "url": "nonsense"}).status_code == 422
    assert admin.post(reverse("add_channel"), given).status_code == 302
    row = Channel.objects.get(name="值班群")
    assert row.sealed is not None
    assert url.encode() not in bytes(row.sealed) + str(row.settings).encode()
    assert "key-of-ours" not in admin.get(reverse("channels")).content.decode()
    admin.post(reverse("test_channel", args=[row.pk]))
    assert Notice.objects.get(code="channel.test").channel == f"to:{row.pk}"
    handler.post(
        reverse("my_channels"),
        {f"place-{row.pk}": "1", f"use-{row.pk}": "on", f"to-{row.pk}": "13800000000",
         "begins": "22:00", "ends": "07:00"},
    )  # fmt: skip
    reach = Reach.objects.get(person=desk.handler, channel=row)
    assert (reach.active, b"13800000000" in bytes(reach.address or b"")) == (True, False)
    assert QuietHours.objects.get(person=desk.handler).ends.hour == 7
    seat = {"name": "分管领导", "rung": "deputy", "holder": desk.leader.pk}
    handler.post(reverse("fill_post"), seat)
    assert not Post.objects.exists()
    clerk.post(reverse("fill_post"), seat)
    assert Post.objects.get().holder == desk.leader
    handler.post(reverse("enter_leave"), {"substitute": desk.head.pk})
    assert Leave.objects.get().person == desk.handler
    now = timezone.localtime()
    since, until = (f"{now + timedelta(hours=n):%Y-%m-%dT%H:%M}" for n in (-1, 8))
    shift = {"person": desk.duty.pk, "since": since, "until": until}
    assert clerk.post(reverse("enter_shift"), {**shift, "until": since}).status_code == 422
    assert clerk.post(reverse("enter_shift"), shift).status_code == 302
    assert Shift.objects.get().person == desk.duty
    address = reverse("change_ladder", args=["order"])
    assert admin.post(address, {"preset": "-", "ladder": "50% mayor"}).status_code == 422
    admin.post(address, {"preset": "standard"})
    assert Policy.objects.get(key="ladder.order").value.startswith("50% handler")
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"post.filled", "leave.entered", "shift.entered", "ladder.changed"} <= kinds
