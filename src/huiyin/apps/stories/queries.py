"""Reading stories: what rises, all of them by heat, one with its items, its hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from huiyin.apps.org.models import Office
from huiyin.apps.stories.figures import heat_at, rises_at
from huiyin.apps.stories.models import Story, StoryAlert, StoryItem
from huiyin.rules.levels import Level

RISING_WITHIN = timedelta(hours=24)
HEAVY = tuple(f"item__{name}" for name in ("folded", "raw"))


@dataclass(frozen=True, slots=True)
class Rising:
    """A story as lists show it: `heat` now, `hours` items in each of the last 24, oldest first."""

    story: Story
    heat: float
    hours: list[int]


@dataclass(frozen=True, slots=True)
class River:
    """Stories by heat; `next_cursor` opens the following page, "" after the last."""

    stories: list[Rising]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story with its members in time order; each has `item` and `by`."""

    story: Story
    members: list[StoryItem]


def rising(office: Office, now: datetime, limit: int = 5) -> list[Rising]:
    """The hottest stories that several items tell of and that something was added to in a day."""
    rows = Story.objects.filter(
        office=office, items_n__gt=1, merged_into=None, last_at__gte=now - RISING_WITHIN
    )
    hottest = rows.order_by("-heat", "-id")[:limit]
    return [as_rising(story, now) for story in hottest]


def river(
    office: Office, now: datetime, *, before: str = "", limit: int = 50, least: int = 2
) -> River:
    """A page of stories of at least `least` items, hottest first. ValueError: no such cursor."""
    rows = Story.objects.filter(office=office, items_n__gte=least, merged_into=None)
    if before:
        heat, pk = _read_cursor(before)
        rows = rows.filter(heat__lte=heat).exclude(heat=heat, pk__gte=pk)
    found = list(rows.order_by("-heat", "-id")[: limit + 1])
    shown = [as_rising(story, now) for story in found[:limit]]
    return River(shown, _cursor(found[limit - 1]) if len(found) > limit else "")


def as_rising(story: Story, now: datetime) -> Rising:
    """A story with its heat and its hours as they are now."""
    return Rising(story, heat_at(story.heat, now), rises_at(story.rises, story.last_at, now))


def story_page(office: Office, story_id: int) -> StoryPage:
    """A story and what belongs to it; a merged one gives the one it went into.

    Raises Story.DoesNotExist. Two queries.
    """
    story = Story.objects.select_related("merged_into").get(pk=story_id, office=office)
    story = story.merged_into or story
    rows = StoryItem.objects.filter(story=story).select_related("item__source", "by", "refused")
    return StoryPage(story, list(rows.defer(*HEAVY).order_by("said_at", "item_id")))


def unseen_alerts(office: Office, limit: int = 10) -> list[StoryAlert]:
    """Alerts that nobody has acknowledged, the newest first; the highest of each story."""
    rows = StoryAlert.objects.filter(
        story__office=office, story__merged_into=None, acknowledged_at=None
    ).select_related("story")
    newest = rows.order_by("-raised_at", "-id")[: limit * len(Level)]
    highest: dict[int, StoryAlert] = {}
    for alert in newest:
        highest.setdefault(alert.story_id, alert)
    return list(highest.values())[:limit]


def hourly(story_id: int) -> list[tuple[datetime, int, int]]:
    """For each hour with something in it: its start, items, outlets; oldest first."""
    rows = StoryItem.objects.filter(story_id=story_id).annotate(hour=TruncHour("said_at"))
    counted = rows.values("hour").annotate(
        items=Count("pk"), outlets=Count("outlet", distinct=True, filter=~Q(outlet=""))
    )
    return [(row["hour"], row["items"], row["outlets"]) for row in counted.order_by("hour")]


def _cursor(story: Story) -> str:
    return f"{story.heat.hex()}_{story.pk}"


def _read_cursor(written: str) -> tuple[float, int]:
    heat, _, pk = written.rpartition("_")
    try:
        return float.fromhex(heat), int(pk)
    except OverflowError as error:
        raise ValueError(written) from error
