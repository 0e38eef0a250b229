"""The contact officers' side of the seal: making a key, opening one reporter's contact data.

Opening needs the role, the passphrase and a reason. It is written three times in the same
transaction: in the vault's own list, in the audit chain, and in the reporter's mailbox.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.mailboxes import write_to
from huiyin.apps.intake.matters import reopened, unlock
from huiyin.apps.intake.models import (
    CustodianKey,
    Mailbox,
    SealedContact,
    Submission,
    SubmissionFile,
    VaultOpening,
)
from huiyin.apps.intake.sealing import CannotOpen, Contact, new_salt, private_key, unseal
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds

__all__ = [
    "Contact", "VaultCode", "VaultRefused", "has_key", "keepers", "open_contact",
    "originals", "sealed_submissions", "set_custodian_key", "take_original", "words_of",
]  # fmt: skip

SHORTEST_PASSPHRASE = 12
SHORTEST_REASON = 5


class VaultCode(StrEnum):
    """Why the vault says no."""

    NOT_CUSTODIAN = "vault_not_custodian"
    PASSPHRASE_SHORT = "vault_passphrase_short"  # noqa: S105
    PASSPHRASE_WRONG = "vault_passphrase_wrong"  # noqa: S105
    REASON_MISSING = "vault_reason_missing"
    NO_CONTACT = "vault_no_contact"
    NOT_SEALED_TO_YOU = "vault_not_sealed_to_you"
    LET_GO = "vault_let_go"


class VaultRefused(Exception):  # noqa: N818 - it is an answer, not a fault
    """The vault stays shut, for this reason."""

    def __init__(self, code: VaultCode) -> None:
        super().__init__(code.value)
        self.code = code


def words_of(code: VaultCode) -> str:
    """Why the vault stays shut, and what to do, for a person."""
    return {
        VaultCode.NOT_CUSTODIAN: _("Only contact officers open contact data."),
        VaultCode.PASSPHRASE_SHORT: _("A passphrase needs at least {least} characters.").format(
            least=SHORTEST_PASSPHRASE
        ),
        VaultCode.PASSPHRASE_WRONG: _("The passphrase is not right. The attempt is on record."),
        VaultCode.REASON_MISSING: _("Say why you open it: the reporter will read the reason."),
        VaultCode.NO_CONTACT: _("This reporter left no contact data."),
        VaultCode.LET_GO: _("The time of keeping is over: nobody can open it any more."),
        VaultCode.NOT_SEALED_TO_YOU: _(
            "This contact data was sealed before you were a contact officer. Ask one who was."
        ),
    }[code]


@transaction.atomic
def set_custodian_key(person: Person, passphrase: str, now: datetime) -> CustodianKey:
    """Seal from now on to a key made of this passphrase; the earlier key is retired.

    What was sealed to an earlier key still opens with the earlier passphrase.
    """
    if not holds(person, Role.CUSTODIAN):
        raise VaultRefused(VaultCode.NOT_CUSTODIAN)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise VaultRefused(VaultCode.PASSPHRASE_SHORT)
    salt = new_salt()
    public_key = bytes(private_key(passphrase, salt).public_key)
    CustodianKey.objects.filter(person=person, retired_at=None).update(retired_at=now)
    key = CustodianKey.objects.create(
        person=person, office=person.office, public_key=public_key, salt=salt, created_at=now
    )
    record(
        "custodian.key_set", subject=f"custodian_key:{key.pk}", at=now, office=person.office,
        actor=person, role=Role.CUSTODIAN, body={"public_key": public_key.hex()},
    )  # fmt: skip
    return key


def open_contact(
    submission_id: UUID, *, actor: Person, passphrase: str, reason: str, now: datetime
) -> Contact:
    """The contact data of one submission of the actor's office; the reporter is told.

    A wrong passphrase is written into the audit chain too. Raises VaultRefused, and
    Submission.DoesNotExist where the office has no such submission.
    """
    if not holds(actor, Role.CUSTODIAN):
        raise VaultRefused(VaultCode.NOT_CUSTODIAN)
    if len(reason.strip()) < SHORTEST_REASON:
        raise VaultRefused(VaultCode.REASON_MISSING)
    submission = Submission.objects.get(pk=submission_id, office_id=actor.office_id)
    sealed = _sealed_to(actor, submission_id, reason)
    contact = _unlocked(sealed, submission_id, passphrase)
    with transaction.atomic():
        if contact is None:
            _record(submission, "vault.opening_failed", actor, reason, now)
        else:
            _note_opening(submission, actor, reason.strip(), now)
    if contact is None:
        raise VaultRefused(VaultCode.PASSPHRASE_WRONG)
    return contact


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What was sealed to one key of a person."""

    key: CustodianKey
    ciphertext: bytes


def _sealed_to(actor: Person, submission_id: UUID, reason: str) -> list[_Sealed]:
    """What was sealed to keys of this person, newest key first, out of the database's own door."""
    keys = {key.pk: key for key in CustodianKey.objects.filter(person=actor)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custodian_key_id, ciphertext FROM huiyin_sealed_contacts(%s, %s, %s)",
            [submission_id, actor.pk, reason],
        )
        rows = cursor.fetchall()
    of_matter = reopened(submission_id)
    found = [
        _Sealed(keys[key], inner)
        for key, ciphertext in rows
        if (inner := of_matter(bytes(ciphertext))) is not None
    ]
    if rows and not found:
        raise VaultRefused(VaultCode.LET_GO)
    if not found:
        any_ = SealedContact.objects.filter(submission_id=submission_id).values("id").exists()
        raise VaultRefused(VaultCode.NOT_SEALED_TO_YOU if any_ else VaultCode.NO_CONTACT)
    return found


def _unlocked(sealed: list[_Sealed], submission_id: UUID, passphrase: str) -> Contact | None:
    for row in sealed:
        key = private_key(passphrase, bytes(row.key.salt))
        if _is_of(key, row.key):
            try:
                return unseal(row.ciphertext, submission_id, key)
            except CannotOpen:
                continue
    return None


def _is_of(key: PrivateKey, custodian_key: CustodianKey) -> bool:
    return bytes(key.public_key) == bytes(custodian_key.public_key)


def _note_opening(submission: Submission, actor: Person, reason: str, now: datetime) -> None:
    VaultOpening.objects.create(submission=submission, by=actor, reason=reason, at=now)
    _record(submission, "vault.opened", actor, reason, now)
    boxes = Mailbox.objects.filter(submission=submission).values_list("id", flat=True)
    write_to(boxes, now, code="contact_opened", params={"by": actor.name, "reason": reason})


def _record(submission: Submission, kind: str, actor: Person, reason: str, now: datetime) -> None:
    record(
        kind, subject=f"submission:{submission.pk}", at=now, office=actor.office, actor=actor,
        role=Role.CUSTODIAN, reason=reason.strip(),
    )  # fmt: skip


def originals(submission_id: UUID) -> list[SubmissionFile]:
    """The original files of a submission, without their content."""
    rows = SubmissionFile.objects.filter(submission_id=submission_id, sealed=True)
    return list(rows.defer("content", "copy").order_by("added_at", "name"))


def take_original(file_id: UUID, key: bytes, *, actor: Person, now: datetime) -> SubmissionFile:
    """One original with its content in the clear; `key` came with the opened contact data.

    Raises VaultRefused and SubmissionFile.DoesNotExist.
    """
    if not holds(actor, Role.CUSTODIAN):
        raise VaultRefused(VaultCode.NOT_CUSTODIAN)
    file = SubmissionFile.objects.select_related("submission").get(
        pk=file_id, sealed=True, submission__office_id=actor.office_id
    )
    content = unlock(key, file.pk, bytes(file.content))
    if content is None:
        raise VaultRefused(VaultCode.NOT_SEALED_TO_YOU)
    with transaction.atomic():
        _record(file.submission, "vault.original_taken", actor, "", now)
    file.content = content
    return file


def sealed_submissions(actor: Person, limit: int = 50) -> list[Submission]:
    """Submissions of the actor's office whose contact data is sealed to one of their keys."""
    mine = SealedContact.objects.filter(custodian_key__person=actor).values("submission_id")
    rows = Submission.objects.filter(pk__in=mine, office_id=actor.office_id)
    return list(rows.order_by("-received_at")[:limit])


def keepers(office_id: int) -> int:
    """How many people contact data is sealed to now; with fewer than two it is lost with one."""
    keys = CustodianKey.objects.filter(office_id=office_id, retired_at=None)
    return keys.values("person_id").distinct().count()


def has_key(person: Person) -> bool:
    """Whether contact data is sealed to this person now."""
    return CustodianKey.objects.filter(person=person, retired_at=None).exists()
