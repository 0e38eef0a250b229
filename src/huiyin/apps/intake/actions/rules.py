"""Keyword rules of an office. They hold for what arrives from now on, never backwards."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import KeywordRule
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal
from huiyin.rules.text.expressions import parse


@transaction.atomic
def save_rule(
    office: Office,
    name: str,
    expression: str,
    *,
    now: datetime,
    urgent: bool = False,
    enabled: bool = True,
    actor: Person | None = None,
) -> KeywordRule:
    """Make the rule of that name, or change it.

    Raises `rules.text.expressions.RuleError` with the place of the first mistake, StepRefused for
    a missing name or right.
    """
    if actor is not None and not (
        actor.office_id == office.pk and holds(actor, "duty", "office", "admin")
    ):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not name.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    parse(expression)
    rule, _new = KeywordRule.objects.update_or_create(
        office=office,
        name=name.strip()[:80],
        defaults={"expression": expression.strip(), "urgent": urgent, "enabled": enabled},
    )
    record(
        "rule.saved", subject=f"rule:{rule.pk}", at=now, office=office, actor=actor,
        body={"name": rule.name, "expression": rule.expression, "urgent": urgent,
              "enabled": enabled},
    )  # fmt: skip
    return rule
