"""What a person says of an alert: seen, or which level it really is; two persons to lower it."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions.placing import may_shape
from huiyin.apps.stories.actions.shaping import locked_story
from huiyin.apps.stories.models import Lowering, Story, StoryAlert
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

    A level below the one that a person settled, or below what the desk has told of, is proposed by
    this and waits for somebody else (`confirm_lowering`); until then the story stands as it stood.
    No clock looks at the level, so none ends with it. Raises StepRefused, Story.DoesNotExist.
    """
    may_shape(actor)
    if level not in set(Level):
        raise StepRefused(Refusal.LEVEL_MISSING)
    story = locked_story(story_id, actor)
    if level != story.alerted and not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    if _is_lower(level, story):
        _propose(story, level, reason.strip(), actor, now)
        return story
    _settle(story, level, reason.strip(), actor, now)
    _acknowledge(story, actor, now)
    return story


@transaction.atomic
def confirm_lowering(story_id: int, *, actor: Person, now: datetime) -> Story:
    """The second person agrees: the story has the lower level from now on."""
    story, waiting = _waiting(story_id, actor)
    if waiting.by_id == actor.pk:
        raise StepRefused(Refusal.PROPOSER_CONFIRMS)
    _end(waiting, actor, now, confirmed=True)
    _tell(story, "story.lowering_confirmed", waiting, actor, now)
    _settle(story, waiting.level, waiting.reason, actor, now)
    _acknowledge(story, actor, now)
    return story


@transaction.atomic
def decline_lowering(story_id: int, *, actor: Person, now: datetime) -> Story:
    """The level stays; whoever proposed the lower one may take it back so too."""
    story, waiting = _waiting(story_id, actor)
    _end(waiting, actor, now, confirmed=False)
    _tell(story, "story.lowering_declined", waiting, actor, now)
    return story


def lowering_waiting(story: Story) -> Lowering | None:
    """The lower level that waits for somebody else."""
    rows = Lowering.objects.filter(story=story, settled_at=None).select_related("by")
    return rows.first()


def _is_lower(level: str, story: Story) -> bool:
    stands = story.level or story.alerted
    return bool(stands) and Level(level).rank < Level(stands).rank


def _propose(story: Story, level: str, reason: str, actor: Person, now: datetime) -> None:
    if not reason:
        raise StepRefused(Refusal.REASON_MISSING)
    if lowering_waiting(story) is not None:
        raise StepRefused(Refusal.LOWERING_WAITS)
    made = Lowering.objects.create(
        story=story, before=story.level or story.alerted, level=level, reason=reason[:300],
        by=actor, at=now,
    )  # fmt: skip
    _tell(story, "story.lowering_proposed", made, actor, now)


def _waiting(story_id: int, actor: Person) -> tuple[Story, Lowering]:
    if not holds(actor, Role.OFFICE):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    story = locked_story(story_id, actor)
    waiting = lowering_waiting(story)
    if waiting is None:
        raise StepRefused(Refusal.LOWERING_MISSING)
    return story, waiting


def _end(waiting: Lowering, actor: Person, now: datetime, *, confirmed: bool) -> None:
    waiting.settled_by, waiting.settled_at, waiting.confirmed = actor, now, confirmed
    waiting.save(update_fields=["settled_by", "settled_at", "confirmed"])


def _settle(story: Story, level: str, reason: str, actor: Person, now: datetime) -> None:
    before, story.level = story.level, level
    story.save(update_fields=["level"])
    record(
        "story.level_settled", subject=f"story:{story.pk}", at=now, office=story.office,
        actor=actor, story_id=story.pk, reason=reason,
        body={"from": before, "to": level, "proposed": story.alerted},
    )  # fmt: skip


def _tell(story: Story, kind: str, lowering: Lowering, actor: Person, now: datetime) -> None:
    record(
        kind, subject=f"story:{story.pk}", at=now, office=story.office, actor=actor,
        story_id=story.pk, reason=lowering.reason,
        body={"from": lowering.before, "to": lowering.level},
    )  # fmt: skip


def _acknowledge(story: Story, actor: Person, now: datetime) -> int:
    waiting = StoryAlert.objects.filter(story=story, acknowledged_at=None)
    return waiting.update(acknowledged_at=now, acknowledged_by=actor)
