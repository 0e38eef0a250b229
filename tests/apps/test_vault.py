"""The vault: who opens a reporter's contact data, why, and that the reporter learns of it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.audit.queries import verify
from huiyin.apps.intake import receipts, submissions
from huiyin.apps.intake.matters import reopened
from huiyin.apps.intake.models import (
    CustodianKey,
    MailboxMessage,
    SealedContact,
    Submission,
    VaultOpening,
)
from huiyin.apps.intake.sealing import CannotOpen, Contact, private_key, seal, unseal
from huiyin.apps.intake.vault import (
    VaultCode,
    VaultRefused,
    open_contact,
    set_custodian_key,
    words_of,
)
from huiyin.apps.org.models import Office, Person
from tests.makers import make_office, make_person

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
CONTACT = Contact("王某", "13900000000", "夜间勿打")
PASSPHRASE = "十二个字以上的口令才可以用"
REASON = "电话核实气味来源"
KEY = bytes(32)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def custodian(office: Office) -> Person:
    """A contact officer with a key."""
    person = make_person(office, "chen", "custodian", name="陈静")
    set_custodian_key(person, PASSPHRASE, NOW)
    return person


@pytest.fixture
def submission_id(office: Office, custodian: Person) -> UUID:
    """A submission with contact data."""
    letter = submissions.Letter("hazard", "气味", "厂区东侧有刺鼻气味")
    submissions.submit(office.pk, KEY, letter, now=NOW, contact=CONTACT)
    return receipts.row_id(KEY, "submission")


def refused(submission_id: UUID, actor: Person, passphrase: str, reason: str) -> VaultCode:
    with pytest.raises(VaultRefused) as caught:
        open_contact(submission_id, actor=actor, passphrase=passphrase, reason=reason, now=NOW)
    return caught.value.code


def test_opening_gives_the_contact_and_is_written_in_three_places(
    submission_id: UUID, custodian: Person
) -> None:
    contact = open_contact(
        submission_id, actor=custodian, passphrase=PASSPHRASE, reason=f" {REASON} ", now=NOW
    )
    assert contact == CONTACT
    opening = VaultOpening.objects.get()
    assert (opening.by, opening.reason, opening.at) == (custodian, REASON, NOW)
    event = Event.objects.get(kind="vault.opened")
    assert (event.actor, event.role, event.reason) == (custodian, "custodian", REASON)
    assert event.subject == f"submission:{submission_id}"
    notice = MailboxMessage.objects.get(code="contact_opened")
    assert (notice.sender, notice.params) == ("desk", {"by": "陈静", "reason": REASON})
    assert verify()[1] is None
    assert "13900000000" not in str(list(Event.objects.values()))


def test_a_wrong_passphrase_is_on_record_and_opens_nothing(
    submission_id: UUID, custodian: Person
) -> None:
    code = refused(submission_id, custodian, "not the passphrase", REASON)
    assert code is VaultCode.PASSPHRASE_WRONG
    assert Event.objects.filter(kind="vault.opening_failed", actor=custodian).count() == 1
    assert not VaultOpening.objects.exists()
    assert not MailboxMessage.objects.filter(code="contact_opened").exists()


@pytest.mark.parametrize("roles", [(), ("admin",), ("office", "handler", "group", "approver")])
def test_nobody_else_opens_it_whatever_they_know(
    submission_id: UUID, office: Office, roles: tuple[str, ...]
) -> None:
    curious = make_person(office, "curious", *roles)
    assert refused(submission_id, curious, PASSPHRASE, REASON) is VaultCode.NOT_CUSTODIAN
    with pytest.raises(VaultRefused):
        set_custodian_key(curious, PASSPHRASE, NOW)


def test_a_reason_is_needed(submission_id: UUID, custodian: Person) -> None:
    assert refused(submission_id, custodian, PASSPHRASE, "  看看 ") is VaultCode.REASON_MISSING


def test_who_became_contact_officer_later_cannot_open_it(
    submission_id: UUID, office: Office
) -> None:
    later = make_person(office, "later", "custodian")
    set_custodian_key(later, PASSPHRASE, NOW)
    assert refused(submission_id, later, PASSPHRASE, REASON) is VaultCode.NOT_SEALED_TO_YOU


def test_no_contact_and_no_submission_are_said(office: Office, custodian: Person) -> None:
    letter = submissions.Letter("hazard", "气味", "文")
    submissions.submit(office.pk, KEY, letter, now=NOW)
    bare = receipts.row_id(KEY, "submission")
    assert refused(bare, custodian, PASSPHRASE, REASON) is VaultCode.NO_CONTACT
    with pytest.raises(Submission.DoesNotExist):
        open_contact(uuid4(), actor=custodian, passphrase=PASSPHRASE, reason=REASON, now=NOW)


def test_a_contact_officer_of_another_office_finds_nothing(submission_id: UUID) -> None:
    stranger = make_person(make_office("other", "另一局"), "stranger", "custodian")
    with pytest.raises(Submission.DoesNotExist):
        open_contact(submission_id, actor=stranger, passphrase=PASSPHRASE, reason=REASON, now=NOW)


def test_a_new_key_retires_the_old_one_which_still_opens_what_it_sealed(
    submission_id: UUID, custodian: Person
) -> None:
    later = NOW + timedelta(days=1)
    set_custodian_key(custodian, "another long passphrase", later)
    assert CustodianKey.objects.get(retired_at=None).created_at == later
    assert refused(submission_id, custodian, "another long passphrase", REASON) is (
        VaultCode.PASSPHRASE_WRONG
    )
    opened = open_contact(
        submission_id, actor=custodian, passphrase=PASSPHRASE, reason=REASON, now=later
    )
    assert opened == CONTACT
    assert Event.objects.filter(kind="custodian.key_set").count() == 2


def test_a_short_passphrase_makes_no_key(office: Office) -> None:
    person = make_person(office, "short", "custodian")
    with pytest.raises(VaultRefused) as caught:
        set_custodian_key(person, "eleven char", NOW)
    assert caught.value.code is VaultCode.PASSPHRASE_SHORT
    assert not CustodianKey.objects.exists()


def test_rows_put_in_each_others_place_do_not_open(
    submission_id: UUID, custodian: Person, office: Office
) -> None:
    key = CustodianKey.objects.get()
    row = SealedContact.objects.get()
    private = private_key(PASSPHRASE, bytes(key.salt))
    sealed = reopened(submission_id)(bytes(row.ciphertext))
    assert sealed is not None
    assert unseal(sealed, submission_id, private) == CONTACT
    for ciphertext, of in (
        (sealed, uuid4()),
        (sealed[:-1], submission_id),
        (b"", submission_id),
    ):
        with pytest.raises(CannotOpen):
            unseal(ciphertext, of, private)


def test_the_length_of_what_is_sealed_tells_nothing() -> None:
    public = bytes(private_key(PASSPHRASE, bytes(16)).public_key)
    lengths = {len(seal(Contact(name), uuid4(), public)) for name in ("王", "欧阳" * 20, "a" * 80)}
    assert len(lengths) == 1


def test_every_refusal_has_words() -> None:
    assert len({words_of(code) for code in VaultCode}) == len(VaultCode)


def test_trying_a_passphrase_is_dear() -> None:
    told = "from huiyin.apps.intake import sealing; print(sealing.OPERATIONS, sealing.MEMORY)"
    asked = [sys.executable, "-c", told]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    operations, octets = map(int, done.stdout.split())
    assert operations >= 3
    assert octets >= 256 * 2**20
