"""Stories that rise, as the board and the river draw them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from huiyin.apps.org.models import Office
from huiyin.apps.stories.models import Story

RISING_HOURS = 24
SHOWN = 5


@dataclass(frozen=True, slots=True)
class RisingStory:
    """A story with its hourly counts, oldest first, and what the line says in words."""

    pk: int
    title: str
    items_n: int
    outlets_n: int
    counts: list[int]
    spoken: str


def rising_stories(office: Office, now: datetime) -> list[RisingStory]:
    """The hottest stories that got something new within a day; one query."""
    rows = Story.objects.filter(
        office=office, last_at__gte=now - timedelta(hours=RISING_HOURS), items_n__gt=1
    )
    hottest = rows.only("title", "items_n", "outlets_n", "rises").order_by("-heat", "-id")
    return [rising_story(story) for story in hottest[:SHOWN]]


def rising_story(story: Story) -> RisingStory:
    """One story with its line."""
    counts = list(story.rises)
    recent = sum(counts)
    spoken = ngettext(
        "%(n)s item in the last 24 hours", "%(n)s items in the last 24 hours", recent
    ) % {"n": recent}
    return RisingStory(story.pk, story.title, story.items_n, story.outlets_n, counts, spoken)
