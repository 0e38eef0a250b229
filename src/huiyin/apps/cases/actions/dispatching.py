"""What a wrong address teaches: who is competent for what, for the next order.

Returns count for whoever addressed the order (`dispatch_quality`), never for whoever complained.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.models import DispatchRule, Order
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal


@transaction.atomic
def add_dispatch_rule(
    *,
    words: str,
    unit: Unit,
    basis: str,
    actor: Person,
    now: datetime,
    order: Order | None = None,
) -> DispatchRule:
    """Matters that hold one of `words` (parted by blanks) are proposed to `unit` from now on."""
    _office(actor)
    if unit.office_id != actor.office_id:
        raise StepRefused(Refusal.UNIT_MISSING)
    if not basis.strip():
        raise StepRefused(Refusal.BASIS_MISSING)
    said = " ".join(words.split())[:200]
    if not said:
        raise StepRefused(Refusal.TEXT_MISSING)
    rule = DispatchRule.objects.create(
        office=actor.office, words=said, unit=unit, basis=basis.strip()[:300], order=order,
        by=actor, since_at=now,
    )  # fmt: skip
    _record(rule, "dispatch.rule_added", actor, now)
    return rule


@transaction.atomic
def end_dispatch_rule(rule_id: int, *, actor: Person, now: datetime) -> None:
    """The rule is used no longer; it stays on record."""
    _office(actor)
    rule = DispatchRule.objects.select_for_update(of=("self",)).select_related("unit").get(
        pk=rule_id, office=actor.office
    )  # fmt: skip
    if rule.ended_at is not None:
        return
    rule.ended_at = now
    rule.save(update_fields=["ended_at"])
    _record(rule, "dispatch.rule_ended", actor, now)


def _office(actor: Person) -> None:
    if not holds(actor, "office") or not actor.is_active:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def _record(rule: DispatchRule, kind: str, actor: Person, now: datetime) -> None:
    record(
        kind, subject=f"dispatch_rule:{rule.pk}", at=now, office=actor.office, actor=actor,
        role="office", case_id=rule.order.case_id if rule.order else None,
        body={"words": rule.words, "unit": rule.unit.name, "basis": rule.basis,
              "number": rule.order.number if rule.order else ""},
    )  # fmt: skip
