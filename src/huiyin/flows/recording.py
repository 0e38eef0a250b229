"""Writing down what somebody said on the phone, in a letter or at the counter."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.arrivals import Arrival, origin_key
from huiyin.apps.intake.models import Item, Submission
from huiyin.apps.intake.receipts import new_key, row_id
from huiyin.apps.intake.submissions import KINDS, Letter, Receipt, submit
from huiyin.apps.lane.sealing import seal_item
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.flows.grouping import store_batch
from huiyin.rules.refusals import Refusal
from huiyin.rules.text.integrity import accusation


@transaction.atomic
def record_item(office: Office, arrival: Arrival, *, actor: Person, now: datetime) -> Item:
    """Enter one arrival by hand; the same words of the same time and place are one item.

    What accuses staff is sealed into the integrity lane at once, unless it tells of danger. Raises
    StepRefused for a person without the right or an arrival without words.
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
        people = Person.objects.filter(office=office, is_active=True).values_list("id", "name")
        told = accusation(item.title, item.body, arrival.kind, list(people), danger=item.urgent)
        if told is not None:
            seal_item(item.pk, actor=actor, now=now, accused=told.named, grounds=told)
            item.apart = -1  # whose number the writer is not told; the row is no longer theirs
    return item


@transaction.atomic
def record_call(
    office: Office, arrival: Arrival, *, actor: Person, now: datetime
) -> tuple[Item, Receipt]:
    """Enter what a caller said, with a mailbox of their own whose code is read out to them.

    Who called is not asked for and not kept; the code is in the answer and nowhere else. Raises
    StepRefused as `record_item` does.
    """
    letter = Letter(
        arrival.kind if arrival.kind in KINDS else "question", arrival.title[:200], arrival.body,
        arrival.place[:200], arrival.urgent,
    )  # fmt: skip
    key = new_key()
    receipt = submit(office.pk, key, letter, now=now)
    submission_id = row_id(key, "submission")
    Submission.objects.filter(pk=submission_id).update(taken_in_at=now)
    told = replace(arrival, submission_id=submission_id)
    return record_item(office, told, actor=actor, now=now), receipt
