"""Signing in: plain words, no enumeration, no way round."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import UUIDConverter

from huiyin.apps.notify.models import Heartbeat
from huiyin.apps.org.models import Person
from huiyin.apps.org.signing import TRIES
from huiyin.engine.clock import real_now
from huiyin.faces.console.views import signing_in
from tests.makers import PASSWORD
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
# A push proves itself by its signature (tests/flows/test_pushing.py).
OPEN_TO_ALL = {"healthz", "sign_in", "account_login", "set_language", "take_push"} | {
    "openid_connect_login", "openid_connect_callback",  # see test_sign_on.py
    "receipt",  # see test_report_pages.py
}  # fmt: skip
ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "WRONG_TAKES_SECONDS", 0)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def try_to_sign_in(client: Client, username: str, password: str) -> str:
    answer = client.post(reverse("sign_in"), {"username": username, "password": password})
    return answer.content.decode() if answer.status_code == 422 else str(answer.status_code)


def test_a_person_signs_in_reads_in_their_language_and_signs_out(desk: Desk) -> None:
    Person.objects.filter(pk=desk.duty.pk).update(language="en")
    client = Client()
    answer = client.post(
        reverse("sign_in"), {"username": desk.duty.username, "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain == [("/", 302)]
    assert "Nothing due today" in answer.content.decode()
    client.post(reverse("sign_out"))
    assert client.get("/").status_code == 302


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(desk: Desk) -> None:
    client = Client()
    wrong_password = try_to_sign_in(client, desk.duty.username, "guess")
    wrong_name = try_to_sign_in(client, "nobody-at-all", "guess")
    assert "用户名或密码不正确" in wrong_password
    strip = [desk.duty.username, "nobody-at-all"]
    bare = [
        page.replace(name, "")
        for page, name in zip([wrong_password, wrong_name], strip, strict=True)
    ]
    assert without_token(bare[0]) == without_token(bare[1])


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line.lower()]


@pytest.mark.parametrize("known", [True, False])
def test_a_name_waits_after_many_wrong_tries_whether_it_exists_or_not(
    desk: Desk, known: bool
) -> None:
    name = desk.duty.username if known else "nobody"
    for _try in range(TRIES):
        try_to_sign_in(Client(), name, "guess")
    assert try_to_sign_in(Client(), name, PASSWORD) == "429"


def test_somebody_who_left_cannot_sign_in(desk: Desk) -> None:
    Person.objects.filter(pk=desk.duty.pk).update(is_active=False)
    assert "用户名或密码不正确" in try_to_sign_in(Client(), desk.duty.username, PASSWORD)


def test_signing_in_never_leads_to_another_site(desk: Desk) -> None:
    for target in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = Client().post(
            reverse("sign_in"),
            {"username": desk.duty.username, "password": PASSWORD, "next": target},
        )
        assert answer.headers["Location"] == "/"


def test_every_page_but_signing_in_needs_a_person() -> None:
    resolver = get_resolver(settings.ROOT_URLCONF)
    named = [name for name in resolver.reverse_dict if isinstance(name, str)]
    closed = [name for name in named if name not in OPEN_TO_ALL]
    assert len(closed) > 20
    for name in closed:
        [(path, names)], _pattern, _defaults, converters = resolver.reverse_dict.getlist(name)[0]
        values = {key: example(converters[key]) for key in names}
        address = "/" + path % values
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address)
            assert answer.status_code == 302, (name, method)
            assert answer.headers["Location"].startswith("/sign-in"), name


def example(converter: object) -> str:
    return ID if isinstance(converter, UUIDConverter) else "1"


def test_health_tells_nothing_but_that_the_face_answers() -> None:
    assert Client().get("/healthz").json() == {"face": "console", "ok": True}


def test_a_chosen_language_is_kept_for_the_person(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.duty)
    client.post(reverse("set_language"), {"language": "en", "next": "/inbox"})
    desk.duty.refresh_from_db()
    assert desk.duty.language == "en"
    client.post(reverse("set_language"), {"language": "xx"})
    desk.duty.refresh_from_db()
    assert desk.duty.language == "en"


def test_a_silent_sweeper_is_said_on_every_page(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.duty)
    beat = Heartbeat.objects.create(name="sweeper", beat_at=real_now())
    assert 'role="alert"' not in client.get("/notices").content.decode()
    beat.beat_at = real_now() - timedelta(minutes=3)
    beat.save()
    assert "hy-banner" in client.get("/notices").content.decode()


def test_pages_that_are_not_there_are_said_in_the_desks_own_words(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.duty)
    missing = client.get("/no/such/page")
    assert missing.status_code == 404
    assert "hy-state" in missing.content.decode()
