"""Keeping a reporter's matter longer than its time, and letting it go when its time is over.

Its key is destroyed, for rows of history stay: afterwards nobody – not the desk, not a contact
officer, not the holder of the receipt – reads messages, files or contact data of the matter again.
A legal hold, set with a reason by the office or an auditor, stops that until it is lifted.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.apps.audit.actions import Told, record, record_all
from huiyin.apps.intake.models import LegalHold, MatterKey, Submission
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds, roles_of
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

MAY_HOLD = (Role.AUDITOR, Role.OFFICE)


def may_hold(person: Person) -> bool:
    """Whether the person may set and lift a legal hold."""
    return holds(person, *MAY_HOLD)


@transaction.atomic
def hold_matter(submission_id: UUID, reason: str, *, actor: Person, now: datetime) -> None:
    """Keep everything of this matter until the hold is lifted; held already, it stays as it is."""
    submission, role = _asked(submission_id, reason, actor)
    if LegalHold.objects.filter(submission=submission, ended_at=None).exists():
        return
    LegalHold.objects.create(submission=submission, reason=reason.strip(), by=actor, since_at=now)
    _tell("matter.held", submission, role, reason, actor, now)


@transaction.atomic
def release_matter(submission_id: UUID, reason: str, *, actor: Person, now: datetime) -> None:
    """Lift the hold; the time of keeping counts again."""
    submission, role = _asked(submission_id, reason, actor)
    lifted = LegalHold.objects.filter(submission=submission, ended_at=None)
    if lifted.update(ended_at=now, ended_by=actor):
        _tell("matter.released", submission, role, reason, actor, now)


def hold_on(submission_id: UUID) -> LegalHold | None:
    """The hold in force, if any."""
    rows = LegalHold.objects.filter(submission_id=submission_id, ended_at=None)
    return rows.select_related("by").first()


@transaction.atomic
def destroy_keys(submissions: Sequence[Submission], policy: str, now: datetime) -> int:
    """Destroy the keys of these matters; gives how many there were."""
    ids = [submission.pk for submission in submissions]
    keys = MatterKey.objects.filter(submission__in=ids, destroyed_at=None)
    done = set(keys.select_for_update().values_list("submission_id", flat=True))
    MatterKey.objects.filter(submission__in=done).update(
        for_desk=b"", for_reporter=b"", destroyed_at=now
    )
    record_all([
        Told("matter.let_go", f"submission:{row.pk}", now, row.office, body={"policy": policy})
        for row in submissions if row.pk in done
    ])  # fmt: skip
    return len(done)


def _asked(submission_id: UUID, reason: str, actor: Person) -> tuple[Submission, str]:
    if not may_hold(actor):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    role = next(role for role in MAY_HOLD if role in roles_of(actor))
    return Submission.objects.get(pk=submission_id, office_id=actor.office_id), role


def _tell(
    kind: str, submission: Submission, role: str, reason: str, actor: Person, now: datetime
) -> None:
    record(
        kind, subject=f"submission:{submission.pk}", at=now, office=actor.office, actor=actor,
        role=role, reason=reason.strip(),
    )  # fmt: skip
