"""Orders returned as wrong unit (退单): within 24 hours, twice at most, the public due unchanged.

After the second return the head of the office rules, and the ruling is recorded.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.orders import own_order
from huiyin.apps.cases.actions.steps import lock_order, step_order
from huiyin.apps.cases.models import Order
from huiyin.apps.org.limits import limit_of
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.queries import calendar_of
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import read_rule
from huiyin.rules.guards import MOST_BOUNCES
from huiyin.rules.refusals import Refusal


@transaction.atomic
def bounce_order(order_id: int, *, basis: str, actor: Person, now: datetime) -> Order:
    """The unit returns the order and names the legal basis. Its time limit runs on."""
    order = own_order(lock_order(order_id), actor)
    if actor.unit_id != order.unit_id:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    office = order.case.office
    window = limit_of(office, order.case.kind, "bounce", order.case.opened_at)
    limit = due_at(read_rule(window), order.issued_at, calendar_of(office))
    facts = {
        "basis": basis, "bounces": order.bounces, "now": now,
        "bounce_due_at": limit.at if order.bounces == 0 else None,
    }  # fmt: skip
    order.bounce_basis = basis.strip()
    step_order(order, "bounce", now=now, actor=actor, facts=facts, body={"basis": basis.strip(),
               "unit": order.unit.name})  # fmt: skip
    order.bounces += 1
    order.save(update_fields=["bounces"])
    clocks.stop(order, "sign", now)
    return order


@transaction.atomic
def reissue_order(
    order_id: int, *, unit: Unit, actor: Person, now: datetime, head_ruling: str = ""
) -> Order:
    """To another unit: it signs anew, and has what is left of the first limit."""
    order = lock_order(order_id)
    if unit.office_id != order.office_id or unit.pk == order.unit_id:
        raise StepRefused(Refusal.UNIT_MISSING)
    order.unit, order.signed_by, order.signed_at = unit, None, None
    order.handler, order.assigned_at = None, None
    _back(order, "reissue", actor, now, facts={"unit": unit.pk}, head_ruling=head_ruling)
    case = order.case
    case.lead_unit = unit
    case.save(update_fields=["lead_unit"])
    return order


@transaction.atomic
def uphold_order(
    order_id: int, *, reason: str, actor: Person, now: datetime, head_ruling: str = ""
) -> Order:
    """The unit is the right one after all; it signs for the order."""
    order = lock_order(order_id)
    order.signed_by, order.signed_at = None, None
    _back(order, "uphold", actor, now, facts={}, head_ruling=head_ruling, reason=reason)
    return order


def ruling_needed(order: Order) -> bool:
    """Whether the head of the office must rule before the order goes out again."""
    return order.bounces >= MOST_BOUNCES


def _back(
    order: Order,
    event: str,
    actor: Person,
    now: datetime,
    *,
    facts: dict[str, object],
    head_ruling: str,
    reason: str = "",
) -> None:
    if actor.office_id != order.office_id:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    order.head_ruling = head_ruling.strip()
    step_order(
        order, event, now=now, actor=actor, reason=reason,
        facts={**facts, "bounces": order.bounces, "head_ruling": head_ruling},
        body={"unit": order.unit.name, "head_ruling": order.head_ruling},
    )  # fmt: skip
    case = order.case
    limit = limit_of(case.office, case.kind, "sign", case.opened_at)
    clocks.start(case, order=order, purpose="sign", rule=limit, now=now)
