"""Alerts: a story that deserves a higher level than anybody was told of yet is told of at once.

The desk proposes, a person settles. A story is told of once, and again only when it rises above
what was told and what a person has settled; nothing is told twice by telling it anew after a kill,
for alert, story and event are written in the transaction that brought the items.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from huiyin.apps.audit.actions import Told
from huiyin.apps.intake.storing import NewItem
from huiyin.apps.org.models import Office
from huiyin.apps.stories.models import Story, StoryAlert
from huiyin.apps.stories.rows import MARKS, StoryRow, put_marks
from huiyin.rules.bursts import burst
from huiyin.rules.levels import Heard, Level, Proposal, alerts, is_mainstream, proposed_level

SEVERAL = 3  # outlets from which a rise can speak for a level


def raise_alerts(
    office: Office, items: Sequence[NewItem], stories: Iterable[StoryRow], now: datetime
) -> list[Told]:
    """Raise what the stories of a batch deserve; gives the events to be recorded.

    `items` are the batch with their places, `stories` those found or grown by it, with their
    figures up to date. The caller holds the office's grouping lock.
    """
    marks = _marks(items)
    raised: list[tuple[StoryAlert, Told]] = []
    changed: list[StoryRow] = []
    for story in stories:
        heard = [name for name in marks.get(story.pk, ()) if not getattr(story, name)]
        for name in heard:
            setattr(story, name, True)
        proposal = _proposal(story)
        if proposal is not None:
            story.alerted = proposal.level.value
            raised.append((_alert(story, proposal, now), _told(office, story, proposal, now)))
        if heard or proposal is not None:
            changed.append(story)
    put_marks(changed)
    fresh = _unraised(raised)
    StoryAlert.objects.bulk_create([alert for alert, _event in fresh])
    return [event for _alert, event in fresh]


def _proposal(story: StoryRow) -> Proposal | None:
    """The level to be told of, if any."""
    if story.outlets_n < SEVERAL and not any(getattr(story, name) for name in MARKS):
        return None  # nothing can speak for a level
    proposal = proposed_level(heard_of(story))
    rises = alerts(proposal.level, _level(story.alerted), _level(story.level))
    return proposal if rises else None


def _unraised(raised: list[tuple[StoryAlert, Told]]) -> list[tuple[StoryAlert, Told]]:
    """Those that no row tells of yet, whatever the story in memory says; each once."""
    stories = {alert.story_id for alert, _event in raised}
    rows = StoryAlert.objects.filter(story__in=stories) if stories else StoryAlert.objects.none()
    known = set(rows.values_list("story_id", "level"))
    fresh = {
        (alert.story_id, alert.level): (alert, event)
        for alert, event in raised
        if (alert.story_id, alert.level) not in known
    }
    return list(fresh.values())


def heard_of(story: Story | StoryRow) -> Heard:
    """A story's figures as the level's rule reads them."""
    return Heard(
        outlets=story.outlets_n,
        mainstream=int(story.mainstream),
        rising=burst(story.rises).is_burst,
        urgent=story.urgent,
        danger=story.danger,
    )


def _marks(items: Iterable[NewItem]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for item in items:
        if item.urgent:
            found[item.story_id].add("urgent")
        if item.danger:
            found[item.story_id].add("danger")
        if item.outlet and is_mainstream(item.outlet):
            found[item.story_id].add("mainstream")
    return found


def _level(stored: str) -> Level | None:
    return Level(stored) if stored else None


def _alert(story: StoryRow, proposal: Proposal, now: datetime) -> StoryAlert:
    return StoryAlert(
        story_id=story.pk,
        level=proposal.level.value,
        grounds=[ground.value for ground in proposal.grounds],
        items_n=story.items_n,
        outlets_n=story.outlets_n,
        raised_at=now,
    )


def _told(office: Office, story: StoryRow, proposal: Proposal, now: datetime) -> Told:
    body = {
        "title": story.title,
        "level": proposal.level.value,
        "grounds": [ground.value for ground in proposal.grounds],
        "items": story.items_n,
        "outlets": story.outlets_n,
    }
    return Told("story.alerted", f"story:{story.pk}", now, office, story_id=story.pk, body=body)
