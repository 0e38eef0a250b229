"""Stories whose members changed by hand: figures and features are made anew from the members."""

from huiyin.apps.intake.models import Item
from huiyin.apps.stories.figures import COLD, RISE_HOURS, Member, figures_of
from huiyin.apps.stories.gathering import put_figures
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.apps.stories.rows import put_row, update_stories
from huiyin.rules.text.features import features
from huiyin.rules.text.stories import grow

MOST_READ = 100  # latest members that the features are made of


def rebuild(*story_ids: int | None) -> None:
    """Bring these stories up to date with their members; the caller holds the grouping lock."""
    wanted = [pk for pk in story_ids if pk is not None]
    stories = list(Story.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    for story in stories:
        _rebuild(story)
    update_stories(stories)


def open_empty(item: Item) -> Story:
    """A new story for this item, without members yet."""
    return Story.objects.create(
        office=item.office, title=item.title or "…", first_at=item.said_at, last_at=item.said_at
    )


def _rebuild(story: Story) -> None:
    rows = StoryItem.objects.filter(story=story)
    members = [Member(*row) for row in rows.values_list("item_id", "said_at", "outlet")]
    story.features, story.keys, story.signatures = {}, [], b""
    if not members:
        story.items_n = story.outlets_n = 0
        story.heat, story.rises = COLD, [0] * RISE_HOURS
        return
    put_figures(story, figures_of(members))
    latest = rows.order_by("-said_at", "-item_id").values_list("item__folded", "said_at")
    read = list(latest[:MOST_READ])[::-1]
    titles, bodies = zip(*(folded.split("\n", 1) for folded, _at in read), strict=True)
    row = None
    for each in features(titles, bodies, [at for _folded, at in read]).items:
        row = grow(row, each, story.pk)
    if row is not None:
        put_row(story, row)
