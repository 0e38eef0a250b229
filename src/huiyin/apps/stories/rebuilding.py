"""Stories whose members changed by hand: figures are counted anew, and the desk lets them stand."""

from huiyin.apps.intake.models import Item
from huiyin.apps.stories.models import Story
from huiyin.apps.stories.rows import figures_of_stories, put_figures, update_stories
from huiyin.apps.stories.shelf import revision_of


def rebuild(*story_ids: int | None) -> None:
    """Bring these stories up to date with their members; the caller holds the grouping lock.

    The desk takes no item out of them any more.
    """
    wanted = [pk for pk in story_ids if pk is not None]
    stories = list(Story.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    figures = figures_of_stories([story.pk for story in stories])
    for story in stories:
        story.settled = True
        story.revision = revision_of(story.office_id, told=story.told) + 1
        put_figures(story, figures.get(story.pk))
    update_stories(stories)


def open_empty(item: Item) -> Story:
    """A new story for this item, without members yet."""
    return Story.objects.create(
        office=item.office, title=item.title or "…", told=item.channel != Item.Channel.FEED,
        first_at=item.said_at, last_at=item.said_at, settled=True,
    )  # fmt: skip
