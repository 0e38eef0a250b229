"""The portal's door to the desk: what the public may leave here, and read with a code.

This is all of intake that the portal imports, and it asks the database for nothing that the
portal's role may not do. Sending is idempotent: everything about a submission follows from the
key of the form it was written in, so a form sent twice is one submission with one receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Model, QuerySet

from huiyin.apps.intake import matters, receipts
from huiyin.apps.intake.attachments import Attachment, attachment
from huiyin.apps.intake.mailboxes import message_in, text_in
from huiyin.apps.intake.models import (
    CustodianKey,
    Mailbox,
    MailboxMessage,
    SealedContact,
    Submission,
    SubmissionFile,
)
from huiyin.apps.intake.receipts import new_key
from huiyin.apps.intake.sealing import Contact, seal
from huiyin.apps.intake.stripping import stripped
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import policy
from huiyin.rules.receipts import Code, CodeTrouble, read_code

__all__ = [
    "KINDS", "Attachment", "Busy", "Code", "CodeTrouble", "Contact", "ContactNotSealable",
    "Letter", "MailboxView", "Message", "OpenMailbox", "PublicOffice", "Receipt",
    "attachment", "can_seal", "limit_of", "mailbox", "mailbox_of", "new_key",
    "read_code", "served_office", "submit", "write_message",
]  # fmt: skip

KINDS = ("hazard", "complaint", "suggestion", "question", "report")
_LOCATOR_ATTEMPTS = 20
_LOCK_PATIENCE = "3s"


@dataclass(frozen=True, slots=True)
class PublicOffice:
    """The office as the public may see it. `contact` holds hotline, mailbox, address, …"""

    id: int
    slug: str
    name: str
    name_en: str
    signature: str
    contact: dict[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A matter in its reporter's words."""

    kind: str
    title: str
    text: str
    place: str = ""
    danger: bool = False
    language: str = "zh-hans"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter takes home; `repeated` when this form had been sent before."""

    code: Code
    received_at: datetime
    repeated: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a mailbox; `code` names a notice of the desk."""

    sender: str
    code: str
    text: str
    params: dict[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A mailbox whose code was right, and the key of its matter (none for matters of old)."""

    id: UUID
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class MailboxView:
    """What a code opens; `promise` as `mailboxes.promise` keeps it, messages oldest first."""

    id: UUID
    status: str
    changed_at: datetime
    promised_at: datetime | None
    promise: dict[str, Any]
    messages: tuple[Message, ...]


class ContactNotSealable(Exception):  # noqa: N818 - it is an answer, not a fault
    """The office has no contact officer's key now, so contact data cannot be taken."""


class Busy(Exception):  # noqa: N818 - it is an answer, not a fault
    """Somebody tries this code again and again; ask later."""


def served_office() -> PublicOffice | None:
    """The office this portal speaks for: the desk's first one; None on an empty desk."""
    fields = ("id", "slug", "name", "name_en", "signature", "contact")
    row = Office.objects.order_by("id").values_list(*fields).first()
    return PublicOffice(*row) if row else None


def limit_of(office_id: int, kind: str, now: datetime) -> str:
    """The office's time limit for this kind as a rule, e.g. "H36"; counted from the order."""
    return policy(Office(pk=office_id), f"limit.{kind}", now)


def can_seal(office_id: int) -> bool:
    """Whether somebody at the office could open a sealed contact."""
    return _active_keys(office_id).exists()


def submit(
    office_id: int,
    key: bytes,
    letter: Letter,
    *,
    now: datetime,
    files: Sequence[Attachment] = (),
    contact: Contact | None = None,
) -> Receipt:
    """Keep a submission with its files, sealed contact and mailbox, all or nothing, once.

    `key` is the form's (32 octets). Raises ContactNotSealable.
    """
    secret = receipts.code_of(key).secret
    verifier = receipts.verifier_of(secret)
    with transaction.atomic():
        submission_id = _add_submission(office_id, key, letter, now)
        box = _add_mailbox(submission_id, key, verifier, now)
        repeated = box.verifier != verifier
        if not repeated:
            _add(matters.wrapped(submission_id, receipts.matter_key(key), secret))
            custodians = _custodians(office_id)
            _add_files(submission_id, key, files, now, sealable=bool(custodians))
            _add_contact(submission_id, key, contact, custodians, with_files=bool(files))
            _add_notice(box, key, now, {"kind": letter.kind, "files": str(len(files))})
    first = box.changed_at if not repeated else _received_at(box)
    return Receipt(Code(box.locator, secret), first, repeated)


def mailbox_of(code: Code) -> OpenMailbox | None:
    """The mailbox this code opens. A wrong code takes as long and says as little as no such one;
    so does one whose matter was erased after its time of keeping.

    Attempts at one locator wait for each other; raises Busy when too many wait.
    """
    with transaction.atomic():
        _wait_in_line(code.locator)
        row = Mailbox.objects.filter(locator=code.locator).first()
        opens = receipts.is_secret(code.secret, row.verifier if row else None)
    if row is None or not opens:
        return None
    key = matters.reporters_key(row.submission_id, code.secret)
    return None if key == b"" else OpenMailbox(row.pk, key)


def mailbox(opened: OpenMailbox) -> MailboxView:
    """What stands in the mailbox now; raises Mailbox.DoesNotExist."""
    row = Mailbox.objects.get(pk=opened.id)
    found = MailboxMessage.objects.filter(mailbox=row).order_by("at", "id")
    messages = tuple(
        Message(one.sender, one.code, text_in(one, opened.key), one.params, one.at) for one in found
    )
    return MailboxView(row.pk, row.status, row.changed_at, row.promised_at, row.promise, messages)


def write_message(
    opened: OpenMailbox, key: bytes, text: str, now: datetime, *, code: str = ""
) -> None:
    """Add the reporter's message; the same form (`key`) sent twice adds it once.

    The code "review_asked" makes it the wish for a second look.
    """
    _add(
        message_in(
            opened.id, opened.key, text=text, row=receipts.row_id(key, "message"), at=now,
            sender=MailboxMessage.Sender.REPORTER, code=code,
        )
    )  # fmt: skip


def _add_submission(office_id: int, key: bytes, letter: Letter, now: datetime) -> UUID:
    submission = Submission(
        id=receipts.row_id(key, "submission"), office_id=office_id, kind=letter.kind,
        title=letter.title, text=letter.text, place=letter.place, danger=letter.danger,
        language=letter.language, received_at=now,
    )  # fmt: skip
    _add(submission)
    return submission.pk


def _add_mailbox(submission_id: UUID, key: bytes, verifier: str, now: datetime) -> Mailbox:
    """The form's mailbox, this one or the one made before; a taken locator gets another try."""
    mailbox_id = receipts.row_id(key, "mailbox")
    for attempt in range(_LOCATOR_ATTEMPTS):
        locator = receipts.code_of(key, attempt).locator
        _add(Mailbox(id=mailbox_id, submission_id=submission_id, locator=locator,
                     verifier=verifier, changed_at=now))  # fmt: skip
        row = Mailbox.objects.filter(pk=mailbox_id).first()
        if row is not None:
            return row
    raise RuntimeError("no free locator")


def _add_files(
    submission_id: UUID, key: bytes, files: Sequence[Attachment], now: datetime, *, sealable: bool
) -> None:
    """Originals for the contact officers, where there are any, and clean copies for the staff."""
    of_matter = receipts.matter_key(key)
    of_originals = receipts.originals_key(key) if sealable else of_matter
    for number, file in enumerate(files, start=1):
        row, clean = receipts.row_id(key, f"file {number}"), stripped(file.content)
        _add(
            SubmissionFile(
                id=row, submission_id=submission_id, name=file.name, media_type=file.media_type,
                octets=len(file.content), sha256=sha256(file.content).digest(), sealed=True,
                content=matters.lock(of_originals, row, file.content),
                copy=None if clean is None else matters.lock(of_matter, row, clean), added_at=now,
            )
        )  # fmt: skip


def _custodians(office_id: int) -> list[tuple[int, bytes]]:
    return [(pk, bytes(key)) for pk, key in _active_keys(office_id).values_list("id", "public_key")]


def _add_contact(
    submission_id: UUID,
    key: bytes,
    contact: Contact | None,
    custodians: Sequence[tuple[int, bytes]],
    *,
    with_files: bool,
) -> None:
    """Seal contact data and the key of the original files to each contact officer, and that once
    more with the key of the matter, so that it ends with it."""
    if contact and not custodians:
        raise ContactNotSealable
    if not contact and not with_files:
        return
    told = contact or Contact()
    if with_files:
        told = replace(told, originals=receipts.originals_key(key).hex())
    for custodian, public_key in custodians:
        row = receipts.row_id(key, f"contact {custodian}")
        sealed = matters.lock(
            receipts.matter_key(key), submission_id, seal(told, submission_id, public_key)
        )
        _add(
            SealedContact(
                id=row, submission_id=submission_id, custodian_key_id=custodian, ciphertext=sealed
            )
        )


def _add_notice(box: Mailbox, key: bytes, now: datetime, params: dict[str, str]) -> None:
    """The mailbox's first line, which also keeps the instant of receipt for its reader."""
    _add(
        MailboxMessage(
            id=receipts.row_id(key, "received"), mailbox=box, code="received", at=now,
            params=params,
            sender=MailboxMessage.Sender.DESK, taken_in_at=now,
        )
    )  # fmt: skip


def _received_at(box: Mailbox) -> datetime:
    notice = MailboxMessage.objects.filter(mailbox=box, code="received").order_by("at").first()
    return notice.at if notice else box.changed_at


def _add(row: Model) -> None:
    """INSERT … ON CONFLICT DO NOTHING: the row stands afterwards, whoever wrote it."""
    type(row)._default_manager.bulk_create([row], ignore_conflicts=True)


def _active_keys(office_id: int) -> QuerySet[CustodianKey]:
    return CustodianKey.objects.filter(office_id=office_id, retired_at=None)


def _wait_in_line(locator: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_PATIENCE}'")
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [locator])
        except OperationalError as error:
            raise Busy from error
