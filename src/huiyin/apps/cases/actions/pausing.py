"""Pauses: all clocks of a case stand, to a known instant or until somebody lets them go on.

A pause counts exactly and only for clocks that are not due yet; overlapping ones count once.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.moving import move_clocks
from huiyin.apps.cases.actions.steps import lock_case, may_act_in
from huiyin.apps.cases.clocks import UNDER_WAY
from huiyin.apps.cases.models import CaseFile, Clock, Pause
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal


@transaction.atomic
def pause_case(
    case_id: int, *, reason: str, actor: Person, now: datetime, until: datetime | None = None
) -> CaseFile:
    """Stop the clocks of a case from now on. Raises StepRefused."""
    case = lock_case(case_id, actor.office_id)
    _may(case, actor)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    if until is not None and until <= now:
        raise StepRefused(Refusal.PAUSE_EMPTY)
    if standing(case, now) is not None:
        raise StepRefused(Refusal.ALREADY_PAUSED)
    if not Clock.objects.filter(case=case, state__in=UNDER_WAY).exists():
        raise StepRefused(Refusal.CLOCK_STOPPED)
    Pause.objects.create(case=case, since_at=now, until_at=until, reason=reason.strip(), by=actor)
    record(
        "case.paused", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
        role="office", case_id=case.pk, reason=reason.strip(),
        body={"until": until.isoformat() if until else ""},
    )  # fmt: skip
    if not move_clocks(case, "pause", actor=actor, now=now):
        raise StepRefused(Refusal.PAUSED_TOO_LATE)
    return case


@transaction.atomic
def resume_case(case_id: int, *, actor: Person, now: datetime) -> CaseFile:
    """Let the clocks of a case go on. Raises StepRefused."""
    case = lock_case(case_id, actor.office_id)
    _may(case, actor)
    pause = standing(case, now)
    if pause is None:
        raise StepRefused(Refusal.NOT_PAUSED)
    pause.ended_at = now
    pause.save(update_fields=["ended_at"])
    record(
        "case.resumed", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
        role="office", case_id=case.pk, body={"since": pause.since_at.isoformat()},
    )  # fmt: skip
    move_clocks(case, "resume", actor=actor, now=now)
    return case


def standing(case: CaseFile, now: datetime) -> Pause | None:
    """The pause that holds now."""
    rows = Pause.objects.filter(case=case, ended_at=None).order_by("-since_at")
    return next((row for row in rows if row.until_at is None or row.until_at > now), None)


def _may(case: CaseFile, actor: Person) -> None:
    may_act_in(case, actor)
    if not holds(actor, "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
