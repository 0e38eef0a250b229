"""The role bar of the demonstration, and that no such door exists anywhere else."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from huiyin.faces.console.urls import routes
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
DEMO_URLS = "tests.faces.console.demo_urls"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_real_desk_has_no_such_route() -> None:
    assert settings.DEMO is False
    names = {route.name for route in routes(demo_mode=False)}
    assert {route.name for route in routes(demo_mode=True)} - names == {"demo_role"}
    with pytest.raises(NoReverseMatch):
        reverse("demo_role")


def test_on_a_real_desk_nobody_can_switch_or_enter_by_it(desk: Desk) -> None:
    stranger = Client()
    assert stranger.post("/demo/role", {"role": "admin"}).status_code in {302, 404}
    assert signed_in_as(stranger) is None
    client = Client()
    client.force_login(desk.duty)
    assert client.post("/demo/role", {"role": "admin"}).status_code == 404
    assert signed_in_as(client) == str(desk.duty.pk)


@override_settings(ROOT_URLCONF=DEMO_URLS)
def test_even_with_the_route_the_view_refuses_on_a_real_desk(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.duty)
    assert client.post("/demo/role", {"role": "admin"}).status_code == 404
    assert signed_in_as(client) == str(desk.duty.pk)


def test_in_a_demonstration_a_visitor_takes_any_role(desk: Desk) -> None:
    with override_settings(ROOT_URLCONF=DEMO_URLS, DEMO=True):
        client = Client()
        client.post("/demo/role", {"role": "handler"})
        assert signed_in_as(client) == str(desk.handler.pk)
        page = client.get("/").content.decode()
        assert 'value="handler" aria-current="true"' in page
        client.post("/demo/role", {"role": "approver"})
        assert signed_in_as(client) == str(desk.approver.pk)
        assert client.post("/demo/role", {"role": "nobody"}).status_code == 404
        assert client.get("/demo/role").status_code == 405
