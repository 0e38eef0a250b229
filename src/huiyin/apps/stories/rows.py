"""Reading and writing stories and members, in a few statements however many they are.

A batch touches hundreds of stories: here they are plain rows, not models.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

import msgspec
from django.db import connection

from huiyin.apps.stories.figures import (
    COLD,
    RISE_HOURS,
    Figures,
    Members,
    figures_of,
)
from huiyin.apps.stories.models import Story
from huiyin.engine.copying import copy_rows, read_numbers

COLUMNS = (
    "id", "office_id", "title", "told", "state", "first_at", "last_at", "items_n", "outlets_n",
    "heat", "rises", "settled", "revision",
)  # fmt: skip
READ = (
    "id", "office_id", "title", "told", "revision", "state", "merged_into_id", "settled", "level",
    "alerted", "urgent", "danger", "mainstream", "items_n",
)  # fmt: skip
MEMBER_COLUMNS = (
    "story_id", "item_id", "similarity", "because", "refused_id", "apart_because", "reprint", "at",
    "said_at", "outlet",
)  # fmt: skip
MARKS = ("urgent", "danger", "mainstream")
# What changes as items come and go, and how the database reads it.
UPDATED = {
    "merged_into_id": "bigint", "first_at": "timestamptz", "last_at": "timestamptz",
    "items_n": "int", "outlets_n": "int", "heat": "float8", "rises": "text", "settled": "bool",
    "revision": "bigint",
}  # fmt: skip
_WRITTEN = {
    "rises": "v.rises::int[]", "first_at": "coalesce(v.first_at, s.first_at)",
    "last_at": "coalesce(v.last_at, s.last_at)",
}  # fmt: skip


@dataclass(slots=True)
class StoryRow:
    """A story as grouping sees it; what is not read of a stored one is written anew."""

    pk: int
    office_id: int
    title: str
    told: bool
    revision: int
    state: str = Story.State.WATCHING.value
    merged_into_id: int | None = None
    settled: bool = False
    level: str = ""
    alerted: str = ""
    urgent: bool = False
    danger: bool = False
    mainstream: bool = False
    items_n: int = 0
    outlets_n: int = 0
    heat: float = COLD
    rises: list[int] = field(default_factory=lambda: [0] * RISE_HOURS)
    first_at: datetime | None = None
    last_at: datetime | None = None


def locked(stories: Iterable[int]) -> dict[int, StoryRow]:
    """The stored stories of these ids, locked; their figures but `items_n` are not read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(READ)} FROM stories_story"  # noqa: S608 - own names
            " WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [as_array(stories)],
        )
        rows = [StoryRow(*row) for row in cursor.fetchall()]
    return {row.pk: row for row in rows}


def put_figures(story: Story | StoryRow, figures: Figures | None) -> None:
    """Take over a story's figures; None: it has no members any more, its times stay."""
    if figures is None:
        story.items_n = story.outlets_n = 0
        story.heat, story.rises = COLD, [0] * RISE_HOURS
        return
    story.first_at, story.last_at = figures.first_at, figures.last_at
    story.items_n, story.outlets_n = figures.items_n, figures.outlets_n
    story.heat, story.rises = figures.heat, figures.rises


def figures_of_stories(stories: Sequence[int]) -> dict[int, Figures]:
    """The figures of stored stories, counted from their members; of those that have any."""
    rows = read_numbers(
        "SELECT story_id::bigint, item_id::bigint,"
        " (extract(epoch FROM said_at) * 1000000)::bigint,"
        " CASE outlet WHEN '' THEN 0 ELSE hashtextextended(outlet, 0) END"
        " FROM stories_storyitem WHERE story_id = ANY(%s)",
        [as_array(stories)], 4,
    )  # fmt: skip
    return figures_of(Members(*rows.T))


def places_of(items: Iterable[int]) -> dict[int, int]:
    """The stories of those items that have a place, by item."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, story_id FROM stories_storyitem WHERE item_id = ANY(%s)",
            [as_array(set(items))],
        )
        return dict(cursor.fetchall())


def as_array(values: Iterable[object]) -> str:
    """Numbers, times and words without signs as the database reads an array."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


def open_stories(stories: Sequence[StoryRow]) -> None:
    """Write new stories, whose ids are given."""
    copy_rows(Story, COLUMNS, map(attrgetter("pk", *COLUMNS[1:]), stories))


def update_stories(stories: Sequence[Story | StoryRow]) -> None:
    """Write what changes of stories that are there, in one statement.

    Of one without items the times stay as they are written.
    """
    if not stories:
        return
    columns = [[getattr(story, name) for story in stories] for name in ("pk", *UPDATED)]
    at = 1 + list(UPDATED).index("rises")
    columns[at] = [f'"{as_array(hours)}"' for hours in columns[at]]
    arrays = ", ".join(["%s::bigint[]", *(f"%s::{kind}[]" for kind in UPDATED.values())])
    assigned = ", ".join(f"{name} = {_WRITTEN.get(name, 'v.' + name)}" for name in UPDATED)
    statement = (
        f"UPDATE stories_story AS s SET {assigned}"  # noqa: S608 - own names
        f" FROM unnest({arrays}) AS v(id, {', '.join(UPDATED)}) WHERE s.id = v.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_array(column) for column in columns])


def put_marks(stories: Sequence[StoryRow]) -> None:
    """Write what was heard in stories and the level they were told of, in one statement."""
    if not stories:
        return
    columns = [[getattr(story, name) for story in stories] for name in ("pk", *MARKS, "alerted")]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stories_story AS s SET urgent = v.urgent, danger = v.danger,"
            " mainstream = v.mainstream, alerted = v.alerted"
            " FROM unnest(%s::bigint[], %s::bool[], %s::bool[], %s::bool[], %s::text[])"
            " AS v(id, urgent, danger, mainstream, alerted) WHERE s.id = v.id",
            [as_array(column) for column in columns],
        )


def move_members(items: Sequence[int], stories: Sequence[int]) -> None:
    """Put items that have a place into other stories."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stories_storyitem AS m SET story_id = v.story_id, because = %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS v(item_id, story_id)"
            " WHERE m.item_id = v.item_id",
            [as_json(("regrouped",)).decode(), list(items), list(stories)],
        )


def as_json(words: Sequence[str]) -> bytes:
    """Words as a copied JSON column takes them."""
    return msgspec.json.encode(words)
