"""The staff page: an administrator adds people and departments, changes and ends roles."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.org.models import Person, RoleGrant, Unit
from huiyin.apps.org.queries import roles_of
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(person)
    return client


def test_somebody_added_can_sign_in_and_holds_the_roles(desk: Desk) -> None:
    unit = desk.chemicals
    as_(desk.admin).post(
        reverse("add_person"),
        {"username": "new", "name": "新同事", "unit": unit.pk, "roles": ["handler", "nonsense"],
         "password": "a long password"},
    )  # fmt: skip
    person = Person.objects.get(username="new")
    assert (person.name, person.unit, roles_of(person)) == ("新同事", unit, frozenset({"handler"}))
    assert Client().login(username="new", password="a long password")


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "", "name": "无名", "password": "a long password"},
        {"username": "new", "name": "新同事", "password": "short"},
        {"username": "yunxi-duty", "name": "重名", "password": "a long password"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    desk: Desk, fields: dict[str, str]
) -> None:
    before = Person.objects.count()
    answer = as_(desk.admin).post(reverse("add_person"), fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in text
    assert fields["name"] in text
    assert fields["password"] not in text
    assert Person.objects.count() == before


def test_roles_are_ended_not_deleted_and_who_left_cannot_sign_in(desk: Desk) -> None:
    person = desk.handler
    as_(desk.admin).post(reverse("set_roles", args=[person.pk]), {"roles": []})
    person.refresh_from_db()
    assert not person.is_active
    grant = RoleGrant.objects.get(person=person)
    assert grant.until_at is not None


def test_an_administrator_does_not_lock_the_office_out(desk: Desk) -> None:
    answer = as_(desk.admin).post(reverse("set_roles", args=[desk.admin.pk]), {"roles": ["duty"]})
    assert answer.status_code == 422
    assert RoleGrant.objects.filter(person=desk.admin, role="admin", until_at=None).exists()


def test_a_department_is_added_once(desk: Desk) -> None:
    client = as_(desk.admin)
    for _again in range(2):
        client.post(reverse("add_unit"), {"name": "应急科"})
    assert Unit.objects.filter(office=desk.office, name="应急科").count() == 1


def test_only_administrators_come_here_and_only_to_their_own_office(desk: Desk) -> None:
    assert as_(desk.clerk).get(reverse("staff")).status_code == 403
    assert as_(desk.admin).get(reverse("staff")).status_code == 200
    other = make_desk("other", "别处机关")
    address = reverse("set_roles", args=[other.handler.pk])
    assert as_(desk.admin).post(address, {"roles": ["admin"]}).status_code == 404
