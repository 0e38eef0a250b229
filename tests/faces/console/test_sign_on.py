"""Single sign-on against a real provider on this machine: who is found, and who is not let in."""

from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client, override_settings
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.org.models import Person
from tests.makers import PASSWORD, make_person
from tests.personas import Desk, make_desk
from tests.sign_on_provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/sign-on/sso", "/sign-on/sso/back"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        app = {
            "provider_id": "sso", "name": "统一身份认证", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": found.issuer, "oauth_pkce_enabled": True},
        }  # fmt: skip
        with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}}):
            yield found


def come(provider: Provider, *, to: str = "", client: Client | None = None) -> tuple[Client, str]:
    """Go to the provider and back: the client, and where the desk sends it or what it says."""
    client = client or Client(headers={"accept-language": "zh-hans"})
    away = client.get(BEGIN, {"next": to} if to else {})
    assert away["Location"].startswith(f"{provider.issuer}/authorize?")
    back = client.get(BACK, provider.agree(away["Location"]))
    if back["Location"] == reverse("sign_in"):
        return client, client.get(back["Location"]).content.decode()
    return client, back["Location"]


def test_a_person_is_found_by_verified_mail_then_by_subject(desk: Desk, provider: Provider) -> None:
    Person.objects.filter(pk=desk.duty.pk).update(email="Zhou.Lan@yunxi.example")
    people = Person.objects.count()
    assert "统一身份认证" in Client().get(reverse("sign_in")).content.decode()
    provider.claims = {"sub": "s-1", "email": "zhou.lan@yunxi.example", "email_verified": False}
    assert "请联系管理员" in come(provider)[1]
    provider.claims["email_verified"] = True
    provider.userinfo = {"sub": "somebody else"}
    assert "未成功" in come(provider)[1]
    provider.userinfo, provider.audience = {}, "another application"
    assert "未成功" in come(provider)[1]
    provider.audience = CLIENT
    client, to = come(provider, to="/inbox")
    assert to == "/inbox"
    assert client.get("/inbox").status_code == 200
    assert {"openid", "email"} <= set(provider.asked["scope"].split())
    link = SocialAccount.objects.get()
    assert (link.user_id, link.uid, link.extra_data) == (desk.duty.pk, "s-1", {})
    provider.claims = {"sub": "s-1", "email": "married@yunxi.example"}
    assert come(provider)[1] == "/"
    assert SocialAccount.objects.get().extra_data == {}
    Person.objects.filter(pk=desk.duty.pk).update(is_active=False)
    assert "不能登录" in come(provider)[1]
    assert (Person.objects.count(), SocialToken.objects.count()) == (people, 0)


def test_an_administrator_stores_a_subject_and_sign_on_proves(
    desk: Desk, provider: Provider
) -> None:
    officer = make_person(desk.office, "yunxi-sso", "custodian", name="单点")
    officer.set_unusable_password()
    officer.save()
    admin = Client(headers={"accept-language": "zh-hans"})
    admin.force_login(desk.admin)
    admin.post(reverse("prove"), {"password": PASSWORD})
    address = reverse("set_subject", args=[officer.pk])
    assert admin.post(address, {"subject": "s-9"}).status_code == 302
    other = reverse("set_subject", args=[desk.duty.pk])
    assert admin.post(other, {"subject": "s-9"}).status_code == 422
    assert Event.objects.filter(kind="person.sign_on_linked").count() == 1
    provider.claims = {"sub": "s-9"}
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(officer)
    page = client.get(reverse("prove"), {"next": "/vault"}).content.decode()
    assert 'name="password"' not in page
    again = page.split('href="/sign-on/sso?')[1].split('"')[0].replace("&amp;", "&")
    away = client.get(f"{BEGIN}?{again}")
    back = client.get(BACK, provider.agree(away["Location"]))
    assert provider.asked["prompt"] == "login"
    assert client.get(back["Location"])["Location"] == "/vault"
    assert 'name="passphrase"' in client.get("/vault").content.decode()


def test_a_provider_that_is_away_or_a_forged_way_back_lets_nobody_in(desk: Desk) -> None:
    client = Client(headers={"accept-language": "zh-hans"})
    assert client.get(BEGIN).status_code == 404  # none is set
    with running() as provider:
        app = {
            "provider_id": "sso", "name": "", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": provider.issuer, "oauth_pkce_enabled": True},
        }  # fmt: skip
        setting = override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}})
        with setting:
            forged = client.get(BACK, {"code": "x", "state": "made up"})
            assert forged["Location"] == reverse("sign_in")
            away = client.get(BEGIN)
            given = provider.agree(away["Location"])
            denied = client.get(BACK, {"error": "access_denied", "state": given["state"]})
            assert denied["Location"] == reverse("sign_in")
    with setting:
        assert client.get(BEGIN)["Location"] == reverse("sign_in")
    assert client.get("/").status_code == 302
    del desk
