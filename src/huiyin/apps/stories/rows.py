"""Stored stories as the grouping rule reads them, and back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection

from huiyin.apps.stories.models import Story, StoryItem
from huiyin.rules.text import fingerprint
from huiyin.rules.text.cluster import Policy, StoryIndex, StoryRow
from huiyin.rules.text.features import ItemFeatures

SIGNATURE = fingerprint.BINS * 4
MOST_RECENT = 600  # live stories that are always looked at; they also say which words are rare
MOST_MATCHING = 600  # further live stories that share telling words or texts with the batch
TELLING = 8  # heaviest terms of an item by which further stories are looked for
FIELDS = ("pk", "last_at", "items_n", "terms", "weights", "places", "signatures")


def live_index(
    office_id: int, items: Sequence[ItemFeatures], copies: Iterable[int], policy: Policy
) -> StoryIndex:
    """The stories that the batch may belong to: alive at its time, recent or alike.

    `copies` are the items that texts of the batch are copies of. The number of rows read is
    bounded whatever the number of stories.
    """
    window = timedelta(hours=policy.window_hours)
    since = min(item.at for item in items) - window
    until = max(item.at for item in items) + window
    alive = Story.objects.filter(
        office_id=office_id, merged_into=None, last_at__gte=since, first_at__lte=until
    )
    recent = list(alive.order_by("-last_at", "-id").values_list(*FIELDS)[:MOST_RECENT])
    found = {row[0]: row for row in recent}
    if len(recent) == MOST_RECENT:
        terms = sorted({term for item in items for term in item.terms[:TELLING]})
        alike = alive.filter(terms__overlap=terms).order_by("-last_at", "-id")
        found.update((row[0], row) for row in alike.values_list(*FIELDS)[:MOST_MATCHING])
    held = StoryItem.objects.filter(item_id__in=list(copies)).values("story_id")
    copied = alive.filter(pk__in=held).exclude(pk__in=list(found))
    found.update((row[0], row) for row in copied.values_list(*FIELDS)[:MOST_MATCHING])
    return StoryIndex.from_rows(_row(*found[pk]) for pk in sorted(found))


def row_of(story: Story) -> StoryRow:
    """A story as the grouping rule reads it."""
    return _row(
        story.pk, story.last_at, story.items_n, story.terms, story.weights, story.places,
        story.signatures,
    )  # fmt: skip


def put_row(story: Story, row: StoryRow) -> None:
    """Take over what the grouping rule made of a story."""
    story.terms = list(row.terms)
    story.weights = list(row.weights)
    story.places = list(row.places)
    story.signatures = b"".join(row.signatures)


def new_ids(count: int) -> list[int]:
    """Ids for stories that are about to be written, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('stories_story', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return sorted(pk for (pk,) in cursor.fetchall())


def _row(
    pk: int,
    last_at: datetime,
    items_n: int,
    terms: Sequence[str],
    weights: Sequence[int],
    places: Sequence[str],
    signatures: bytes | memoryview,
) -> StoryRow:
    octets = bytes(signatures)
    return StoryRow(
        key=pk,
        last_at=last_at,
        items=items_n,
        terms=tuple(terms),
        weights=tuple(weights),
        places=tuple(places),
        signatures=tuple(octets[at : at + SIGNATURE] for at in range(0, len(octets), SIGNATURE)),
    )
