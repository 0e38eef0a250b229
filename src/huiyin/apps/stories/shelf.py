"""The live stories of each office, kept in memory between batches.

An index is kept with the revision of the office's stories it knows. Whoever uses it holds the
office's grouping lock, and first reads what has changed since: by another worker, or by hand. What
a transaction did to an index holds when the transaction is committed; until then, and where it
is rolled back, the index is not used again but read anew.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from huiyin.apps.stories.models import Story
from huiyin.rules.text.cluster import Held, Policy, StoryIndex, features, limit_of
from huiyin.rules.text.features import instant, microseconds
from huiyin.rules.text.live import MEMBERS

MOST_KEPT = 16
MOST_LATE = 2000  # stories looked at for items that come too late for the live ones
READ = 1700  # characters of an item's text, enough for what is read of it
CHUNK = 1000
STANDING = (Story.State.WARNED, Story.State.CASED)


@dataclass(slots=True)
class Kept:
    """An index, the revision it knows, and whether what it knows is committed."""

    index: StoryIndex
    revision: int
    committed: bool = False

    def confirm(self) -> None:
        self.committed = True


_shelf: OrderedDict[tuple[int, bool], Kept] = OrderedDict()


def live_index(office_id: int, policy: Policy, *, told: bool) -> Kept:
    """The index of the office's live stories, up to date; the caller holds the grouping lock."""
    ours = Story.objects.filter(office_id=office_id, told=told)
    revision = revision_of(office_id, told=told)
    limit = ended_before(office_id, policy, told=told)
    kept = _shelf.pop((office_id, told), None)
    if kept is None or not kept.committed or kept.revision > revision:
        kept = Kept(StoryIndex(), -1)
    if limit is not None and kept.revision < revision:
        latest = ours.aggregate(latest=Max("last_at"))["latest"]
        changed = ours.filter(revision__gt=kept.revision)
        alive = changed.filter(last_at__gte=limit, merged_into=None, items_n__gt=0)
        if kept.revision >= 0:
            kept.index.drop(changed.values_list("pk", flat=True))
        _load(kept.index, alive, latest=microseconds(latest))
    kept.revision = revision
    kept.committed = False
    return kept


def ended_before(office_id: int, policy: Policy, *, told: bool) -> datetime | None:
    """The time before which all stories have ended; None if there are none."""
    ours = Story.objects.filter(office_id=office_id, told=told)
    latest = ours.aggregate(latest=Max("last_at"))["latest"]
    return None if latest is None else instant(limit_of(microseconds(latest), policy))


def late_index(
    office_id: int, policy: Policy, since: datetime, until: datetime, *, told: bool
) -> StoryIndex:
    """An index of the stories alive between two times of the past, for one use."""
    window = timedelta(hours=policy.window_hours)
    ours = Story.objects.filter(office_id=office_id, told=told, merged_into=None, items_n__gt=0)
    alive = ours.filter(last_at__gte=since - window, first_at__lte=until + window)
    chosen = alive.order_by("-first_at", "-pk").values_list("pk", flat=True)[:MOST_LATE]
    index = StoryIndex()
    rows = Story.objects.filter(pk__in=list(chosen))
    _load(index, rows, latest=microseconds(since), until=until + window)
    return index


def keep(office_id: int, kept: Kept, revision: int, *, told: bool) -> None:
    """Put an index back that knows what this transaction wrote as `revision`."""
    kept.revision = revision
    _shelf[office_id, told] = kept
    while len(_shelf) > MOST_KEPT:
        _shelf.popitem(last=False)
    transaction.on_commit(kept.confirm)


def forget() -> None:
    """Keep no index any more; the next batch reads anew."""
    _shelf.clear()


def held_in_memory() -> tuple[int, int]:
    """How many items the kept indexes hold, and in how many octets of memory."""
    kept = [each.index.size() for each in _shelf.values()]
    return sum(items for items, _octets in kept), sum(octets for _items, octets in kept)


def revision_of(office_id: int, *, told: bool) -> int:
    """The number of the last change to the office's stories; 0 before the first."""
    ours = Story.objects.filter(office_id=office_id, told=told)
    latest: int | None = ours.aggregate(latest=Max("revision"))["latest"]
    return latest or 0


def add_stories(index: StoryIndex, stories: Sequence[int]) -> None:
    """Put stories into an index that are no longer live."""
    _load(index, Story.objects.filter(pk__in=stories), latest=index.latest)


def _load(
    index: StoryIndex, stories: "QuerySet[Story]", *, latest: int, until: datetime | None = None
) -> None:
    """Read stories and the items they are known by into the index."""
    fields = ("pk", "first_at", "last_at", "items_n", "settled", "state")
    rows = list(stories.order_by("pk").values_list(*fields))
    for begin in range(0, len(rows), CHUNK):
        chunk = rows[begin : begin + CHUNK]
        held = [
            Held(pk, microseconds(first), microseconds(last), n, settled or state in STANDING)
            for pk, first, last, n, settled, state in chunk
        ]
        members = _members([row[0] for row in chunk], until)
        parted = [folded.partition("\n") for _story, _item, _at, folded in members]
        read = features(
            [title for title, _, _ in parted], [body for _, _, body in parted],
            [at for _story, _item, at, _folded in members],
        )  # fmt: skip
        index.load(held, read, [row[1] for row in members], [row[0] for row in members], latest)


def _members(
    stories: Sequence[int], until: datetime | None
) -> list[tuple[int, int, datetime, str]]:
    """The latest members of stories: story, item, time, folded text; in the order of items."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, i.id, m.said_at, left(i.folded, %s)"
            " FROM unnest(%s::bigint[]) AS s(id) CROSS JOIN LATERAL ("
            "SELECT item_id, said_at FROM stories_storyitem WHERE story_id = s.id"
            " AND said_at <= coalesce(%s, 'infinity'::timestamptz)"
            " ORDER BY said_at DESC, item_id DESC LIMIT %s) AS m"
            " JOIN intake_item i ON i.id = m.item_id ORDER BY i.id",
            [READ, list(stories), until, MEMBERS],
        )
        return list(cursor.fetchall())
