"""Stories as wholes: two that are one, and a better headline."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions.parting import kept_apart, pass_on
from huiyin.apps.stories.actions.placing import may_shape
from huiyin.apps.stories.locks import lock_grouping
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.apps.stories.rebuilding import rebuild
from huiyin.rules.refusals import Refusal

LONGEST_TITLE = 200


@transaction.atomic
def merge_stories(into_id: int, other_id: int, *, actor: Person, now: datetime) -> Story:
    """Two stories are one: all items go to the one that stays, which is given back.

    The one with a case stays, else the first named; two with cases are not merged, nor two that a
    person keeps apart. Raises StepRefused, Story.DoesNotExist.
    """
    may_shape(actor)
    if into_id == other_id:
        raise StepRefused(Refusal.MERGED_INTO_ITSELF)
    if kept_apart(into_id, other_id) is not None:
        raise StepRefused(Refusal.KEPT_APART)
    lock_grouping(actor.office_id)
    into, other = locked_story(into_id, actor), locked_story(other_id, actor)
    if other.state == Story.State.CASED:
        if into.state == Story.State.CASED:
            raise StepRefused(Refusal.EVENT_NOT_HERE)
        into, other = other, into
    moved = StoryItem.objects.filter(story=other).update(story=into, by=actor)
    Story.objects.filter(pk=other.pk).update(merged_into=into)
    Story.objects.filter(merged_into=other).update(merged_into=into)
    pass_on(other, into)
    rebuild(into.pk, other.pk)
    record(
        "story.merged", subject=f"story:{other.pk}", at=now, office=into.office, actor=actor,
        story_id=into.pk, body={"into": into.pk, "items": moved, "title": other.title},
    )  # fmt: skip
    into.refresh_from_db()
    return into


@transaction.atomic
def rename_story(story_id: int, title: str, *, actor: Person, now: datetime) -> Story:
    """Give a story the office's own headline. Raises StepRefused, Story.DoesNotExist."""
    may_shape(actor)
    if not title.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    story = locked_story(story_id, actor)
    before, story.title = story.title, title.strip()[:LONGEST_TITLE]
    story.save(update_fields=["title"])
    record(
        "story.renamed", subject=f"story:{story.pk}", at=now, office=story.office, actor=actor,
        story_id=story.pk, body={"from": before, "to": story.title},
    )  # fmt: skip
    return story


def locked_story(story_id: int, actor: Person) -> Story:
    """The office's own story, held until the end of the transaction; Story.DoesNotExist."""
    rows = Story.objects.select_for_update(of=("self",)).select_related("office__calendar")
    return rows.get(pk=story_id, office_id=actor.office_id, merged_into=None)
