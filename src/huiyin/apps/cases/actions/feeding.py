"""Telling the reporters the result (反馈), and hearing what they say of it.

Each mailbox gets one ballot. The window to rate is counted from the delivery; after it whoever
has not rated is silent. Ratings are taken in by the worker and hang on the case, on no mailbox.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.steps import lock_case, step_case, step_finding
from huiyin.apps.cases.models import Ballot, CaseFile, Feedback, Rating
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import calendar_of, policy, zone_of
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import read_rule
from huiyin.rules.machines_of_findings import FEEDBACK
from huiyin.rules.promises import Kept

BATCH = 100


def feedback_due(case: CaseFile, now: datetime) -> Feedback:
    """The case is answered: its reporters are to be told (called with the case locked)."""
    return Feedback.objects.create(case=case, due_since_at=now)


@transaction.atomic
def feed_back(case_id: int, text: str, *, actor: Person, now: datetime) -> CaseFile:
    """Tell the reporters the result; with none, `text` says how it was made known."""
    case = lock_case(case_id, actor.office_id)
    boxes = mailboxes_of(case)
    case.fed_back_at = now
    told = mailboxes.write_to(boxes, now, text=text.strip()) if text.strip() else 0
    step_case(
        case, "feed_back", now=now, actor=actor, facts={"feedback": text},
        body={"text": text.strip(), "mailboxes": told},
    )  # fmt: skip
    due = Feedback.objects.filter(case=case, state="due").order_by("-id").first()
    feedback = due or Feedback(case=case, due_since_at=now)
    feedback.delivered_by, feedback.delivered_at, feedback.mailboxes = actor, now, told
    window = read_rule(policy(case.office, "limit.rating", now))
    feedback.rate_until_at = due_at(window, now, calendar_of(case.office)).at
    step_finding(
        FEEDBACK, feedback, "deliver", case=case, actor=actor, now=now, facts={"feedback": text},
        body={"mailboxes": told, "until": feedback.rate_until_at.isoformat()},
    )  # fmt: skip
    clocks.keep(case, Kept.FED_BACK, now)
    ballots = sorted(mailboxes.ballots(boxes, feedback.pk))
    Ballot.objects.bulk_create(Ballot(id=pk, feedback=feedback) for pk in ballots)
    until = feedback.rate_until_at.isoformat()
    mailboxes.write_to(
        boxes, now, code="feedback_given", params={"feedback": str(feedback.pk), "until": until}
    )
    return case


def take_in_ratings(now: datetime) -> int:
    """Count what reporters said of the answers; gives how many ratings were taken in."""
    waiting = Rating.objects.filter(taken_in=False).values_list("ballot__feedback_id", flat=True)
    found = set(waiting[:BATCH])
    return sum(_take_in(feedback_id, now) for feedback_id in sorted(found))


@transaction.atomic
def _take_in(feedback_id: int, now: datetime) -> int:
    feedback = _locked(feedback_id)
    rows = Rating.objects.select_for_update(skip_locked=True, of=("self",))
    ratings = list(rows.filter(ballot__feedback=feedback, taken_in=False))
    for rating in ratings:
        until = feedback.rate_until_at or now
        in_time = rating.rated_on <= until.astimezone(zone_of(feedback.case.office)).date()
        feedback.ended_at = now
        step_finding(
            FEEDBACK, feedback, "rate", case=feedback.case, actor=None, now=now,
            facts={"rating": rating.satisfied, "rate_until_at": until,
                   "now": until if in_time else now},
            body={"answered": rating.answered, "solved": rating.solved,
                  "satisfied": rating.satisfied},
        )  # fmt: skip
    Rating.objects.filter(pk__in=[rating.pk for rating in ratings]).update(taken_in=True)
    return len(ratings)


def fall_silent(now: datetime) -> int:
    """End the windows that nobody used; gives how many."""
    over = Feedback.objects.filter(state="delivered", rate_until_at__lt=now)
    return sum(_silence(pk, now) for pk in over.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _silence(pk: int, now: datetime) -> int:
    feedback = _locked(pk)
    if feedback.state != "delivered":
        return 0
    feedback.ended_at = now
    step_finding(FEEDBACK, feedback, "fall_silent", case=feedback.case, actor=None, now=now)
    return 1


def _locked(pk: int) -> Feedback:
    case = lock_case(Feedback.objects.values_list("case_id", flat=True).get(pk=pk))
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=pk)
    feedback.case = case
    return feedback


def record_closed(case: CaseFile, until: datetime, now: datetime) -> None:
    """Tell the reporters that the case is closed, and until when they may ask for a review."""
    params = {"until": until.isoformat()}
    mailboxes.write_to(mailboxes_of(case), now, code="matter_closed", params=params)
