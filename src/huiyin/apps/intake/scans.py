"""What a scanner said of the files that reporters added.

Where a scanner is set, staff open nothing that it has not called clean. What was found infected is
opened by nobody ever, whether a scanner is set or not: it stays sealed where it lies.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.mailboxes import write_to
from huiyin.apps.intake.models import FileScan, Mailbox, SubmissionFile
from huiyin.ports.scanning import Clean, Infected, NotScanned, Verdict

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=10)


class Scanned(StrEnum):
    """How a file stands, as a page shows it."""

    OPEN = "open"  # clean, or no scanner is set
    WAITING = "waiting"
    INFECTED = "infected"


def is_scanning() -> bool:
    """Whether a scanner is set."""
    return bool(settings.SCAN_SOCKET)


def standing(file_ids: list[UUID]) -> dict[UUID, Scanned]:
    """How each of these files stands."""
    states = dict(FileScan.objects.filter(file_id__in=file_ids).values_list("file_id", "state"))
    return {file: _standing(states.get(file)) for file in file_ids}


def _standing(state: str | None) -> Scanned:
    if state == FileScan.State.INFECTED:
        return Scanned.INFECTED
    if state == FileScan.State.CLEAN or not is_scanning():
        return Scanned.OPEN
    return Scanned.WAITING


def known_malware(file: SubmissionFile) -> Infected | None:
    """What was found in this file, if anything."""
    row = FileScan.objects.filter(file_id=file.pk, state=FileScan.State.INFECTED).first()
    return Infected(row.finding) if row else None


def due_for_scan(now: datetime, limit: int) -> list[UUID]:
    """Files that staff could open and no scanner has judged, the oldest first."""
    waiting = Q(scan=None) | Q(scan__state=FileScan.State.WAITING, scan__next_at__lte=now)
    shown = Q(sealed=False) | Q(copy__isnull=False)
    rows = SubmissionFile.objects.filter(waiting, shown).order_by("added_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def waiting_count() -> int:
    """How many files wait for a verdict."""
    shown = Q(sealed=False) | Q(copy__isnull=False)
    unjudged = Q(scan=None) | Q(scan__state=FileScan.State.WAITING)
    return SubmissionFile.objects.filter(unjudged, shown).count()


@transaction.atomic
def note_verdict(file: SubmissionFile, verdict: Verdict, now: datetime) -> None:
    """Keep what was said. Of an infected file the office and the reporter are told, once; one
    without a verdict is due again after a while that doubles."""
    known = FileScan.objects.select_for_update().filter(file_id=file.pk).first()
    if known is not None and known.state == FileScan.State.INFECTED:
        return
    scan = known or FileScan(file_id=file.pk)
    scan.tries += 1
    scan.looked_at = now
    match verdict:
        case Clean():
            scan.state, scan.next_at, scan.finding = FileScan.State.CLEAN, None, ""
        case Infected(name=name):
            scan.state, scan.next_at, scan.finding = FileScan.State.INFECTED, None, name[:200]
            _tell(file, scan.finding, now)
        case NotScanned(code=code):
            wait = min(FIRST_WAIT * 2 ** min(scan.tries - 1, 10), LONGEST_WAIT)
            scan.state, scan.next_at, scan.finding = FileScan.State.WAITING, now + wait, code
    scan.save()


def _tell(file: SubmissionFile, finding: str, now: datetime) -> None:
    submission = file.submission
    record("file.infected", subject=f"submission:{submission.pk}", at=now,
           office=submission.office, body={"file": str(file.pk), "malware": finding})  # fmt: skip
    boxes = Mailbox.objects.filter(submission=submission).values_list("id", flat=True)
    write_to(boxes, now, code="file_not_taken", params={"name": file.name})
