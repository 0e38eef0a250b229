"""Taking in what reporters left at the portal: each submission becomes one item, each message is
told to the desk, exactly once however often the worker is killed.

Rows are leased by their lock; the mark that they were taken in is written in the same transaction
as the item and its event.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.cases.models import CaseItem
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item, MailboxMessage, Submission
from huiyin.apps.org.models import Office
from huiyin.flows.grouping import Stored, store_batch

BATCH = 200


def take_in_submissions(now: datetime) -> int:
    """Take in every waiting submission and message; gives how many rows were taken in."""
    taken = 0
    for office in Office.objects.select_related("calendar").order_by("id"):
        while count := _take_submissions(office, now):
            taken += count
    while count := _take_messages(now):
        taken += count
    return taken


@transaction.atomic
def _take_submissions(office: Office, now: datetime) -> int:
    waiting = Submission.objects.filter(office=office, taken_in_at=None)
    rows = list(waiting.order_by("received_at", "id").select_for_update(skip_locked=True)[:BATCH])
    if not rows:
        return 0
    arrivals = [_arrival(row) for row in rows]
    stored = store_batch(office, arrivals, now=now, quietly=True)
    Submission.objects.filter(pk__in=[row.pk for row in rows]).update(taken_in_at=now)
    _tell_received(office, rows, stored)
    return len(rows)


def _arrival(row: Submission) -> Arrival:
    kind = row.kind if row.kind in Item.Kind.values else ""
    return Arrival(
        channel=Item.Channel.PORTAL,
        title=row.title,
        body=row.text,
        place=row.place,
        published_at=row.received_at,
        kind=kind,
        urgent=row.danger,
        submission_id=row.pk,
    )


def _tell_received(office: Office, rows: Iterable[Submission], stored: Stored) -> None:
    """One event a submission, at the instant it was received; never with its words."""
    items = {item.submission_id: item for item in stored.items}
    told = []
    for row in rows:
        item = items.get(row.pk)
        body = {"kind": row.kind, "danger": row.danger, "item": item.pk if item else None}
        story_id = item.story_id if item else None
        told.append(
            Told(
                "submission.received", f"submission:{row.pk}", row.received_at, office,
                story_id=story_id, body=body,
            )
        )  # fmt: skip
    record_all(told)


@transaction.atomic
def _take_messages(now: datetime) -> int:
    waiting = MailboxMessage.objects.filter(taken_in_at=None, sender=MailboxMessage.Sender.REPORTER)
    rows = list(
        waiting.select_related("mailbox__submission__office__calendar")
        .order_by("at", "id")
        .select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    submissions = [row.mailbox.submission_id for row in rows]
    links = CaseItem.objects.filter(item__submission__in=submissions)
    cases = dict(links.values_list("item__submission_id", "case_id"))
    MailboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(taken_in_at=now)
    record_all([_message_received(row, cases) for row in rows])
    return len(rows)


def _message_received(row: MailboxMessage, cases: dict[UUID, int]) -> Told:
    submission = row.mailbox.submission
    return Told(
        "mailbox.message_received", f"submission:{submission.pk}", row.at, submission.office,
        case_id=cases.get(submission.pk), body={"message": str(row.pk)},
    )  # fmt: skip
