"""Two stories that are two matters: said by a person, remembered, and taken back by a person.

While it stands, the desk makes no one story of the two (both are settled), does not propose to, and
nobody merges them without taking it back first.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions.placing import may_shape
from huiyin.apps.stories.locks import lock_grouping
from huiyin.apps.stories.models import KeptApart, Story
from huiyin.apps.stories.rebuilding import rebuild
from huiyin.rules.refusals import Refusal

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Apart:
    """A story that another one is kept apart from, with who said so, when and why."""

    story: Story
    said: KeptApart


@transaction.atomic
def keep_apart(
    story_id: int, other_id: int, reason: str = "", *, actor: Person, now: datetime
) -> KeptApart:
    """Say that two stories are two matters; said twice it is the first time that counts.

    Raises StepRefused, Story.DoesNotExist.
    """
    may_shape(actor)
    if story_id == other_id:
        raise StepRefused(Refusal.MERGED_INTO_ITSELF)
    lock_grouping(actor.office_id)
    one, other = (_story(pk, actor) for pk in sorted((story_id, other_id)))
    said, new = KeptApart.objects.get_or_create(
        one=one, other=other, taken_back_at=None,
        defaults={"by": actor, "at": now, "reason": reason.strip()[:LONGEST_REASON]},
    )  # fmt: skip
    if new:
        rebuild(one.pk, other.pk)
        _record("story.kept_apart", said, actor, now, said.reason)
    return said


@transaction.atomic
def take_apart_back(story_id: int, other_id: int, *, actor: Person, now: datetime) -> None:
    """The two may be one after all. Raises StepRefused where nothing keeps them apart."""
    may_shape(actor)
    rows = KeptApart.objects.select_for_update(of=("self",)).select_related("one__office", "other")
    one, other = sorted((story_id, other_id))
    said = rows.filter(
        one=one, other=other, taken_back_at=None, one__office_id=actor.office_id
    ).first()
    if said is None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    said.taken_back_by, said.taken_back_at = actor, now
    said.save(update_fields=["taken_back_by", "taken_back_at"])
    _record("story.parting_taken_back", said, actor, now)


def kept_apart(one: int, other: int) -> KeptApart | None:
    """What keeps these two apart, if anything does."""
    low, high = sorted((one, other))
    rows = KeptApart.objects.filter(one=low, other=high, taken_back_at=None)
    return rows.select_related("by").first()


def apart_from(story: Story) -> list[Apart]:
    """The stories that this one is kept apart from, the latest said first."""
    rows = KeptApart.objects.filter(Q(one=story) | Q(other=story), taken_back_at=None)
    return [
        Apart(row.other if row.one_id == story.pk else row.one, row)
        for row in rows.select_related("one", "other", "by").order_by("-at", "-id")
    ]


def pass_on(merged: Story, into: Story) -> None:
    """What kept a merged story apart from third ones keeps them apart from where it went."""
    for apart in apart_from(merged):
        if kept_apart(into.pk, apart.story.pk) is None:
            one, other = sorted((into.pk, apart.story.pk))
            KeptApart.objects.filter(pk=apart.said.pk).update(one=one, other=other)


def _story(pk: int, actor: Person) -> Story:
    rows = Story.objects.select_related("office__calendar")
    return rows.get(pk=pk, office_id=actor.office_id, merged_into=None)


def _record(kind: str, said: KeptApart, actor: Person, now: datetime, reason: str = "") -> None:
    record(
        kind, subject=f"story:{said.one_id}", at=now, office=said.one.office, actor=actor,
        story_id=said.one_id, reason=reason,
        body={"other": said.other_id, "title": said.other.title},
    )  # fmt: skip
