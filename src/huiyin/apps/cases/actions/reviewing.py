"""A second look at a closed matter: asked for, given to another officer, answered (复查).

It can be asked for within the office's window after closing, and is answered within another,
counted from the asking. Where the answer does not stand, the case is taken up again.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.promising import review_until, take_up
from huiyin.apps.cases.actions.steps import lock_case, may_act_in, step_finding
from huiyin.apps.cases.models import CaseFile, Review
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.intake.models import MailboxMessage
from huiyin.apps.org.limits import limit_of
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds, policy
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.machines_of_findings import REVIEW
from huiyin.rules.refusals import Refusal

CLOSED = ("closed", "assessed")
OPEN = ("asked", "assigned")


@transaction.atomic
def review_asked(case_id: int, message: MailboxMessage) -> Review | None:
    """A reporter asks for a second look; None where the case is not closed or one is under way."""
    case = lock_case(case_id)
    if case.merged_into_id is not None:
        case = lock_case(case.merged_into_id)
    if case.state not in CLOSED or open_review(case) is not None:
        return None
    return _asked(case, message.at, None, message=message)


@transaction.atomic
def ask_review(case_id: int, *, ground: str, actor: Person, now: datetime) -> Review:
    """Somebody of the house asks, or writes down that a reporter asked by another way."""
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office", "auditor", "duty"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if case.state not in CLOSED or open_review(case) is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not ground.strip():
        raise StepRefused(Refusal.GROUND_MISSING)
    return _asked(case, now, actor, ground=ground.strip())


@transaction.atomic
def assign_review(pk: int, *, reviewer: Person, actor: Person, now: datetime) -> Review:
    """Give it to another officer than the one who handled the matter."""
    review = _locked(pk, actor)
    case = review.case
    able = holds(reviewer, "handler", "office", "auditor") and reviewer.is_active
    if reviewer.office_id != case.office_id or not able:
        raise StepRefused(Refusal.HANDLER_MISSING)
    review.reviewer, review.assigned_at = reviewer, now
    _step(
        review, "assign", actor=actor, now=now, body={"reviewer": reviewer.name},
        facts={"reviewer": reviewer.pk, "handler": case.handler_id, "now": review.asked_at,
               "review_until_at": review.until_at},
    )  # fmt: skip
    usual = policy(case.office, "limit.review_answer", now)
    limit = limit_of(case.office, case.kind, "review_answer", case.opened_at) or usual
    review.clock = clocks.start(
        case, purpose="review_answer", rule=limit, now=now, since=review.asked_at
    )
    review.save(update_fields=["clock"])
    until = review.clock.due_at.isoformat() if review.clock.due_at else ""
    mailboxes.write_to(mailboxes_of(case), now, code="review_assigned", params={"until": until})
    return review


@transaction.atomic
def refuse_review(
    pk: int, *, reason: str, destination: str, actor: Person, now: datetime
) -> Review:
    """Not taken up, with the reason and where to go instead, which the reporters are told."""
    review = _locked(pk, actor)
    review.text, review.ended_at = reason.strip(), now
    _step(
        review, "refuse", actor=actor, now=now, reason=reason,
        facts={"destination": destination}, body={"destination": destination.strip()},
    )  # fmt: skip
    text = f"{reason.strip()}\n\n{destination.strip()}"
    mailboxes.write_to(mailboxes_of(review.case), now, text=text)
    return review


@transaction.atomic
def answer_review(pk: int, *, outcome: str, text: str, actor: Person, now: datetime) -> Review:
    """The other officer's opinion, which the reporters read; changed, the case starts again."""
    review = _locked(pk, actor)
    case = review.case
    if review.reviewer_id != actor.pk:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if outcome not in Review.Outcome.values:
        raise StepRefused(Refusal.OUTCOME_MISSING)
    review.outcome, review.text, review.ended_at = outcome, text.strip(), now
    _step(
        review, "answer", actor=actor, now=now, body={"outcome": outcome, "text": text.strip()},
        facts={"text": text, "submitter": case.handler_id or 0, "actor": actor.pk},
    )  # fmt: skip
    clocks.meet(review.clock, case, now)
    mailboxes.write_to(mailboxes_of(case), now, text=text.strip())
    if outcome == Review.Outcome.CHANGED and case.state in CLOSED:
        take_up(case, ground=text.strip(), actor=None, now=now, new_fact=True)
    return review


def open_review(case: CaseFile) -> Review | None:
    """The review of a case that nobody has answered yet."""
    return Review.objects.filter(case=case, state__in=OPEN).order_by("-id").first()


def _asked(
    case: CaseFile,
    at: datetime,
    actor: Person | None,
    *,
    message: MailboxMessage | None = None,
    ground: str = "",
) -> Review:
    """The row and its event; a reporter's words stay in their message."""
    review = Review.objects.create(
        case=case, message=message, ground=ground, asked_at=at,
        until_at=review_until(case, case.closed_at or at),
    )  # fmt: skip
    record(
        "review.asked", subject=f"review:{review.pk}", at=at, office=case.office, actor=actor,
        case_id=case.pk, body={"text": ground, "until": review.until_at.isoformat()},
    )  # fmt: skip
    return review


def _locked(pk: int, actor: Person) -> Review:
    case = lock_case(Review.objects.values_list("case_id", flat=True).get(pk=pk), actor.office_id)
    may_act_in(case, actor)
    review = Review.objects.select_for_update(of=("self",)).select_related("clock").get(pk=pk)
    review.case = case
    return review


def _step(
    review: Review,
    event: str,
    *,
    actor: Person,
    now: datetime,
    facts: dict[str, object],
    reason: str = "",
    body: dict[str, object],
) -> None:
    step_finding(
        REVIEW, review, event, case=review.case, actor=actor, now=now, facts=facts, reason=reason,
        body=body,
    )  # fmt: skip
