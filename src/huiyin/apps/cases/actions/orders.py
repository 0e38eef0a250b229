"""Supervision orders (督办单): issued with a time limit, signed for, assigned, submitted, reviewed.

The limit runs from the issue, not from signing. A result handed in stops the clock; sent back,
the clock runs on as if it had never stopped.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.joint import CoUnit, ask_parts
from huiyin.apps.cases.actions.moving import promise_anew
from huiyin.apps.cases.actions.papers import OrderPaper
from huiyin.apps.cases.actions.steps import lock_case, lock_order, step_case, step_order
from huiyin.apps.cases.models import CaseFile, Order, Verification
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.org.limits import limit_of
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.numbers import next_number
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.presets import Begins
from huiyin.rules.refusals import Refusal

MORE_ORDERS = (
    "ordered",
    "verifying",
    "decided",
    "responding",
)  # further orders leave the case where it is


@transaction.atomic
def issue_order(
    case_id: int,
    *,
    unit: Unit,
    requirement: str,
    actor: Person,
    now: datetime,
    rule: str = "",
    co_units: Sequence[CoUnit] = (),
    paper: OrderPaper | None = None,
) -> Order:
    """Issue an order to a unit; `rule` ("H36", "WD4") is the limit for the kind if empty, as it
    was in force when the case was opened.

    Starts the order's clock, the clock to sign for it, and one for the opinion of each co-handler.
    Raises StepRefused.
    """
    case = lock_case(case_id, actor.office_id)
    if unit.office_id != case.office_id:
        raise StepRefused(Refusal.UNIT_MISSING)
    limit = rule or limit_of(case.office, case.kind, "handling", case.opened_at)
    order = Order(
        case=case,
        office=case.office,
        number=next_number(case.office, "order", now),
        unit=unit,
        rule=limit,
        state="draft",
        requirement=requirement.strip(),
        issued_by=actor,
        issued_at=now,
    )
    (paper or OrderPaper()).write_on(order)
    order.save()
    step_order(
        order, "issue", now=now, actor=actor, facts={"unit": unit.pk},
        body={"unit": unit.name, "rule": limit, "requirement": order.requirement},
    )  # fmt: skip
    case.lead_unit = case.lead_unit or unit
    if case.state not in MORE_ORDERS:
        step_case(case, "order", now=now, actor=actor, body={"order": order.number})
    clocks.start(case, order=order, purpose="order", rule=limit, now=now)
    sign_limit = limit_of(case.office, case.kind, "sign", case.opened_at)
    clocks.start(case, order=order, purpose="sign", rule=sign_limit, now=now)
    ask_parts(order, co_units, actor=actor, now=now)
    mailboxes.set_status(mailboxes_of(case), "handling", now)
    promise_anew(case, now)
    return order


@transaction.atomic
def sign_order(order_id: int, *, actor: Person, now: datetime) -> Order:
    """The unit signs for the order."""
    order = own_order(lock_order(order_id), actor)
    order.signed_by, order.signed_at = actor, now
    step_order(order, "sign", now=now, actor=actor)
    clocks.stop(order, "sign", now)
    return order


@transaction.atomic
def assign_order(order_id: int, *, handler: Person, actor: Person, now: datetime) -> Order:
    """Name the one person who handles it; the case carries the same name."""
    order = own_order(lock_order(order_id), actor)
    if handler.unit_id != order.unit_id or not handler.is_active or not holds(handler, "handler"):
        raise StepRefused(Refusal.HANDLER_MISSING)
    order.handler, order.assigned_at = handler, now
    step_order(
        order, "assign", now=now, actor=actor, facts={"handler": handler.pk},
        body={"handler": handler.name},
    )  # fmt: skip
    case = order.case
    case.handler = handler
    if case.state == "ordered":
        step_case(case, "verify", now=now, body={"order": order.number})
    else:
        case.save(update_fields=["handler"])
    return order


@transaction.atomic
def submit_order(
    order_id: int, *, verdict: str, finding: str, actor: Person, now: datetime
) -> Order:
    """The handler hands in what was found and done; the order's clock stops here."""
    order = lock_order(order_id)
    if order.handler_id != actor.pk:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if verdict not in CaseFile.Verdict.values and verdict:
        raise StepRefused(Refusal.VERDICT_MISSING)
    order.verdict, order.finding, order.submitted_at = verdict, finding.strip(), now
    step_order(
        order, "submit", now=now, actor=actor, facts={"result": finding},
        body={"verdict": verdict, "finding": order.finding},
    )  # fmt: skip
    clocks.stop(order, "order", now)
    return order


@transaction.atomic
def review_order(order_id: int, *, actor: Person, now: datetime, opinion: str = "") -> Order:
    """The result is good: a department head reviews it, the office completes it (or both).

    `opinion` is what the reviewer says of it (审核意见).
    """
    order = own_order(lock_order(order_id), actor)
    if opinion.strip():
        order.review_opinion = f"{order.review_opinion}\n{opinion.strip()} ({actor.name})".strip()
    if order.state == "submitted":
        order.reviewed_by, order.reviewed_at = actor, now
        step_order(
            order, "review", now=now, actor=actor,
            facts={"submitter": order.handler_id, "actor": actor.pk},
        )  # fmt: skip
    if order.state == "reviewed" and holds(actor, "office"):
        step_order(
            order, "complete", now=now, actor=actor,
            facts={"submitter": order.handler_id, "actor": actor.pk},
        )  # fmt: skip
        case = order.case
        verified = Verification.objects.filter(case=case).exists()
        case.finding = order.finding
        case.verdict = case.verdict if verified else order.verdict  # two persons' counts more
        case.save(update_fields=["verdict", "finding"])
        if case.state in ("ordered", "verifying"):
            step_case(
                case, "decide", now=now, facts={"decision": case.finding},
                body={"order": order.number},
            )  # fmt: skip
            clocks.begin(case, Begins.DECIDED, now)
    return order


@transaction.atomic
def send_back_order(order_id: int, *, reason: str, actor: Person, now: datetime) -> Order:
    """Not good enough: back to the handler; the clock runs on from the issue."""
    order = own_order(lock_order(order_id), actor)
    step_order(order, "send_back", now=now, actor=actor, reason=reason)
    clocks.resume(order, "order", now)
    return order


@transaction.atomic
def withdraw_order(order_id: int, *, reason: str, actor: Person, now: datetime) -> Order:
    """The office takes the order back; its clocks end without being late."""
    order = lock_order(order_id)
    if actor.office_id != order.office_id:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    step_order(order, "withdraw", now=now, actor=actor, reason=reason)
    clocks.cancel(order.case, now, order)
    return order


def own_order(order: Order, actor: Person) -> Order:
    """Refuse people of other offices, and of other units unless they act for the whole office."""
    stranger = actor.office_id != order.office_id
    elsewhere = actor.unit_id != order.unit_id and not holds(actor, "office", "group", "approver")
    if stranger or elsewhere or not actor.is_active:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    return order
