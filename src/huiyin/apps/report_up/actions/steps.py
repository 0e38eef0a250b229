"""One step of a chain or a leg: who may, lock, ask the table, event."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.apps.report_up.models import Chain, Leg
from huiyin.rules.machines_of_reports import REPORT_LEG, REPORT_UP
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Facts

PAST = {
    "complete": "completed", "supplement": "supplemented", "raise_grade": "grade_raised",
    "follow_up": "followed_up", "finish": "finishing", "end": "ended", "call": "called",
    "call_again": "called", "send": "sent", "acknowledge": "acknowledged",
    "pass_over": "passed_over",
}  # fmt: skip


def seen_by(actor: Person) -> Q:
    """The chains of the actor's office, and those that reach it or that it passes on."""
    office = actor.office_id
    return Q(office=office) | Q(legs__to__office=office) | Q(legs__sender__office=office)


def lock_chain(chain_id: int, actor: Person | None) -> Chain:
    """The chain under a row lock; raises Chain.DoesNotExist where the actor has no part in it."""
    rows = Chain.objects.filter(pk=chain_id)
    if actor is not None:
        if not actor.is_active:
            raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
        rows = rows.filter(pk__in=Chain.objects.filter(seen_by(actor), pk=chain_id).values("pk"))
    locked = rows.select_for_update(of=("self",)).select_related("office__calendar", "start")
    return locked.get()


def lock_leg(leg_id: int, actor: Person | None) -> Leg:
    """The leg under a row lock, its chain locked first; raises Leg.DoesNotExist."""
    chain_id = Leg.objects.values_list("chain_id", flat=True).get(pk=leg_id)
    try:
        chain = lock_chain(chain_id, actor)
    except Chain.DoesNotExist:
        raise Leg.DoesNotExist from None
    rows = Leg.objects.select_for_update(of=("self",))
    leg = rows.select_related("report", "to", "sender").get(pk=leg_id)
    leg.chain = leg.report.chain = chain
    return leg


def sends(leg: Leg, actor: Person) -> None:
    """Refuse unless the actor's office opened the chain or is the one that sends this leg."""
    own = leg.sender.office_id if leg.sender else None
    if actor.office_id not in {leg.chain.office_id, own}:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def step_chain(
    chain: Chain, event: str, *, now: datetime, actor: Person | None, facts: Facts | None = None,
    reason: str = "", body: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Move a locked chain and save it with what the caller set."""
    moved, role = decide(REPORT_UP, chain.state, event, {**(facts or {}), "reason": reason}, actor)
    chain.state = moved.target
    chain.save()
    record(
        f"report_up.{PAST[event]}", subject=f"chain:{chain.pk}", at=now, office=chain.office,
        actor=actor, role=role, case_id=chain.case_id, story_id=chain.story_id, moved=moved,
        reason=reason, body={"title": chain.title, **(body or {})},
    )  # fmt: skip


def step_leg(
    leg: Leg, event: str, *, now: datetime, actor: Person | None, facts: Facts | None = None,
    reason: str = "", body: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Move a locked leg and save it with what the caller set."""
    given = {**(facts or {}), "reason": reason, "now": now}
    moved, role = decide(REPORT_LEG, leg.state, event, given, actor)
    leg.state = moved.target
    leg.save()
    chain = leg.chain
    record(
        f"report_up.{PAST[event]}", subject=f"chain:{chain.pk}", at=now, office=chain.office,
        actor=actor, role=role, case_id=chain.case_id, story_id=chain.story_id, moved=moved,
        reason=reason, body={**told_of(leg), **(body or {})},
    )  # fmt: skip


def told_of(leg: Leg) -> dict[str, Any]:
    """What every event of a leg carries."""
    return {
        "title": leg.chain.title, "leg": leg.pk, "report": leg.report.number, "hop": leg.hop,
        "kind": leg.report.kind, "from": leg.sender_name, "to": leg.to.name, "part": leg.part,
        "due_at": leg.due_at.isoformat() if leg.due_at else "",
        "late_minutes": minutes(leg), "to_office": leg.to.office_id,
        "sender_office": leg.sender.office_id if leg.sender else None,
    }  # fmt: skip


def minutes(leg: Leg) -> int:
    """How late the leg was, in whole minutes; 0 if it was in time."""
    return int(leg.late_by.total_seconds() // 60) if leg.late_by else 0
