"""Writing down what somebody said on the phone, in a letter or at the counter."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.arrivals import Arrival, origin_key
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.flows.grouping import store_batch
from huiyin.rules.refusals import Refusal


@transaction.atomic
def record_item(office: Office, arrival: Arrival, *, actor: Person, now: datetime) -> Item:
    """Enter one arrival by hand; the same words of the same time and place are one item.

    Raises StepRefused for a person without the right or an arrival without words.
    """
    if actor.office_id != office.pk or not holds(actor, "duty", "office", "custodian"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not (arrival.title.strip() or arrival.body.strip()):
        raise StepRefused(Refusal.TEXT_MISSING)
    stored = store_batch(office, [arrival], now=now, actor=actor, quietly=True)
    item = Item.objects.get(office=office, origin_key=origin_key(arrival))
    if stored.items:
        record(
            "item.recorded", subject=f"item:{item.pk}", at=now, office=office, actor=actor,
            story_id=stored.items[0].story_id or None,
            body={"channel": item.channel, "kind": item.kind, "urgent": item.urgent},
        )  # fmt: skip
    return item
