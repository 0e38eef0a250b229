"""Stories that have gone quiet: nobody added to them for as long as a story lives."""

from datetime import datetime, timedelta

from django.db import transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.org.steps import decide
from huiyin.apps.stories.gathering import policy_of
from huiyin.apps.stories.models import Story
from huiyin.rules.machines import STORY

MOST = 500


def rest_stories(now: datetime, most: int = MOST) -> int:
    """Let quiet stories rest, at most so many of each kind; gives how many there were.

    A new item wakes them. One item alone is not told of, so neither is its rest.
    """
    return sum(_rest(now, told, most) for told in (False, True))


@transaction.atomic
def _rest(now: datetime, told: bool, most: int) -> int:
    limit = now - timedelta(hours=policy_of(told=told).window_hours)
    rows = Story.objects.filter(
        told=told, state=Story.State.WATCHING, merged_into=None, last_at__lt=limit
    )
    quiet = list(
        rows.select_related("office__calendar")
        .order_by("last_at", "pk")
        .select_for_update(skip_locked=True, of=("self",))[:most]
    )
    if not quiet:
        return 0
    moved, role = decide(STORY, Story.State.WATCHING, "rest", {}, None)
    Story.objects.filter(pk__in=[story.pk for story in quiet]).update(state=moved.target)
    record_all(
        [
            Told(
                "story.dormant", f"story:{story.pk}", now, story.office, None, role,
                story_id=story.pk, moved=moved,
            )
            for story in quiet
            if story.items_n > 1
        ]
    )  # fmt: skip
    return len(quiet)
