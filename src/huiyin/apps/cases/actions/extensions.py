"""More time for an order (延期): asked before the due, endorsed, decided by another person.

The handler asks with reason and plan, the head of the unit endorses, the leading group is told,
the office grants or refuses. The new due counts from the old one, not from the decision; what ran
late in between stays late on record.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.moving import move_clocks, promise_to_reporters
from huiyin.apps.cases.actions.steps import PAST, lock_order
from huiyin.apps.cases.clocks import UNDER_WAY
from huiyin.apps.cases.counting import state_of
from huiyin.apps.cases.models import Clock, Extension, Order
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.rules.clock_events import ExtensionAsked, ExtensionGranted
from huiyin.rules.clock_replay import follow
from huiyin.rules.durations import RuleError, read_extension
from huiyin.rules.machines import EXTENSION
from huiyin.rules.refusals import Refusal

WAITING = ("asked", "endorsed", "group_told")


@transaction.atomic
def ask_extension(
    order_id: int, *, key: str, length: str, reason: str, plan: str, actor: Person, now: datetime
) -> Extension:
    """Ask for `length` ("+3WD", "+24h") more; the same `key` again gives the first request.

    Raises StepRefused: after the due instant, a second time, or without reason and plan.
    """
    order = lock_order(order_id)
    known = Extension.objects.filter(order=order, key=key).first()
    if known is not None:
        return known
    if order.handler_id != actor.pk:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    due, new_due = _dues(order, length, key, now)
    extension = Extension(
        order=order, key=key[:40], length=length, reason=reason.strip(), plan=plan.strip(),
        asked_by=actor, asked_at=now, due_before_at=due, due_asked_at=new_due,
    )  # fmt: skip
    before = Extension.objects.filter(order=order, state__in=("granted", *WAITING)).count()
    facts = {
        "plan": plan, "new_due_at": new_due, "due_at": due, "now": now, "extensions": before,
    }  # fmt: skip
    _step(extension, "ask", actor=actor, now=now, reason=reason, facts=facts)
    return extension


@transaction.atomic
def endorse_extension(pk: int, *, actor: Person, now: datetime) -> Extension:
    """The head of the handler's unit stands by the request; the leading group reads of it."""
    extension = _locked(pk)
    if extension.state == "group_told":
        return extension
    if actor.unit_id != extension.order.unit_id:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if extension.asked_by_id == actor.pk:
        raise StepRefused(Refusal.ASKER_DECIDES)
    extension.endorsed_by, extension.endorsed_at = actor, now
    _step(extension, "endorse", actor=actor, now=now)
    _step(extension, "tell_group", actor=None, now=now)
    return extension


@transaction.atomic
def grant_extension(pk: int, *, actor: Person, now: datetime, told: str = "") -> Extension:
    """Grant it: the order is due later by the length asked for, from the due that stood.

    Reporters read the new date and why: `told`, or the handler's reason where nothing else is said.
    """
    extension = _locked(pk)
    if extension.state == "granted":
        return extension
    if extension.asked_by_id == actor.pk:
        raise StepRefused(Refusal.ASKER_DECIDES)
    extension.decided_by, extension.decided_at = actor, now
    judges = {"issuer": extension.order.issued_by_id, "endorser": extension.endorsed_by_id}
    _step(extension, "grant", actor=actor, now=now, facts=judges)
    case = extension.order.case
    before = promise_to_reporters(case)
    move_clocks(case, "extension", actor=actor, now=now)
    after = promise_to_reporters(case)
    if before and after and before.due_at != after.due_at:
        mailboxes.write_to(
            mailboxes_of(case), now, code="extended", text=told.strip() or extension.reason,
            params={"from": _iso(before), "to": _iso(after)},
        )  # fmt: skip
    return extension


@transaction.atomic
def refuse_extension(pk: int, *, reason: str, actor: Person, now: datetime) -> Extension:
    """Refuse it with a reason; the due stays where it is."""
    extension = _locked(pk)
    extension.decided_by, extension.decided_at = actor, now
    extension.decision_reason = reason.strip()
    judges = {
        "issuer": extension.order.issued_by_id, "endorser": extension.endorsed_by_id,
        "actor": actor.pk,
    }  # fmt: skip
    _step(extension, "refuse", actor=actor, now=now, reason=reason, facts=judges)
    return extension


def extension_waiting(order: Order) -> Extension | None:
    """The request that nobody has decided on yet."""
    return Extension.objects.filter(order=order, state__in=WAITING).order_by("-id").first()


def _dues(order: Order, length: str, key: str, now: datetime) -> tuple[datetime, datetime]:
    """The due of the order's own limit now, and what `length` more would make of it."""
    rows = Clock.objects.filter(order=order, purpose="order", state__in=UNDER_WAY)
    clock = rows.select_related("case__office__calendar").first()
    if clock is None:
        raise StepRefused(Refusal.CLOCK_STOPPED)
    try:
        by = read_extension(length, at_midnight=clock.rule.endswith("@24"))
    except RuleError:
        raise StepRefused(Refusal.LENGTH_UNREADABLE) from None
    state = state_of(clock, resumed_at=now if clock.state == Clock.State.PAUSED else None)
    if state.due is None:
        raise StepRefused(Refusal.CLOCK_STOPPED)
    due = state.due.at
    asked = follow(ExtensionAsked(now, key), state)
    granted = follow(ExtensionGranted(now, key, by=by), asked)
    return due, granted.due.at if granted.due else due


def _iso(clock: Clock) -> str:
    return clock.due_at.isoformat() if clock.due_at else ""


def _locked(pk: int) -> Extension:
    order_id = Extension.objects.values_list("order_id", flat=True).get(pk=pk)
    order = lock_order(order_id)
    extension = Extension.objects.select_for_update(of=("self",)).get(pk=pk)
    extension.order = order
    return extension


def _step(
    extension: Extension,
    event: str,
    *,
    actor: Person | None,
    now: datetime,
    reason: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    order = extension.order
    office = order.case.office
    if actor is not None and (actor.office_id != office.pk or not actor.is_active):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    told = {**(facts or {}), "reason": reason}
    moved, role = decide(EXTENSION, extension.state, event, told, actor)
    extension.state = moved.target
    extension.save()
    record(
        f"extension.{PAST[event]}", subject=f"extension:{extension.pk}", at=now, office=office,
        actor=actor, role=role, case_id=order.case_id, moved=moved, reason=reason.strip(),
        body={"number": order.number, "length": extension.length, "plan": extension.plan,
              "from": extension.due_before_at.isoformat(),
              "to": extension.due_asked_at.isoformat()},
    )  # fmt: skip


def may_decide(extension: Extension, person: Person) -> bool:
    """Whether the console offers this person to decide: of the office, and not who asked."""
    return holds(person, "office") and extension.asked_by_id != person.pk
