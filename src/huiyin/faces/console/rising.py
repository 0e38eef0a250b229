"""Stories as lines: the board's rising ones and the river."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from huiyin.apps.stories.queries import Rising


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story with its hourly counts, oldest first, and what the line says in words."""

    pk: int
    title: str
    state: str
    state_label: str
    items_n: int
    outlets_n: int
    last_at: datetime
    counts: list[int]
    spoken: str


def story_line(rising: Rising) -> StoryLine:
    """One story with its line of the 24 hours up to now."""
    story, recent = rising.story, sum(rising.hours)
    spoken = ngettext(
        "%(n)s item in the last 24 hours", "%(n)s items in the last 24 hours", recent
    ) % {"n": recent}
    return StoryLine(
        pk=story.pk,
        title=story.title,
        state=story.state,
        state_label=story.get_state_display(),
        items_n=story.items_n,
        outlets_n=story.outlets_n,
        last_at=story.last_at,
        counts=rising.hours,
        spoken=spoken,
    )
