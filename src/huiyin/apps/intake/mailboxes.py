"""What a reporter reads with their code: the status in one word, a promised date, messages; and
what the staff may read of what they sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from huiyin.apps.intake.matters import desks_keys, lock, unlock
from huiyin.apps.intake.models import Mailbox, MailboxMessage, SubmissionFile
from huiyin.apps.intake.receipts import row_id

SPOKEN = ("", "review_asked")  # messages that hold words
Status = str  # received, accepted, handling, answered, closed, refused, reopened


def set_status(
    mailbox_ids: Iterable[UUID], status: Status, now: datetime, promised_at: datetime | None = None
) -> None:
    """Change what the mailboxes show; a promised instant is given only when it is certain."""
    Mailbox.objects.filter(pk__in=list(mailbox_ids)).update(
        status=status, promised_at=promised_at, promise={}, changed_at=now
    )


def promise(
    mailbox_ids: Iterable[UUID],
    promised_at: datetime | None,
    now: datetime,
    counted: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Show another promised instant, or none while it is uncertain; the status stays.

    `counted` says how it was counted: `rule` (a code), `since` (an instant) and `days`, each
    [day, whether it counted, the code of why].
    """
    rows = Mailbox.objects.filter(pk__in=list(mailbox_ids))
    rows.update(promised_at=promised_at, promise=dict(counted), changed_at=now)


def write_to(
    mailbox_ids: Iterable[UUID],
    now: datetime,
    *,
    text: str = "",
    code: str = "",
    params: dict[str, Any] | None = None,
) -> int:
    """Put the same message into each mailbox; a `code` makes it a notice of the desk."""
    sender = MailboxMessage.Sender.DESK if code else MailboxMessage.Sender.OFFICE
    boxes = dict(Mailbox.objects.filter(pk__in=list(mailbox_ids)).values_list("id", "submission"))
    keys = desks_keys(boxes.values()) if text else {}
    messages = [
        message_in(
            box, keys.get(submission), text=text, sender=sender, code=code, params=params or {},
            at=now, taken_in_at=now,
        )
        for box, submission in boxes.items()
    ]  # fmt: skip
    return len(MailboxMessage.objects.bulk_create(messages))


def message_in(
    mailbox_id: UUID, key: bytes | None, *, text: str, row: UUID | None = None, **told: Any
) -> MailboxMessage:
    """A message whose text only the key of its matter opens; a matter of old has no key."""
    row = row or uuid4()
    sealed = lock(key, row, text.encode()) if key and text else None
    return MailboxMessage(
        id=row, mailbox_id=mailbox_id, text="" if sealed else text, sealed=sealed, **told
    )


def text_in(message: MailboxMessage, key: bytes | None) -> str:
    """The text of a message; "" once the key is destroyed."""
    if message.sealed is None:
        return message.text
    plain = unlock(key, message.pk, bytes(message.sealed)) if key else None
    return plain.decode() if plain is not None else ""


def ballots(mailbox_ids: Iterable[UUID], feedback_id: int) -> list[UUID]:
    """The ballot of each mailbox for this feedback; a matter of old, without a key, has none."""
    rows = Mailbox.objects.filter(pk__in=list(mailbox_ids))
    keys = desks_keys(rows.values_list("submission", flat=True))
    return [ballot_id(key, feedback_id) for key in keys.values()]


def ballot_id(key: bytes, feedback_id: int) -> UUID:
    """What only the key of a matter gives: the number of its ballot."""
    return row_id(key, f"ballot {feedback_id}")


def words_in(message: MailboxMessage) -> str:
    """The text of one message, opened with the desk's key."""
    submission = message.mailbox.submission_id
    return text_in(message, desks_keys([submission]).get(submission))


@dataclass(frozen=True, slots=True)
class Line:
    """One message between a reporter and the office, readable."""

    sender: str
    text: str
    at: datetime


def conversation(submission_id: UUID) -> list[Line]:
    """What reporter and office wrote to each other after the report, oldest first."""
    rows = MailboxMessage.objects.filter(mailbox__submission=submission_id, code__in=SPOKEN)
    found = list(rows.order_by("at", "id"))
    key = desks_keys([submission_id]).get(submission_id) if found else None
    return [Line(row.sender, text_in(row, key), row.at) for row in found]


def staff_copy(file: SubmissionFile) -> bytes | None:
    """What staff may see of a file: the copy without metadata; None where there is none.

    Files that came before copies were made are given as they are.
    """
    if not file.sealed:
        return bytes(file.content)
    key = desks_keys([file.submission_id]).get(file.submission_id)
    return unlock(key, file.pk, bytes(file.copy)) if key and file.copy is not None else None
