"""What a person says of an alert: seen, or which level it really is."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions.placing import may_shape
from huiyin.apps.stories.actions.shaping import locked_story
from huiyin.apps.stories.models import Story, StoryAlert
from huiyin.rules.levels import Level
from huiyin.rules.refusals import Refusal


@transaction.atomic
def acknowledge_alerts(story_id: int, *, actor: Person, now: datetime) -> Story:
    """Somebody has seen what was raised about a story; once is enough.

    Raises StepRefused for who may not, Story.DoesNotExist.
    """
    may_shape(actor)
    story = locked_story(story_id, actor)
    if _acknowledge(story, actor, now):
        record(
            "story.alert_acknowledged", subject=f"story:{story.pk}", at=now, office=story.office,
            actor=actor, story_id=story.pk, body={"level": story.alerted},
        )  # fmt: skip
    return story


@transaction.atomic
def settle_level(story_id: int, level: str, reason: str, *, actor: Person, now: datetime) -> Story:
    """The level that a person gives a story, with the reason where it is not the proposed one.

    Raises StepRefused, Story.DoesNotExist.
    """
    may_shape(actor)
    if level not in set(Level):
        raise StepRefused(Refusal.LEVEL_MISSING)
    story = locked_story(story_id, actor)
    if level != story.alerted and not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    before, story.level = story.level, level
    story.save(update_fields=["level"])
    _acknowledge(story, actor, now)
    record(
        "story.level_settled", subject=f"story:{story.pk}", at=now, office=story.office,
        actor=actor, story_id=story.pk, reason=reason.strip(),
        body={"from": before, "to": level, "proposed": story.alerted},
    )  # fmt: skip
    return story


def _acknowledge(story: Story, actor: Person, now: datetime) -> int:
    waiting = StoryAlert.objects.filter(story=story, acknowledged_at=None)
    return waiting.update(acknowledged_at=now, acknowledged_by=actor)
