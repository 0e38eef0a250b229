"""What a person decides about an item: put aside, taken back, of another kind.

Attaching an item to a story, and undoing that, stand in `apps.stories.actions`.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import Correction, Item
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.rules.machines import ITEM
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Facts

PAST = {"attach": "attached", "dismiss": "dismissed", "undo": "restored"}


def lock_item(item_id: int, office_id: int) -> Item:
    """The item under a row lock; raises Item.DoesNotExist for one of another office."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("office__calendar")
    return rows.defer("folded").get(pk=item_id, office_id=office_id)


def step_item(
    item: Item,
    event: str,
    *,
    now: datetime,
    actor: Person | None,
    facts: Facts | None = None,
    reason: str = "",
    story_id: int | None = None,
    body: dict[str, Any] | None = None,
) -> None:
    """Move a locked item and write the event; raises StepRefused."""
    moved, role = decide(ITEM, item.state, event, {**(facts or {}), "reason": reason}, actor)
    item.state = moved.target
    item.dismissed_reason = reason if event == "dismiss" else ""
    item.save(update_fields=["state", "dismissed_reason"])
    record(
        f"item.{PAST[event]}", subject=f"item:{item.pk}", at=now, office=item.office, actor=actor,
        role=role, story_id=story_id, moved=moved, reason=reason, body=body,
    )  # fmt: skip


@transaction.atomic
def dismiss_item(item_id: int, reason: str, *, actor: Person, now: datetime) -> Item:
    """Put an item aside with a reason; it stays readable and can be taken back."""
    item = lock_item(item_id, actor.office_id)
    step_item(item, "dismiss", now=now, actor=actor, reason=reason.strip()[:300])
    return item


@transaction.atomic
def set_kind(item_id: int, kind: str, *, actor: Person, now: datetime) -> Item:
    """Overrule what kind of matter an item is; the desk does not change it again."""
    item = lock_item(item_id, actor.office_id)
    if not holds(actor, "duty", "office", "handler"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if kind not in Item.Kind.values:
        raise ValueError(f"no such kind: {kind}")
    before, item.kind = item.kind, kind
    item.kind_by, item.kind_score, item.kind_because = actor, 1.0, []
    item.save(update_fields=["kind", "kind_by", "kind_score", "kind_because"])
    Correction.objects.create(
        office=item.office, item=item, task="kind", before=before, label=kind, by=actor, at=now
    )
    record(
        "item.kind_set", subject=f"item:{item.pk}", at=now, office=item.office, actor=actor,
        body={"from": before, "to": kind},
    )  # fmt: skip
    return item
