"""The first and the last look of the office at a case: assess, settle a suggestion, appraise, file.

A report without a name is taken up if it can be checked. What becomes of a suggestion - adopted,
partly, not - is said with the reason and stands in public once the answer does.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.steps import lock_case, may_act_in, step_case
from huiyin.apps.cases.models import CaseFile, Outcome
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

ENDED = ("closed", "assessed", "archived", "refused", "transferred", "merged")


@transaction.atomic
def assess_case(
    case_id: int, *, checkable: bool, text: str, actor: Person, now: datetime
) -> CaseFile:
    """Look at a new matter before it is taken up: can what was said be looked into?"""
    case = lock_case(case_id, actor.office_id)
    case.checkable = checkable
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    step_case(
        case, "assess", now=now, actor=actor, body={"checkable": checkable, "text": text.strip()}
    )
    return case


@transaction.atomic
def settle_suggestion(
    case_id: int, *, adoption: str, reason: str, actor: Person, now: datetime
) -> CaseFile:
    """Say whether a suggestion is adopted, partly or not, and why. Raises StepRefused.

    It may be said anew until the public has read it.
    """
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office", "handler"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if case.kind != CaseFile.Kind.SUGGESTION or case.state in ENDED:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if adoption not in CaseFile.Adoption.values:
        raise StepRefused(Refusal.ADOPTION_MISSING)
    if not reason.strip():
        raise StepRefused(Refusal.ADOPTION_REASON_MISSING)
    if outcome_of(case) is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    case.adoption, case.adoption_reason = adoption, reason.strip()
    case.save(update_fields=["adoption", "adoption_reason"])
    record(
        "case.suggestion_settled", subject=f"case:{case.pk}", at=now, office=case.office,
        actor=actor, case_id=case.pk, body={"adoption": adoption, "text": reason.strip()},
    )  # fmt: skip
    publish_outcome(case, now)
    return case


def publish_outcome(case: CaseFile, now: datetime) -> None:
    """Let the public read what became of a suggestion, once it is settled and answered."""
    settled = case.kind == CaseFile.Kind.SUGGESTION and case.adoption and case.answer_number
    if settled and outcome_of(case) is None:
        Outcome.objects.create(
            office=case.office, case=case, statement_number=case.answer_number, settled_at=now,
            adoption=case.adoption, reason=case.adoption_reason,
        )  # fmt: skip


def outcome_of(case: CaseFile) -> Outcome | None:
    """What the public reads of a suggestion in the answer that stands now."""
    rows = Outcome.objects.filter(case=case, statement_number=case.answer_number)
    return rows.first() if case.answer_number else None


@transaction.atomic
def appraise_case(case_id: int, *, grounds: str, actor: Person, now: datetime) -> CaseFile:
    """Look back at a closed case: how it was handled, and what to do better."""
    case = lock_case(case_id, actor.office_id)
    step_case(
        case, "appraise", now=now, actor=actor, facts={"grounds": grounds},
        body={"text": grounds.strip()},
    )  # fmt: skip
    return case


@transaction.atomic
def archive_case(case_id: int, *, actor: Person, now: datetime) -> CaseFile:
    """Put an appraised case on the shelf; nothing is due any more."""
    case = lock_case(case_id, actor.office_id)
    step_case(case, "archive", now=now, actor=actor)
    return case
