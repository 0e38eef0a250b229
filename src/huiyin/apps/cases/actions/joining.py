"""Cases merged and parted again, split, linked; and matters that belong elsewhere.

A merge keeps the earliest due and answers every reporter of both; it can be undone while the case
that stayed has not been answered. What is split off keeps the due it had.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.moving import promise_anew
from huiyin.apps.cases.actions.steps import lock_case, may_act_in, step_case
from huiyin.apps.cases.models import CaseFile, CaseItem, CaseLink, Clock, Order
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.org.models import Person
from huiyin.apps.org.numbers import next_number
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

ENDED_ORDERS = ("done", "withdrawn")
ANSWERED = ("responded", "fed_back")


@transaction.atomic
def merge_case(case_id: int, *, into_id: int, actor: Person, now: datetime) -> CaseFile:
    """Let `into_id` answer for this case too; gives the case that stays. Raises StepRefused."""
    locked = {pk: lock_case(pk, actor.office_id) for pk in sorted({case_id, into_id})}
    case, into = locked[case_id], locked[into_id]
    if case is into:
        raise StepRefused(Refusal.MERGED_INTO_ITSELF)
    if into.closed_at is not None:
        raise StepRefused(Refusal.MERGE_TARGET_MISSING)
    if Order.objects.filter(case=case).exclude(state__in=ENDED_ORDERS).exists():
        raise StepRefused(Refusal.ORDERS_UNDER_WAY)
    due = case.due_at
    case.merged_into, case.state_before_merge, case.closed_at = into, case.state, now
    step_case(
        case, "merge", now=now, actor=actor, facts={"merge_into": into.pk, "case": case.pk},
        body={"into": into.number},
    )  # fmt: skip
    clocks.cancel(case, now)
    CaseFile.objects.filter(merged_into=case).update(merged_into=into)
    if due is not None:
        _take_over(into, due, now)
    record(
        "case.merged_in", subject=f"case:{into.pk}", at=now, office=into.office, actor=actor,
        case_id=into.pk, body={"number": case.number, "due_at": due.isoformat() if due else ""},
    )  # fmt: skip
    promise_anew(into, now)
    return into


@transaction.atomic
def undo_merge(case_id: int, *, reason: str, actor: Person, now: datetime) -> CaseFile:
    """Part the cases again: this one stands where it stood, its clocks run on."""
    case = lock_case(case_id, actor.office_id)
    into = lock_case(case.merged_into_id, actor.office_id) if case.merged_into_id else None
    if into is None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if into.closed_at is not None or into.state in ANSWERED:
        raise StepRefused(Refusal.MERGE_GONE_ON)
    merged_at = case.closed_at
    case.merged_into, case.closed_at = None, None
    step_case(case, "undo_merge", now=now, actor=actor, reason=reason, body={"from": into.number})
    if case.state_before_merge not in ("registered", "assessing"):
        step_case(case, "accept", now=now, actor=actor)
    taken = Clock.objects.filter(case=into, purpose="merged", started_at=merged_at or now)
    taken.filter(state__in=clocks.UNDER_WAY).update(
        state=Clock.State.CANCELLED, stopped_at=now, next_at=None
    )
    clocks.revive(case, merged_at or now, now)
    clocks.rebind(into)
    promise_anew(into, now)
    promise_anew(case, now)
    return case


@transaction.atomic
def split_case(
    case_id: int, *, title: str, item_ids: Sequence[int], actor: Person, now: datetime
) -> CaseFile:
    """A case of its own for some of the items, registered anew; it keeps the due there is."""
    case = lock_case(case_id, actor.office_id)
    _office_only(case, actor)
    chosen = CaseItem.objects.filter(case=case, item_id__in=item_ids)
    if case.closed_at is not None or not chosen.exists():
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not title.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    part = CaseFile.objects.create(
        office=case.office, number=next_number(case.office, "case", now), title=title.strip()[:200],
        kind=case.kind, story=None, split_from=case, opened_by=actor, opened_at=now,
    )  # fmt: skip
    moved = chosen.update(case=part)
    if case.due_at is not None:
        _take_over(part, case.due_at, now)
    for one, other in ((case, part), (part, case)):
        record(
            "case.split", subject=f"case:{one.pk}", at=now, office=one.office, actor=actor,
            case_id=one.pk, body={"number": other.number, "count": moved},
        )  # fmt: skip
    return part


@transaction.atomic
def link_cases(case_id: int, other_id: int, *, why: str, actor: Person, now: datetime) -> CaseLink:
    """Say that two cases have to do with each other; saying it again changes nothing."""
    case = lock_case(case_id, actor.office_id)
    _office_only(case, actor)
    if case_id == other_id:
        raise StepRefused(Refusal.MERGED_INTO_ITSELF)
    if not why.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    other = CaseFile.objects.get(pk=other_id, office_id=actor.office_id)
    one, two = sorted((case.pk, other.pk))
    link, new = CaseLink.objects.get_or_create(
        one_id=one, other_id=two, defaults={"why": why.strip()[:200], "at": now}
    )
    if new:
        record(
            "case.linked", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
            case_id=case.pk, reason=why.strip(), body={"number": other.number},
        )  # fmt: skip
    return link


@transaction.atomic
def transfer_case(
    case_id: int, *, destination: str, reason: str, letter: str, actor: Person, now: datetime
) -> CaseFile:
    """To the body that is competent, with a letter; reporters read where it went and why."""
    case = lock_case(case_id, actor.office_id)
    case.closed_at = now
    step_case(
        case, "transfer", now=now, actor=actor, reason=reason,
        facts={"destination": destination, "letter": letter},
        body={"destination": destination.strip(), "letter": letter.strip()},
    )  # fmt: skip
    clocks.cancel(case, now)
    boxes = mailboxes_of(case)
    mailboxes.set_status(boxes, "refused", now)
    mailboxes.write_to(boxes, now, text=f"{reason.strip()}\n\n{destination.strip()}")
    return case


def _take_over(case: CaseFile, due: datetime, now: datetime) -> None:
    """A due instant that comes with another case binds this one too."""
    clocks.start_fixed(case, purpose="merged", due_at=due, now=now)


def _office_only(case: CaseFile, actor: Person) -> None:
    may_act_in(case, actor)
    if not holds(actor, "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
