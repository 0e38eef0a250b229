"""Joint orders (主办 / 协办): one unit leads, others give their opinion within an inner limit.

Each co-handler is late for itself alone. The lead unit makes one answer of all; every co-handler
clears that text or objects to it, and an objection is settled by the office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.steps import lock_order
from huiyin.apps.cases.models import Order, OrderPart
from huiyin.apps.org.limits import limit_of
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.rules.machines_of_parts import PART
from huiyin.rules.refusals import Refusal

HANDED_IN = ("submitted", "reviewed", "done")
PAST = {"give": "given", "clear": "cleared", "object": "objected", "settle": "settled"}


@dataclass(frozen=True, slots=True)
class CoUnit:
    """A co-handler to be asked: `task` is its part of the work, empty for the whole."""

    unit: Unit
    task: str = ""


def ask_parts(
    order: Order, co_units: Sequence[CoUnit], *, actor: Person, now: datetime
) -> list[OrderPart]:
    """Ask the co-handlers of a new order, each under a clock of its own. Raises StepRefused."""
    named = [order.unit_id, *(one.unit.pk for one in co_units)]
    if any(one.unit.office_id != order.office_id for one in co_units):
        raise StepRefused(Refusal.UNIT_MISSING)
    if len(named) != len(set(named)):
        raise StepRefused(Refusal.UNIT_TWICE)
    limit = limit_of(order.case.office, order.case.kind, "opinion", order.case.opened_at)
    parts = []
    for one in co_units:
        part = OrderPart.objects.create(
            order=order, unit=one.unit, task=one.task.strip() or order.requirement, rule=limit,
            asked_at=now,
        )  # fmt: skip
        _record(part, "part.asked", actor, now, body={"task": part.task, "rule": limit})
        clocks.start(order.case, order=order, part=part, purpose="opinion", rule=limit, now=now)
        parts.append(part)
    return parts


@transaction.atomic
def give_opinion(part_id: int, *, text: str, actor: Person, now: datetime) -> OrderPart:
    """The co-handler hands in its opinion; its own clock stops here, on time or late."""
    part = _of_own_unit(part_id, actor)
    part.opinion, part.given_by, part.given_at = text.strip(), actor, now
    _step(part, "give", actor, now, facts={"text": text}, body={"text": text.strip()})
    clocks.stop_part(part, now)
    return part


@transaction.atomic
def clear_text(part_id: int, *, sha256: bytes, actor: Person, now: datetime) -> OrderPart:
    """The co-handler stands by the one public answer, in exactly this text."""
    part = _of_own_unit(part_id, actor)
    part.cleared_sha256, part.cleared_by, part.cleared_at = sha256, actor, now
    part.objection = ""
    _step(part, "clear", actor, now, facts={"text_hash": sha256}, body={"sha256": sha256.hex()})
    return part


@transaction.atomic
def object_to_text(
    part_id: int, *, sha256: bytes, reason: str, actor: Person, now: datetime
) -> OrderPart:
    """The co-handler does not agree; its reason goes to the office, not to the public."""
    part = _of_own_unit(part_id, actor)
    part.cleared_sha256, part.cleared_by, part.cleared_at = sha256, actor, now
    part.objection = reason.strip()
    _step(part, "object", actor, now, reason=reason, body={"sha256": sha256.hex()})
    return part


@transaction.atomic
def settle_part(part_id: int, *, reason: str, actor: Person, now: datetime) -> OrderPart:
    """The office goes on without the opinion, or over the objection, and says why."""
    part = _locked(part_id)
    if actor.office_id != part.order.office_id:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    part.settled_by, part.settled_at, part.ruling = actor, now, reason.strip()
    _step(part, "settle", actor, now, reason=reason)
    clocks.cancel_part(part, now)
    return part


def uncleared(case_id: int, sha256: bytes) -> Refusal | None:
    """Why the answer of a case may not be approved in this text yet; None where nothing stands
    against it: all co-handlers cleared it, or the office settled.

    Asked once the lead unit has handed in the result; first information before that waits for
    nobody.
    """
    parts = OrderPart.objects.filter(order__case_id=case_id, order__state__in=HANDED_IN)
    for part in parts.exclude(state="settled"):
        if part.state == "objected":
            return Refusal.OBJECTION_OPEN
        if part.state != "cleared" or bytes(part.cleared_sha256 or b"") != sha256:
            return Refusal.PART_UNCLEARED
    return None


def _locked(part_id: int) -> OrderPart:
    order_id = OrderPart.objects.values_list("order_id", flat=True).get(pk=part_id)
    order = lock_order(order_id)
    rows = OrderPart.objects.select_for_update(of=("self",)).select_related("unit")
    part = rows.get(pk=part_id)
    part.order = order
    return part


def _of_own_unit(part_id: int, actor: Person) -> OrderPart:
    part = _locked(part_id)
    if actor.unit_id != part.unit_id or not actor.is_active:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if part.order.state == "withdrawn" or part.order.case.closed_at is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    return part


def _step(
    part: OrderPart,
    event: str,
    actor: Person,
    now: datetime,
    *,
    facts: dict[str, object] | None = None,
    reason: str = "",
    body: dict[str, Any] | None = None,
) -> None:
    moved, role = decide(PART, part.state, event, {**(facts or {}), "reason": reason}, actor)
    part.state = moved.target
    part.save()
    _record(part, f"part.{PAST[event]}", actor, now, body=body, reason=reason.strip(), role=role,
            moved=moved)  # fmt: skip


def _record(
    part: OrderPart,
    kind: str,
    actor: Person,
    now: datetime,
    *,
    body: dict[str, Any] | None = None,
    **told: Any,
) -> None:
    record(
        kind, subject=f"part:{part.pk}", at=now, office=part.order.case.office, actor=actor,
        case_id=part.order.case_id,
        body={"number": part.order.number, "unit": part.unit.name, **(body or {})}, **told,
    )  # fmt: skip
