"""An item's place: attached to a story, moved to another, taken back."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions.items import lock_item, step_item
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.locks import lock_grouping
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.apps.stories.rebuilding import open_empty, rebuild
from huiyin.rules.refusals import Refusal


@transaction.atomic
def attach_item(item_id: int, story_id: int | None, *, actor: Person, now: datetime) -> Item:
    """Say that a waiting item belongs to a story: the one named, or (None) the one it is in.

    Raises StepRefused, Story.DoesNotExist, Item.DoesNotExist.
    """
    lock_grouping(actor.office_id)
    item = lock_item(item_id, actor.office_id)
    before = story_of(item)
    target = story_id or before
    if target is not None:
        _of_office(target, actor)
        _place(item, before, target, actor, now)
    step_item(
        item, "attach", now=now, actor=actor, facts={"story": target}, story_id=target,
        body={"from": before, "to": target},
    )  # fmt: skip
    return item


@transaction.atomic
def move_item(item_id: int, to_story: int | None, *, actor: Person, now: datetime) -> StoryItem:
    """Take an item out of its story into another, or (None) into a new one of its own.

    A waiting item is attached by that. Raises StepRefused, Story.DoesNotExist.
    """
    may_shape(actor)
    lock_grouping(actor.office_id)
    item = lock_item(item_id, actor.office_id)
    before = story_of(item)
    target = to_story if to_story is not None else open_empty(item).pk
    _of_office(target, actor)
    _place(item, before, target, actor, now)
    body = {"from": before, "to": target}
    if item.state == Item.State.ATTACHED:
        record(
            "item.moved", subject=f"item:{item.pk}", at=now, office=item.office, actor=actor,
            story_id=target, body=body,
        )  # fmt: skip
    else:
        step_item(
            item, "attach", now=now, actor=actor, facts={"story": target}, story_id=target,
            body=body,
        )  # fmt: skip
    return StoryItem.objects.get(item=item)


@transaction.atomic
def undo_item(item_id: int, *, actor: Person, now: datetime) -> Item:
    """Take a dismissal or an attachment back: the item waits again, where it was before.

    What a case answers to is not taken back here. Raises StepRefused.
    """
    lock_grouping(actor.office_id)
    item = lock_item(item_id, actor.office_id)
    if Item.objects.filter(pk=item.pk, case_link__isnull=False).exists():
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    attached = item.state == Item.State.ATTACHED
    step_item(item, "undo", now=now, actor=actor, story_id=story_of(item))
    if attached:
        _put_back(item, actor, now)
    return item


@transaction.atomic
def take_out(item: Item) -> int | None:
    """Take an item out of its story for good, and its words out of the headline; gives the story's
    id. Whoever calls says in an event what became of the item."""
    lock_grouping(item.office_id)
    before = story_of(item)
    if before is None:
        return None
    StoryItem.objects.filter(item=item).delete()
    rebuild(before)
    others = StoryItem.objects.filter(story=before).order_by("said_at", "item_id")
    titles = [title for title in others.values_list("item__title", flat=True)[:1] if title]
    rows = Story.objects.filter(pk=before)
    if not titles or rows.filter(title=item.title).exists():
        rows.update(title=titles[0] if titles else "…")
    return before


def may_shape(actor: Person) -> None:
    """Raises StepRefused unless the person may decide what belongs where."""
    if not holds(actor, "duty", "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def story_of(item: Item) -> int | None:
    """The id of the story an item is in."""
    return StoryItem.objects.filter(item=item).values_list("story_id", flat=True).first()


def _of_office(story_id: int, actor: Person) -> None:
    if not Story.objects.filter(pk=story_id, office_id=actor.office_id, merged_into=None).exists():
        raise Story.DoesNotExist(story_id)


def _place(
    item: Item, before: int | None, target: int, actor: Person | None, now: datetime
) -> None:
    """Write the place and bring the figures of both stories up to date."""
    StoryItem.objects.update_or_create(
        item=item,
        defaults={
            "story_id": target,
            "by": actor,
            "similarity": 1.0,
            "because": ["person"],
            "at": now,
            "said_at": item.said_at,
            "outlet": item.outlet,
        },
    )
    if before != target:
        rebuild(*({before, target} - {None}))


def _put_back(item: Item, actor: Person, now: datetime) -> None:
    told = Event.objects.filter(subject=f"item:{item.pk}", kind="item.attached")
    last = told.order_by("-seq").values_list("body", flat=True).first()
    before = (last or {}).get("from")
    here = story_of(item)
    if last is None or before == here:
        return
    if before is not None and Story.objects.filter(pk=before, merged_into=None).exists():
        _place(item, here, before, actor, now)
