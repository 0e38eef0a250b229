"""What an answer promises beyond itself: public with the answer, due on its date, kept or late."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.steps import lock_case, may_act_in
from huiyin.apps.cases.models import CaseFile, FollowUp
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

UNANSWERED = ("accepted", "reopened", "ordered", "verifying", "decided", "responding")
ANSWERED = ("responded", "fed_back")


@transaction.atomic
def promise_follow_up(
    case_id: int,
    *,
    text: str,
    unit: Unit,
    due_at: datetime,
    actor: Person,
    now: datetime,
    text_en: str = "",
) -> FollowUp:
    """Promise something until `due_at`; the clock runs from the publication of the answer.

    Once the answer stands in public, only an approver adds to it. Raises StepRefused.
    """
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    answered = case.state in ANSWERED
    if not answered and case.state not in UNANSWERED:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not holds(actor, *(("approver",) if answered else ("office", "handler", "approver"))):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not text.strip() or unit.office_id != case.office_id:
        raise StepRefused(Refusal.MEASURE_INCOMPLETE)
    if due_at <= now:
        raise StepRefused(Refusal.DATE_PAST)
    row = FollowUp.objects.create(
        case=case, office=case.office, text=text.strip()[:300], text_en=text_en.strip()[:400],
        unit=unit, due_at=due_at, added_by=actor, added_at=now,
    )  # fmt: skip
    record(
        "follow_up.promised", subject=f"follow_up:{row.pk}", at=now, office=case.office,
        actor=actor, case_id=case.pk,
        body={"text": row.text, "unit": unit.name, "due_at": due_at.isoformat()},
    )  # fmt: skip
    if answered:
        publish_follow_ups(case, now)
    return row


def publish_follow_ups(case: CaseFile, now: datetime) -> None:
    """The answer is public: what it promises is too, and its clocks run (case locked)."""
    for row in FollowUp.objects.filter(case=case, statement_number=""):
        row.statement_number = case.answer_number
        if row.done_at is None:
            row.clock = clocks.start_fixed(case, purpose="follow_up", due_at=row.due_at, now=now)
        row.save(update_fields=["statement_number", "clock"])


@transaction.atomic
def keep_follow_up(pk: int, *, note: str, actor: Person, now: datetime) -> FollowUp:
    """Say how the promise was kept, as the public reads it; after its date it stays late."""
    case_id = FollowUp.objects.values_list("case_id", flat=True).get(pk=pk)
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("clock").get(pk=pk)
    own = actor.unit_id == row.unit_id and holds(actor, "handler", "dept_head")
    if not own and not holds(actor, "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if row.done_at is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not note.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    row.done_at, row.done_note = now, note.strip()[:300]
    row.save(update_fields=["done_at", "done_note"])
    clocks.meet(row.clock, case, now)
    record(
        "follow_up.kept", subject=f"follow_up:{row.pk}", at=now, office=case.office, actor=actor,
        case_id=case.pk, body={"text": row.done_note, "late": now > row.due_at},
    )  # fmt: skip
    return row
