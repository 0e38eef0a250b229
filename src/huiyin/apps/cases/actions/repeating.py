"""Repeated matters: found when a case is opened, decided by a person, binding from three on."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.steps import lock_case, may_act_in
from huiyin.apps.cases.models import CaseFile, CaseRepeat
from huiyin.apps.cases.repeats import earlier_like
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal
from huiyin.rules.repeats import must_verify


def find_repeats(case: CaseFile, now: datetime) -> None:
    """Keep the earlier matters like a new case, in the transaction that opens it."""
    items = list(Item.objects.filter(case_link__case=case).order_by("pk"))
    found = earlier_like(
        case.office, items, f"{case.title}\n{case.summary}", case.kind, now,
        story_id=case.story_id, but=case.pk,
    )  # fmt: skip
    if not found:
        return
    CaseRepeat.objects.bulk_create(
        CaseRepeat(case=case, earlier=one.case, how=one.alike.how.value, share=one.alike.share,
                   at=now)
        for one in found
    )  # fmt: skip
    _count(case)
    record(
        "case.repeats_found", subject=f"case:{case.pk}", at=now, office=case.office,
        case_id=case.pk,
        body={"count": len(found), "earlier": [one.case.number for one in found],
              "must_verify": case.must_verify},
    )  # fmt: skip


@transaction.atomic
def judge_repeat(
    case_id: int, repeat_id: int, *, same: bool, actor: Person, now: datetime
) -> CaseRepeat:
    """Say whether an earlier matter is the same one; the last word counts. Raises StepRefused."""
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office", "duty"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if case.closed_at is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    repeat = CaseRepeat.objects.filter(case=case, pk=repeat_id).select_related("earlier").first()
    if repeat is None:
        raise StepRefused(Refusal.EVENT_UNKNOWN)
    repeat.same, repeat.decided_by, repeat.decided_at = same, actor, now
    repeat.save(update_fields=["same", "decided_by", "decided_at"])
    _count(case)
    record(
        "case.repeat_confirmed" if same else "case.repeat_denied", subject=f"case:{case.pk}",
        at=now, office=case.office, actor=actor, case_id=case.pk,
        body={"number": repeat.earlier.number, "must_verify": case.must_verify},
    )  # fmt: skip
    return repeat


def _count(case: CaseFile) -> None:
    """What was proposed counts until somebody said that it is another matter."""
    case.repeats = CaseRepeat.objects.filter(case=case).exclude(same=False).count()
    case.must_verify = must_verify(case.repeats)
    case.save(update_fields=["repeats", "must_verify"])
