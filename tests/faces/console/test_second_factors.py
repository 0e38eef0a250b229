"""Second factors: set up, asked for, taken once, lost and reset; sessions ended from elsewhere."""

import json
import re
import time
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.org.models import FactorReset, Person
from huiyin.apps.org.signing import TRIES
from huiyin.faces.console.browsers import browser_words
from huiyin.faces.console.views import signing_in
from tests.makers import PASSWORD, make_person
from tests.personas import Desk, make_desk
from tests.soft_passkey import SoftPasskey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "WRONG_TAKES_SECONDS", 0)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def enter(person: Person) -> Client:
    """Past the password."""
    client = Client(headers={"accept-language": "zh-hans"})
    told = {"username": person.username, "password": PASSWORD}
    assert client.post(reverse("sign_in"), told).status_code == 302
    return client


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer
    return answer.content.decode()


def code(secret: str, later: int = 0) -> str:
    """The app's code of now or of some steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Give the first code; the key and the recovery codes."""
    page = text(client, "mfa_activate_totp")
    secret = re.findall(r'hy-key">([A-Z2-7]+)<', page)[0]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    codes = re.findall(r"<code>(\d{8})</code>", answer.content.decode())
    assert len(codes) == 10
    assert codes[0] not in text(client, "mfa_view_recovery_codes")  # shown once
    return secret, codes


def options(page: str) -> Any:
    found = re.findall(r'id="passkey-options" type="application/json">(.*?)</script>', page)
    told = json.loads(unescape(found[0]))
    return told.get("creation_options") or told["request_options"]


def test_with_an_app_the_password_alone_opens_nothing(desk: Desk) -> None:
    secret, codes = set_up_app(enter(desk.duty))
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Event.objects.get(kind="second_factor.set_up").body["kind"] == "totp"
    client, second = enter(desk.duty), reverse("mfa_authenticate")
    assert client.get("/")["Location"].startswith("/sign-in")
    wrong = client.post(second, {"code": "000000"}).content.decode()
    assert "不正确" in wrong
    used = code(secret)
    assert client.post(second, {"code": used})["Location"] == "/"
    assert client.get("/").status_code == 200
    other = enter(desk.duty)
    cache.clear()  # which another process does not share
    assert "用过" in other.post(second, {"code": used}).content.decode()
    assert other.post(second, {"code": codes[3]}).status_code == 302
    third = enter(desk.duty)
    assert third.post(second, {"code": codes[3]}).status_code == 200
    for _try in range(TRIES):
        third.post(second, {"code": "000000"})
    locked = enter(desk.duty).post(second, {"code": codes[4]})
    assert "五分钟" in locked.content.decode()


def test_proof_asks_for_the_second_factor_too(desk: Desk) -> None:
    secret, codes = set_up_app(enter(desk.custodian))
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.custodian)
    vault = reverse("vault")
    assert 'name="passphrase"' not in text(client, "vault")
    half = client.post(reverse("prove"), {"password": PASSWORD, "code": "000000", "next": vault})
    assert half.status_code == 422
    assert 'name="password"' not in half.content.decode()  # that much was right
    whole = client.post(reverse("prove"), {"code": codes[0], "next": vault})
    assert whole["Location"] == vault
    assert 'name="passphrase"' in text(client, "vault")
    assert client.post(reverse("mfa_deactivate_totp"))["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(kind="second_factor.removed").count() == 1
    del secret


def test_a_passkey_signs_in_and_proves(desk: Desk) -> None:
    client = enter(desk.duty)
    assert "https://" in text(client, "mfa_index")  # not offered at a bare number
    with override_settings(CONSOLE_URL="https://desk.yunxi.example"):
        key = SoftPasskey("https://desk.yunxi.example", "desk.yunxi.example")
        made = key.create(options(text(client, "mfa_add_webauthn")))
        told = {"name": "办公电脑", "credential": made}
        assert client.post(reverse("mfa_add_webauthn"), told).status_code == 302
        assert "办公电脑" in text(client, "mfa_index")
        client = enter(desk.duty)
        stranger = SoftPasskey("https://desk.yunxi.example", "desk.yunxi.example")
        second = reverse("mfa_authenticate")
        wrong = {"credential": stranger.get(options(text(client, "mfa_authenticate")))}
        assert client.post(second, wrong).status_code == 200
        right = {"credential": key.get(options(text(client, "mfa_authenticate")))}
        assert client.post(second, right)["Location"] == "/"
        client = Client()
        client.force_login(desk.duty)
        answer = key.get(options(text(client, "prove")))
        given = {"password": PASSWORD, "credential": answer, "next": "/me"}
        assert client.post(reverse("prove"), given)["Location"] == "/me"
        pk = Authenticator.objects.get(type="webauthn").pk
        assert client.post(reverse("mfa_remove_webauthn", args=[pk])).status_code == 302
    assert not Authenticator.objects.exists()


def test_a_session_ended_elsewhere_is_out_at_the_next_request(desk: Desk) -> None:
    here, there, third = enter(desk.duty), enter(desk.duty), enter(desk.duty)
    stranger = enter(desk.clerk)
    page = text(here, "mfa_index")
    assert len(re.findall(r"/me/sessions/\d", page)) == 2
    session = UserSession.objects.get(session_key=there.session.session_key)
    end = reverse("end_session", args=[session.pk])
    assert stranger.post(end).status_code == 404
    assert there.get("/").status_code == 200
    here.post(end)
    assert there.get("/")["Location"].startswith("/sign-in")
    new = "another long password"
    short = here.post(reverse("change_password"), {"new": "short", "again": "short"})
    assert short.status_code == 422
    assert here.post(reverse("change_password"), {"new": new, "again": new}).status_code == 302
    assert third.get("/")["Location"].startswith("/sign-in")
    assert here.get("/").status_code == 200
    assert "Firefox" in browser_words("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0")


def test_a_role_may_need_a_second_factor_and_a_lost_one_needs_two_administrators(
    desk: Desk,
) -> None:
    admin, duty = enter(desk.admin), enter(desk.duty)
    ask, roles = reverse("ask_factor_reset"), reverse("require_second_factor")
    assert duty.post(roles, {"roles": ["duty"]}).status_code == 403
    assert admin.post(roles, {"roles": ["duty"]}).status_code == 302
    assert duty.get("/")["Location"] == reverse("mfa_index")
    assert "双重验证" in text(duty, "mfa_index")
    set_up_app(duty)
    assert duty.get("/").status_code == 200
    lost = {"person": desk.duty.pk, "reason": "手机丢失，已当面核对身份"}
    assert admin.post(ask, {**lost, "person": desk.admin.pk}).status_code == 422
    assert admin.post(ask, {**lost, "reason": "无"}).status_code == 422
    assert admin.post(ask, lost).status_code == 302
    reset = FactorReset.objects.get()
    settle = reverse("settle_factor_reset", args=[reset.pk])
    assert admin.post(settle, {"answer": "grant"}).status_code == 422
    assert Authenticator.objects.exists()
    second = make_person(desk.office, "yunxi-admin-2", "admin", name="齐备")
    assert enter(second).post(settle, {"answer": "grant"}).status_code == 302
    assert not Authenticator.objects.exists()
    assert duty.get("/")["Location"].startswith("/sign-in")
    kinds = Event.objects.filter(kind__startswith="second_factor.reset").order_by("seq")
    assert list(kinds.values_list("kind", "actor")) == [
        ("second_factor.reset_asked", desk.admin.pk), ("second_factor.reset", second.pk),
    ]  # fmt: skip
