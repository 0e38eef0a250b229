"""Writing stories and members, in a few statements however many they are."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import connection

from huiyin.apps.stories.figures import Figures, Member, figures_of
from huiyin.apps.stories.models import Story
from huiyin.engine.copying import copy_rows

COLUMNS = (
    "id", "office_id", "title", "told", "state", "first_at", "last_at", "items_n", "outlets_n",
    "heat", "rises", "settled", "revision",
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


def put_figures(story: Story, figures: Figures) -> None:
    """Take over a story's figures."""
    story.first_at, story.last_at = figures.first_at, figures.last_at
    story.items_n, story.outlets_n = figures.items_n, figures.outlets_n
    story.heat, story.rises = figures.heat, figures.rises


def figures_of_stories(stories: Sequence[int]) -> dict[int, Figures]:
    """The figures of stored stories, counted from their members; of those that have any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT story_id, item_id, said_at, outlet FROM stories_storyitem"
            " WHERE story_id = ANY(%s) ORDER BY story_id",
            [list(stories)],
        )
        members: dict[int, list[Member]] = {}
        for story, item, said_at, outlet in cursor.fetchall():
            members.setdefault(story, []).append(Member(item, said_at, outlet))
    return {story: figures_of(each) for story, each in members.items()}


def places_of(items: Iterable[int]) -> dict[int, int]:
    """The stories of those items that have a place, by item."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, story_id FROM stories_storyitem WHERE item_id = ANY(%s)",
            [as_array(set(items))],
        )
        return dict(cursor.fetchall())


def as_array(numbers: Iterable[int]) -> str:
    """Numbers as the database reads an array."""
    return "{" + ",".join(map(str, numbers)) + "}"


def open_stories(stories: Sequence[Story]) -> None:
    """Write new stories, whose ids are given."""
    copy_rows(Story, COLUMNS, [[_written(one, name) for name in COLUMNS] for one in stories])


def update_stories(stories: Sequence[Story]) -> None:
    """Write what changes of stories that are there, in one statement."""
    if not stories:
        return
    columns = [[_written(story, name) for story in stories] for name in ("id", *UPDATED)]
    at = 1 + list(UPDATED).index("rises")
    columns[at] = ["{" + ",".join(map(str, hours)) + "}" for hours in columns[at]]
    arrays = ", ".join(["%s::bigint[]", *(f"%s::{kind}[]" for kind in UPDATED.values())])
    assigned = ", ".join(
        f"{name} = v.{name}" + ("::int[]" if name == "rises" else "") for name in UPDATED
    )
    statement = (
        f"UPDATE stories_story AS s SET {assigned}"  # noqa: S608 - own names
        f" FROM unnest({arrays}) AS v(id, {', '.join(UPDATED)}) WHERE s.id = v.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)


def put_marks(stories: Sequence[Story]) -> None:
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
            columns,
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


def _written(story: Story, column: str) -> Any:
    value = getattr(story, column)
    return str(value) if column == "state" else value
