"""Further clocks on a case, and a case taken up again with a second, numbered clock.

A clock never replaces another: the earliest binds, and each is kept or late by itself.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.moving import promise_anew
from huiyin.apps.cases.actions.steps import lock_case, may_act_in, step_case
from huiyin.apps.cases.models import CaseFile, Clock
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.org.limits import limit_of
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import calendar_of, holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import RuleError, read_rule
from huiyin.rules.promises import PROMISES
from huiyin.rules.refusals import Refusal

LONGEST_AGO = timedelta(days=366)


@transaction.atomic
def start_promise(
    case_id: int,
    *,
    purpose: str,
    actor: Person,
    now: datetime,
    rule: str = "",
    since: datetime | None = None,
) -> Clock:
    """Start one more clock (first information, press conference, report, next update …).

    `rule` is the limit in force for the kind of matter if empty; `since` is when it happened, not
    after now.
    """
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office", "duty"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    promise = PROMISES.get(purpose)
    if promise is None or not promise.may_be_started:
        raise StepRefused(Refusal.EVENT_UNKNOWN)
    if case.closed_at is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    limit = _readable(rule or limit_of(case.office, case.kind, purpose, case.opened_at))
    begun = min(since or now, now)
    if begun < now - LONGEST_AGO:
        raise StepRefused(Refusal.RULE_UNREADABLE)
    clock = clocks.start(case, purpose=purpose, rule=limit, now=now, since=begun)
    record(
        "clock.started", subject=f"clock:{clock.pk}", at=now, office=case.office, actor=actor,
        case_id=case.pk,
        body={"purpose": purpose, "rule": limit, "since": begun.isoformat(),
              "due_at": clock.due_at.isoformat() if clock.due_at else ""},
    )  # fmt: skip
    return clock


@transaction.atomic
def keep_promise(clock_id: int, *, note: str, actor: Person, now: datetime) -> CaseFile:
    """Say that what this clock promised was done; `note` says how, for the record."""
    found = Clock.objects.filter(pk=clock_id, case__office_id=actor.office_id).first()
    if found is None:
        raise StepRefused(Refusal.EVENT_UNKNOWN)
    case = lock_case(found.case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office", "duty", "handler"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not note.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    if not clocks.keep_one(clock_id, case, now):
        raise StepRefused(Refusal.CLOCK_STOPPED)
    record(
        "clock.kept", subject=f"clock:{clock_id}", at=now, office=case.office, actor=actor,
        case_id=case.pk, body={"purpose": found.purpose, "text": note.strip()},
    )  # fmt: skip
    return case


@transaction.atomic
def reopen_case(
    case_id: int, *, ground: str, actor: Person, now: datetime, new_fact: bool = False
) -> CaseFile:
    """Take a closed case up again: a new clock with the next number, the old ones stay as they
    ended. After the time to ask for a review only a new fact reopens. Raises StepRefused.
    """
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    return take_up(case, ground=ground, actor=actor, now=now, new_fact=new_fact)


def take_up(
    case: CaseFile, *, ground: str, actor: Person | None, now: datetime, new_fact: bool
) -> CaseFile:
    """Reopen a locked case; without an `actor` the desk follows a review."""
    until = review_until(case, case.closed_at) if case.closed_at else None
    case.closed_at = case.fed_back_at = case.answered_at = None
    step_case(
        case, "reopen", now=now, actor=actor,
        facts={"ground": ground, "new_fact": new_fact, "review_until_at": until, "now": now},
        reason=ground, body={"new_fact": new_fact},
    )  # fmt: skip
    number = Clock.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    limit = limit_of(case.office, case.kind, "handling", now)
    clocks.start(case, purpose="handling", rule=limit, now=now, number=number + 1)
    mailboxes.set_status(mailboxes_of(case), "reopened", now)
    promise_anew(case, now)
    return case


def review_until(case: CaseFile, closed_at: datetime) -> datetime:
    """Until when a review of a case closed then may be asked for."""
    window = read_rule(limit_of(case.office, case.kind, "review", case.opened_at))
    return due_at(window, closed_at, calendar_of(case.office)).at


def _readable(rule: str) -> str:
    try:
        return str(read_rule(rule))
    except RuleError:
        raise StepRefused(Refusal.RULE_UNREADABLE) from None
