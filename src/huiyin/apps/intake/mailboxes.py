"""What a reporter reads with their code: the status in one word, a promised date, messages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.apps.intake.models import Mailbox, MailboxMessage

Status = str  # received, accepted, handling, answered, closed, refused, reopened


def set_status(
    mailbox_ids: Iterable[UUID], status: Status, now: datetime, promised_at: datetime | None = None
) -> None:
    """Change what the mailboxes show; a promised instant is given only when it is certain."""
    Mailbox.objects.filter(pk__in=list(mailbox_ids)).update(
        status=status, promised_at=promised_at, changed_at=now
    )


def promise(mailbox_ids: Iterable[UUID], promised_at: datetime | None, now: datetime) -> None:
    """Show another promised instant, or none while it is uncertain; the status stays."""
    rows = Mailbox.objects.filter(pk__in=list(mailbox_ids))
    rows.update(promised_at=promised_at, changed_at=now)


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
    messages = [
        MailboxMessage(
            mailbox_id=box, sender=sender, code=code, text=text, params=params or {}, at=now,
            taken_in_at=now,
        )
        for box in mailbox_ids
    ]  # fmt: skip
    return len(MailboxMessage.objects.bulk_create(messages))
