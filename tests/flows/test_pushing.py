"""Pushes from another system: proved at the door, kept, taken in once."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.apps.audit.models import Event
from huiyin.apps.intake import pushes
from huiyin.apps.intake.actions import add_source, change_settings, renew_push_secret
from huiyin.apps.intake.models import Fetch, Item, Push, Source, SourceHour
from huiyin.apps.intake.pushes import sign
from huiyin.engine.clock import now, real_now
from huiyin.flows import pushing
from huiyin.flows.grouping import store_batch
from huiyin.flows.pushing import take_pushes
from huiyin.flows.watch import fetch_due
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
PUSHED = {"title": "化工园区爆燃", "content": "两人受伤。", "url": "https://a.example/1"}
BODY = json.dumps(PUSHED, ensure_ascii=False)
Send = Callable[..., int]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def source(desk: Desk) -> Source:
    made, _new = add_source(
        desk.office, name="平台", url="", plugin="webhook", actor=desk.duty, now=now()
    )
    return made


@pytest.fixture
def secret(desk: Desk, source: Source) -> str:
    return renew_push_secret(source.pk, actor=desk.duty, now=now())


@pytest.fixture
def send(source: Source, secret: str) -> Send:
    began = int(real_now().timestamp())

    def sent(body: str = BODY, *, key: str = "", seconds: int = 0, signature: str = "") -> int:
        at = str(began + seconds)
        given = signature or f"sha256={sign(secret, at, body.encode())}"
        headers = {"X-Huiyin-Timestamp": at, "X-Huiyin-Signature": given}
        answer = Client(enforce_csrf_checks=True).post(
            f"/push/{key or source.push_key}", body, "application/json", headers=headers
        )
        return answer.status_code

    return sent


def test_a_push_is_kept_at_once_and_taken_in_by_the_worker(source: Source, send: Send) -> None:
    assert send() == 202
    assert take_pushes(now()) == 1
    item = Item.objects.get()
    assert (item.title, item.body, item.source) == ("化工园区爆燃", "两人受伤。", source)
    push = Push.objects.get()
    assert (push.taken_at is not None, bytes(push.body)) == (True, b"")
    fetch = Fetch.objects.get()
    assert (fetch.outcome, fetch.entries, fetch.new_items) == ("read", 1, 1)
    assert SourceHour.objects.get().got == 1
    source.refresh_from_db()
    assert source.health == "healthy"
    assert take_pushes(now()) == 0


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"signature": "sha256=" + "0" * 64}, 403),
        ({"signature": "x"}, 403),
        ({"seconds": -400}, 403),
        ({"seconds": 400}, 403),
        ({"key": "0" * 32}, 403),
        ({"body": "x" * (pushes.LARGEST + 1)}, 413),
    ],
)
def test_what_is_not_proved_or_too_large_is_not_kept(
    send: Send, change: dict[str, object], status: int
) -> None:
    assert send(**change) == status
    assert not Push.objects.exists()


def test_the_same_push_again_is_one_push(send: Send) -> None:
    assert (send(), send()) == (202, 200)
    assert Push.objects.count() == 1


def test_a_source_may_take_the_secret_itself(desk: Desk, source: Source, secret: str) -> None:
    change_settings(source.pk, {"proof": "bearer"}, actor=desk.duty, now=now())
    url, kind = f"/push/{source.push_key}", "application/json"
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().post(url, BODY, kind, headers=headers).status_code == 202
    wrong = {"Authorization": "Bearer no"}
    assert Client().post(url, BODY, kind, headers=wrong).status_code == 403


def test_a_new_secret_ends_the_old_one(desk: Desk, source: Source, send: Send) -> None:
    renewed = renew_push_secret(source.pk, actor=desk.duty, now=now())
    assert send() == 403
    source.refresh_from_db()
    assert renewed.encode() not in bytes(source.sealed or b"")
    assert Event.objects.filter(kind="source.secret_renewed").count() == 2


def test_a_paused_source_takes_nothing_and_is_never_asked(source: Source, send: Send) -> None:
    Source.objects.filter(pk=source.pk).update(enabled=False)
    assert send() == 403
    Source.objects.filter(pk=source.pk).update(enabled=True)
    assert fetch_due(now() + timedelta(hours=1)) == 0


def test_a_push_that_cannot_be_read_is_told_and_the_others_go_on(send: Send) -> None:
    send("{broken")
    send()
    assert take_pushes(now()) == 2
    assert Item.objects.count() == 1
    assert Fetch.objects.get().refusals[0]["code"] == "not_json"


def test_a_push_that_cannot_be_stored_is_set_aside(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    send()
    send(BODY.replace("爆燃", "停产"))

    def picky(office: object, arrivals: list[object], **more: object) -> object:
        if any("停产" in str(arrival) for arrival in arrivals):
            raise ValueError("cannot store this")
        return store_batch(office, arrivals, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pushing, "store_batch", picky)
    assert take_pushes(now()) == 2
    assert Item.objects.get().title == "化工园区爆燃"
    assert Fetch.objects.filter(outcome="storing_failed").count() == 1
