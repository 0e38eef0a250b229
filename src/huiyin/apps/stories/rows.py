"""Stored stories as the grouping rule reads them, and back."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

import msgspec
from django.db import connection

from huiyin.apps.stories.models import Story, StoryItem
from huiyin.rules.text import fingerprint
from huiyin.rules.text.cluster import Policy
from huiyin.rules.text.features import ItemFeatures
from huiyin.rules.text.stories import StoryRow

SIGNATURE = fingerprint.BINS * 4
MOST_RECENT = 400  # live stories that are always looked at; they also say which words are rare
MOST_MATCHING = 400  # further live stories that share weighty words or texts with the batch
ITEM_KEYS = 8  # weightiest terms of an item by which further stories are looked for …
STORY_KEYS = 24  # … among the weightiest of a story
FIELDS = ("pk", "last_at", "items_n", "features", "signatures")

# Fields of a row that stand in `Story.features`; the others have columns of their own.
KEPT = tuple(
    field.name
    for field in dataclasses.fields(StoryRow)
    if field.name not in {"key", "last_at", "items", "signatures"}
)
COLUMNS = (
    "id", "office_id", "title", "told", "state", "first_at", "last_at", "items_n", "outlets_n",
    "heat", "rises", "features", "keys", "signatures",
)  # fmt: skip
UPDATED = COLUMNS[COLUMNS.index("first_at") :]


def live_rows(
    office_id: int,
    items: Sequence[ItemFeatures],
    copies: Iterable[int],
    policy: Policy,
    *,
    told: bool,
) -> dict[int, StoryRow]:
    """The stories that the batch may belong to, in the order they were opened: alive at its time,
    and recent or alike.

    `copies` are the items that texts of the batch are copies of. The number of rows read is
    bounded whatever the number of stories.
    """
    window = timedelta(hours=policy.window_hours)
    since = min(item.at for item in items) - window
    until = max(item.at for item in items) + window
    ours = Story.objects.filter(office_id=office_id, told=told)
    alive = ours.filter(merged_into=None, last_at__gte=since, first_at__lte=until).order_by(
        "-last_at", "-id"
    )
    # Of a batch that comes late, stories that went on since then are found by their keys alone.
    recent = alive.filter(last_at__lte=until).values_list(*FIELDS)[:MOST_RECENT]
    found = {row[0]: row for row in recent}
    if len(found) == MOST_RECENT or ours.filter(last_at__gt=until).exists():
        keys = sorted({key for item in items for key in keys_of(item.terms, ITEM_KEYS)})
        alike = alive.filter(keys__overlap=keys)
        found.update((row[0], row) for row in alive_but(alike, found))
    held = StoryItem.objects.filter(item_id__in=list(copies)).values("story_id")
    found.update((row[0], row) for row in alive_but(alive.filter(pk__in=held), found))
    return {pk: _row(*found[pk]) for pk in sorted(found)}


def alive_but(rows: Any, found: Mapping[int, Any]) -> Any:
    """Up to `MOST_MATCHING` of these stories that were not found before."""
    return rows.exclude(pk__in=list(found)).values_list(*FIELDS)[:MOST_MATCHING]


def keys_of(terms: Sequence[str], most: int) -> list[int]:
    """32-bit keys of the weightiest terms; they come heaviest first."""
    return [crc32(term.encode()) - 2**31 for term in terms[:most]]


def put_row(story: Story, row: StoryRow) -> None:
    """Take over what the grouping rule made of a story."""
    story.features = {name: list(getattr(row, name)) for name in KEPT}
    story.keys = keys_of(row.terms, STORY_KEYS)
    story.signatures = b"".join(row.signatures)


def open_stories(stories: Sequence[Story]) -> None:
    """Write new stories, whose ids are given."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY stories_story ({', '.join(COLUMNS)}) FROM STDIN") as copy,
    ):
        for story in stories:
            copy.write_row(_values(story, COLUMNS))


def update_stories(stories: Sequence[Story]) -> None:
    """Write figures and features of stories that are there."""
    assigned = ", ".join(f"{column} = %s" for column in UPDATED)
    with connection.cursor() as cursor:
        statement = f"UPDATE stories_story SET {assigned} WHERE id = %s"  # noqa: S608 - own names
        for story in stories:
            cursor.execute(statement, [*_values(story, UPDATED), story.pk])


def new_ids(count: int) -> list[int]:
    """Ids for stories that are about to be written, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('stories_story', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return sorted(pk for (pk,) in cursor.fetchall())


def _values(story: Story, columns: Sequence[str]) -> list[Any]:
    return [_written(story, column) for column in columns]


def _written(story: Story, column: str) -> Any:
    value = getattr(story, column)
    if column == "features":
        return msgspec.json.encode(value).decode()
    if column in {"keys", "rises"}:
        return "{" + ",".join(map(str, value)) + "}"
    return str(value) if column == "state" else value


def _row(
    pk: int,
    last_at: datetime,
    items_n: int,
    features: Mapping[str, Sequence[Any]],
    signatures: bytes | memoryview,
) -> StoryRow:
    octets = bytes(signatures)
    return StoryRow(
        key=pk,
        last_at=last_at,
        items=items_n,
        **{name: tuple(features.get(name, ())) for name in KEPT},
        signatures=tuple(octets[at : at + SIGNATURE] for at in range(0, len(octets), SIGNATURE)),
    )
