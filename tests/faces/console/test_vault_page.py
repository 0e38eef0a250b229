"""The contact officer's page: set a passphrase, open one contact, and nobody else gets in."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.models import MailboxMessage, Submission
from huiyin.apps.intake.submissions import Contact, Letter, submit
from huiyin.apps.org.models import Person
from huiyin.engine.clock import clock_at
from tests.makers import PASSWORD
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
PASSPHRASE = "四个毫不相干的词 horse"
PHONE = "13900001111"
OPENING = {"passphrase": PASSPHRASE, "reason": "核实车间位置"}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(person)
    return client


def proved(person: Person) -> Client:
    client = as_(person)
    assert client.post(reverse("prove"), {"password": PASSWORD}).status_code == 302
    return client


def set_key(desk: Desk) -> Client:
    client = proved(desk.custodian)
    answer = client.post(reverse("vault_key"), {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer.status_code == 302
    return client


def reported(desk: Desk) -> Submission:
    letter = Letter(kind="hazard", title="联锁被短接", text="三号车间联锁被短接")
    key = hashlib.sha256(b"form").digest()
    submit(desk.office.pk, key, letter, now=NOW, contact=Contact("王某", PHONE, ""))
    return Submission.objects.get()


def test_a_contact_is_opened_with_passphrase_and_reason_and_the_reporter_is_told(
    desk: Desk,
) -> None:
    client = set_key(desk)
    submission = reported(desk)
    address = reverse("open_contact", args=[submission.pk])
    assert PHONE not in client.get(reverse("vault")).content.decode()
    with clock_at(NOW):
        answer = client.post(address, OPENING)
    assert PHONE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    told = MailboxMessage.objects.get(code="contact_opened")
    assert told.params["reason"] == "核实车间位置"
    assert Event.objects.filter(kind="vault.opened").count() == 1


def test_a_wrong_passphrase_opens_nothing_and_stays_on_record(desk: Desk) -> None:
    client = set_key(desk)
    address = reverse("open_contact", args=[reported(desk).pk])
    answer = client.post(address, {**OPENING, "passphrase": "wrong and long enough"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert PHONE not in text
    assert "核实车间位置" in text
    assert Event.objects.filter(kind="vault.opening_failed").count() == 1
    assert not MailboxMessage.objects.filter(code="contact_opened").exists()


def test_who_opens_shows_once_more_who_they_are_and_loses_nothing_typed(desk: Desk) -> None:
    set_key(desk)
    client, vault = as_(desk.custodian), reverse("vault")
    address = reverse("open_contact", args=[reported(desk).pk])
    assert PASSPHRASE not in client.get(vault).content.decode()
    assert "passphrase" not in client.get(vault).content.decode()
    sent_away = client.post(address, OPENING)
    assert sent_away["Location"].startswith("/prove?next=%2Fvault%23contact-")
    page = client.get(sent_away["Location"]).content.decode()
    assert "请确认是您本人" in page
    wrong = client.post(reverse("prove"), {"password": "guess", "next": vault})
    assert wrong.status_code == 422
    assert client.post(address, OPENING).status_code == 302
    assert not Event.objects.filter(kind__startswith="vault.").exists()
    assert client.post(reverse("prove"), {"password": PASSWORD, "next": vault})["Location"] == vault
    assert "核实车间位置" in client.get(vault).content.decode()
    assert PHONE in client.post(address, OPENING).content.decode()


def test_no_other_role_reaches_the_vault(desk: Desk) -> None:
    set_key(desk)
    address = reverse("open_contact", args=[reported(desk).pk])
    for person in desk.everybody:
        if person == desk.custodian:
            continue
        client = as_(person)
        assert client.get(reverse("vault")).status_code == 403
        answer = client.post(address, OPENING)
        assert answer.status_code == 403
    assert not Event.objects.filter(kind__startswith="vault.").exists()
