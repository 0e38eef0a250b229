"""What a person says an item is, against the desk's guess; kept, so that the office can learn."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.actions.items import lock_item
from huiyin.apps.intake.models import Correction, Item, LabelModel, ModelUse
from huiyin.apps.intake.queries.learning import topic_tree
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

SEVERITIES = ("0", "1", "2", "3")


@transaction.atomic
def set_topic(item_id: int, topic: str, *, actor: Person, now: datetime) -> Item:
    """Say what an item is about. Raises ValueError for a code the office's tree does not have."""
    item = _lock(item_id, actor)
    if topic not in topic_tree(actor.office_id).open():
        raise ValueError(f"no such topic: {topic}")
    before, item.topic = item.topic, topic
    _keep(item, "topic", before, topic, actor, now)
    return item


@transaction.atomic
def set_severity(item_id: int, severity: str, *, actor: Person, now: datetime) -> Item:
    """Say how grave an item is, 0 to 3. Raises ValueError for anything else."""
    item = _lock(item_id, actor)
    if severity not in SEVERITIES:
        raise ValueError(f"no such severity: {severity}")
    before, item.severity = item.severity, int(severity)
    _keep(item, "severity", "" if before is None else str(before), severity, actor, now)
    return item


@transaction.atomic
def take_up_model(
    office: Office, version: str, data: bytes, card: dict[str, object], *, now: datetime
) -> LabelModel:
    """Keep a model the office trained and judge with it from now on."""
    model = LabelModel.objects.create(
        office=office, version=version, data=data, card=card, made_at=now
    )
    ModelUse.objects.create(office=office, model=model, at=now)
    record(
        "model.taken_up", subject=f"label_model:{model.pk}", at=now, office=office,
        body={"version": version},
    )  # fmt: skip
    return model


@transaction.atomic
def put_model_back(office: Office, *, now: datetime) -> str | None:
    """Judge with the model before the one in use; its version, "" for the one that comes along.

    None where none is in use: there is nothing to put back.
    """
    last = ModelUse.objects.filter(office=office).order_by("-pk").first()
    if last is None or last.model_id is None:
        return None
    earlier = LabelModel.objects.filter(office=office, pk__lt=last.model_id).order_by("-pk").first()
    ModelUse.objects.create(office=office, model=earlier, at=now)
    version = earlier.version if earlier else ""
    record(
        "model.put_back", subject=f"label_model:{last.model_id}", at=now, office=office,
        body={"version": version},
    )  # fmt: skip
    return version


def _lock(item_id: int, actor: Person) -> Item:
    if not holds(actor, "duty", "office", "handler"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    return lock_item(item_id, actor.office_id)


def _keep(item: Item, task: str, before: str, label: str, actor: Person, now: datetime) -> None:
    """Save the label and write it down; the guess it replaces is no longer shown."""
    item.judged = {name: said for name, said in item.judged.items() if name != task}
    item.save(update_fields=[task, "judged"])
    Correction.objects.create(
        office=item.office, item=item, task=task, before=before, label=label, by=actor, at=now
    )
    record(
        f"item.{task}_set", subject=f"item:{item.pk}", at=now, office=item.office, actor=actor,
        body={"from": before, "to": label},
    )  # fmt: skip
