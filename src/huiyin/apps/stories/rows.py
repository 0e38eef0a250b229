"""Writing stories and members, in a few statements however many they are."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from huiyin.apps.stories.figures import Figures, Member, figures_of
from huiyin.apps.stories.models import Story

COLUMNS = (
    "id", "office_id", "title", "told", "state", "first_at", "last_at", "items_n", "outlets_n",
    "heat", "rises", "settled", "revision",
)  # fmt: skip
MEMBER_COLUMNS = (
    "story_id", "item_id", "similarity", "because", "refused_id", "apart_because", "reprint", "at",
    "said_at", "outlet",
)  # fmt: skip
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


def open_stories(stories: Sequence[Story]) -> None:
    """Write new stories, whose ids are given."""
    copy_rows(
        "stories_story", COLUMNS, [[_written(one, name) for name in COLUMNS] for one in stories]
    )


def copy_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of a table of ours."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def update_stories(stories: Sequence[Story]) -> None:
    """Write what changes of stories that are there, in one statement."""
    if not stories:
        return
    columns = [[_written(story, name) for story in stories] for name in ("id", *UPDATED)]
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


def move_members(items: Sequence[int], stories: Sequence[int]) -> None:
    """Put items that have a place into other stories."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stories_storyitem AS m SET story_id = v.story_id, because = %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS v(item_id, story_id)"
            " WHERE m.item_id = v.item_id",
            [as_json(("regrouped",)), list(items), list(stories)],
        )


def new_ids(count: int) -> list[int]:
    """Ids for stories that are about to be written, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('stories_story', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return sorted(pk for (pk,) in cursor.fetchall())


def as_json(words: Sequence[str]) -> str:
    """Words as a JSON column takes them."""
    return msgspec.json.encode(words).decode()


def _written(story: Story, column: str) -> Any:
    value = getattr(story, column)
    if column == "rises":
        return "{" + ",".join(map(str, value)) + "}"
    return str(value) if column == "state" else value
