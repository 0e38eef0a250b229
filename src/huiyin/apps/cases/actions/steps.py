"""One step of a case or order: lock, ask the table, guarded update, event."""

from datetime import datetime
from typing import Any

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.models import CaseFile, Decision, Feedback, Order, Review, Verification
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.rules.machines import CASE, ORDER
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Facts, Machine, Moved

Finding = Verification | Decision | Feedback | Review

PAST = {
    "accept": "accepted", "refuse": "refused", "transfer": "transferred", "merge": "merged",
    "order": "ordered", "verify": "verifying", "respond": "responded", "feed_back": "fed_back",
    "close": "closed", "reopen": "reopened", "issue": "issued", "sign": "signed",
    "assign": "assigned", "bounce": "bounced", "reissue": "reissued", "uphold": "upheld",
    "submit": "submitted", "review": "reviewed", "complete": "completed",
    "send_back": "sent_back", "withdraw": "withdrawn", "approve": "approved",
    "revise": "revised", "publish": "published", "correct": "corrected",
    "undo_merge": "merge_undone", "assess": "assessing", "decide": "decided",
    "prepare": "responding", "appraise": "appraised", "archive": "archived",
    "supersede": "superseded", "ask": "asked", "endorse": "endorsed",
    "tell_group": "group_told", "grant": "granted", "collect": "collecting",
    "report": "first_hand", "conclude": "concluded", "take_up": "taken_up",
    "notify": "notified", "deliver": "delivered", "rate": "rated", "fall_silent": "silent",
    "answer": "answered",
}  # fmt: skip


def lock_case(case_id: int, office_id: int | None = None) -> CaseFile:
    """The case under a row lock, of that office if given; raises CaseFile.DoesNotExist."""
    rows = CaseFile.objects.select_for_update(of=("self",)).select_related("office__calendar")
    return rows.get(pk=case_id, **({"office_id": office_id} if office_id else {}))


def lock_order(order_id: int) -> Order:
    """The order under a row lock, its case locked first so that locks have one order."""
    case_id = Order.objects.values_list("case_id", flat=True).get(pk=order_id)
    case = lock_case(case_id)
    order = Order.objects.select_for_update(of=("self",)).select_related("unit").get(pk=order_id)
    order.case = case
    return order


def step_case(
    case: CaseFile,
    event: str,
    *,
    now: datetime,
    actor: Person | None = None,
    facts: Facts | None = None,
    reason: str = "",
    body: dict[str, Any] | None = None,
) -> Moved:
    """Move a locked case; the caller has set other fields and this saves them all."""
    moved, role = decide(CASE, case.state, event, {**(facts or {}), "reason": reason}, actor)
    case.state = moved.target
    _save(case)
    record(
        f"case.{PAST[event]}",
        subject=f"case:{case.pk}",
        at=now,
        office=case.office,
        actor=actor,
        role=role,
        case_id=case.pk,
        moved=moved,
        reason=reason,
        body=body,
    )
    return moved


def step_order(
    order: Order,
    event: str,
    *,
    now: datetime,
    actor: Person | None,
    facts: Facts | None = None,
    reason: str = "",
    body: dict[str, Any] | None = None,
) -> Moved:
    """Move a locked order; the caller has set other fields and this saves them all."""
    moved, role = decide(ORDER, order.state, event, {**(facts or {}), "reason": reason}, actor)
    order.state = moved.target
    _save(order)
    record(
        f"order.{PAST[event]}",
        subject=f"order:{order.pk}",
        at=now,
        office=order.case.office,
        actor=actor,
        role=role,
        case_id=order.case_id,
        moved=moved,
        reason=reason,
        body={"number": order.number, **(body or {})},
    )
    return moved


def step_finding(
    machine: Machine,
    row: Finding,
    event: str,
    *,
    case: CaseFile,
    now: datetime,
    actor: Person | None,
    facts: Facts | None = None,
    reason: str = "",
    body: dict[str, Any] | None = None,
) -> Moved:
    """Move what a locked case rests on; the caller has set other fields and this saves them all."""
    moved, role = decide(machine, row.state, event, {**(facts or {}), "reason": reason}, actor)
    row.state = moved.target
    row.save()
    record(
        f"{machine.name}.{PAST[event]}",
        subject=f"{machine.name}:{row.pk}",
        at=now,
        office=case.office,
        actor=actor,
        role=role,
        case_id=case.pk,
        moved=moved,
        reason=reason,
        body=body,
    )
    return moved


def step_numbered(
    machine: Machine,
    row: Verification | Decision,
    event: str,
    *,
    actor: Person,
    now: datetime,
    facts: Facts | None = None,
    reason: str = "",
    body: dict[str, Any] | None = None,
) -> Moved:
    """The same for what bears a number of its own, which the event tells."""
    told = {"number": row.number, **(body or {})}
    return step_finding(
        machine, row, event, case=row.case, actor=actor, now=now, facts=facts, reason=reason,
        body=told,
    )  # fmt: skip


def may_act_in(case: CaseFile, actor: Person) -> None:
    """Raise StepRefused unless the actor works in the case's office."""
    if actor.office_id != case.office_id or not actor.is_active:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def _save(row: CaseFile | Order) -> None:
    row.save(force_update=row.pk is not None and not row._state.adding)
