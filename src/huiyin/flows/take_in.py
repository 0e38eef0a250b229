"""Taking in what reporters left at the portal: each submission becomes one item, each message is
told to the desk, exactly once however often the worker is killed.

Rows are leased by their lock; the mark that they were taken in is written in the same transaction
as the item and its event.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.cases.actions import review_asked
from huiyin.apps.cases.models import CaseItem
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item, MailboxMessage, Submission
from huiyin.apps.lane.models import Matter
from huiyin.apps.lane.sealing import seal_submission
from huiyin.apps.org.models import Office, Person
from huiyin.flows.grouping import Stored, store_batch
from huiyin.rules.text.integrity import accusation

BATCH = 200
log = structlog.get_logger()


def take_in_submissions(now: datetime) -> int:
    """Take in every waiting submission and message; gives how many rows were taken in."""
    taken = 0
    for office in Office.objects.select_related("calendar").order_by("id"):
        taken += _take_all(office, now)
    while count := _take_messages(now):
        taken += count
    return taken


def _take_all(office: Office, now: datetime) -> int:
    """Batch by batch; one that cannot be stored keeps waiting, the others do not wait for it."""
    taken, most = 0, BATCH
    spoilt: list[UUID] = []
    while True:
        rows: list[Submission] = []
        try:
            taken += _take_submissions(office, now, most, spoilt, rows)
        except (OperationalError, InterfaceError):
            raise
        except (DatabaseError, ValueError, TypeError) as error:
            if not rows:
                raise
            if len(rows) == 1:
                spoilt.append(rows[0].pk)
                # Its words stay out of the log, so only the kind of the error is told.
                told = {"submission": str(rows[0].pk), "error": type(error).__name__}
                log.error("submission.not_taken_in", **told)  # noqa: TRY400
            most = 1
            continue
        if not rows:
            return taken


@transaction.atomic
def _take_submissions(
    office: Office, now: datetime, most: int, spoilt: list[UUID], rows: list[Submission]
) -> int:
    """One batch of at most `most`, put into `rows`; those named in `spoilt` are passed over."""
    waiting = Submission.objects.filter(office=office, taken_in_at=None).exclude(pk__in=spoilt)
    rows += waiting.order_by("received_at", "id").select_for_update(skip_locked=True)[:most]
    if rows:
        Submission.objects.filter(pk__in=[row.pk for row in rows]).update(taken_in_at=now)
        usual = _seal_accusations(office, rows, now)
        stored = store_batch(office, [_arrival(row) for row in usual], now=now, quietly=True)
        _tell_received(office, usual, stored)
    return len(rows)


def _seal_accusations(office: Office, rows: list[Submission], now: datetime) -> list[Submission]:
    """What accuses staff goes into the integrity lane; gives the others. What came back from there
    is taken in like them."""
    people = list(Person.objects.filter(office=office, is_active=True).values_list("id", "name"))
    back = set(Matter.objects.filter(submission__in=rows).values_list("submission_id", flat=True))
    usual = []
    for row in rows:
        told = accusation(row.title, row.text, row.kind, people, danger=row.danger)
        if told is None or row.pk in back:
            usual.append(row)
        else:
            row.office = office
            seal_submission(row, told, now)
    return usual


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
    for row in rows:
        if row.code == "review_asked" and row.mailbox.submission_id in cases:
            review_asked(cases[row.mailbox.submission_id], row)
    return len(rows)


def _message_received(row: MailboxMessage, cases: dict[UUID, int]) -> Told:
    submission = row.mailbox.submission
    if submission.apart < 0:
        return Told(
            "lane.message_received", f"lane:{-submission.apart}", row.at, submission.office,
            body={"message": str(row.pk)},
        )  # fmt: skip
    return Told(
        "mailbox.message_received", f"submission:{submission.pk}", row.at, submission.office,
        case_id=cases.get(submission.pk), body={"message": str(row.pk)},
    )  # fmt: skip
