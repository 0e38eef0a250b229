"""Items found by their text: the index answers for what it holds, the database for what came since.

The index knows what never changes about an item. Everything else – its state, kind, case – is
asked of the database for the hits, more and more of them until a page is full. Every hit is held
against the stored text, so what vanished or changed a moment ago does not come back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL

from huiyin.apps.intake.indexing import place
from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries.search import holding, question, words_of
from huiyin.engine.search import Filters, Reader, open_reader, rank
from huiyin.rules.text.normalise import fold

MOST_AHEAD = 100_000  # ids the index may be behind before the oldest of them are left out
BEST = 300  # hits that are ordered by relevance
DEEPER = 5  # how many times as many hits are taken where the filters left too few
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sight:
    """What the index can tell of an office: items up to `reached`; newer ones are in the database.

    With `partial` the index is far behind, and items between `reached` and `ahead` are not found.
    """

    reader: Reader | None
    reached: int
    ahead: int
    newest: int

    @property
    def partial(self) -> bool:
        """Whether older items may be missing."""
        return self.ahead > self.reached


def sight(office_id: int) -> Sight:
    """As it is now."""
    newest = Item.objects.aggregate(last=Max("pk"))["last"] or 0
    reader = _reader()
    reached = reader.marks.items.get(office_id, 0) if reader else 0
    if reached > newest:  # an index of other days: the worker is about to notice
        reader, reached = None, 0
    return Sight(reader, reached, max(reached, newest - MOST_AHEAD), newest)


def _reader() -> Reader | None:
    where = place()
    folder = where.current if where else None
    if folder is None:
        return None
    try:
        return open_reader(folder)
    except (OSError, ValueError) as error:
        log.warning("search.index_unreadable", error=str(error)[:300])
        return None


def newest_found(
    rows: "QuerySet[Item]", text: str, seen: Sight, filters: Filters, limit: int
) -> list[Item]:
    """Up to `limit` of these rows that answer, newest first."""
    ahead = list(_ahead(rows, text, seen, filters).order_by("-said_at", "-id")[:limit])
    found = ahead + _behind(rows, text, seen, filters, limit)
    return sorted(found, key=lambda item: rank(item.said_at, item.pk), reverse=True)[:limit]


def best_found(
    rows: "QuerySet[Item]", text: str, seen: Sight, filters: Filters
) -> list[tuple[int, float]]:
    """Ids of the `BEST` most relevant rows and their scores, the best first: by how much they speak
    of the question's words, twice as much where the title does. What is newer than the index comes
    first."""
    wanted = question(text)
    ahead = _ahead(rows, text, seen, filters).order_by("-said_at", "-id")
    found = [(pk, float("inf")) for pk in ahead.values_list("pk", flat=True)[:BEST]]
    if seen.reader is None or wanted is None:
        return found
    hits = {hit.id: hit.score for hit in seen.reader.best(wanted, filters, BEST)}
    titles = dict(among(holding(rows, text), hits).values_list("pk", "title"))
    words = words_of(text)
    for pk, title in zip(titles, fold(list(titles.values())), strict=True):
        found.append((pk, hits[pk] * (2 if any(word in title for word in words) else 1)))
    return sorted(found, key=lambda each: (-each[1], -each[0]))[:BEST]


def newest_ids(
    rows: "QuerySet[Item]", text: str, seen: Sight, filters: Filters, limit: int
) -> list[int]:
    """Ids of the newest answers; what the index says of them is taken as it is."""
    wanted = question(text)
    ahead = _ahead(rows, text, seen, filters).order_by("-said_at", "-id")
    ids = list(ahead.values_list("pk", flat=True)[:limit])
    if seen.reader is not None and wanted is not None:
        ids += [hit.id for hit in seen.reader.newest(wanted, filters, limit)]
    return ids


def among(rows: "QuerySet[Item]", ids: Iterable[int]) -> "QuerySet[Item]":
    """Those of the rows that have one of many ids."""
    return rows.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(ids)]))


def _ahead(rows: "QuerySet[Item]", text: str, seen: Sight, filters: Filters) -> "QuerySet[Item]":
    """The answers that the index does not hold yet, by a look at each text."""
    newer = holding(rows.filter(pk__gt=seen.ahead), text)
    return newer if filters.upto is None else newer.filter(pk__lte=filters.upto)


def _behind(
    rows: "QuerySet[Item]", text: str, seen: Sight, filters: Filters, limit: int
) -> list[Item]:
    """The newest answers that the index holds and the rows keep."""
    wanted = question(text)
    if seen.reader is None or wanted is None:
        return []
    held: list[Item] = []
    taken, asked = 0, limit * 2
    while True:
        hits = seen.reader.newest(wanted, filters, asked)
        ids = [hit.id for hit in hits[taken:]]
        kept = among(holding(rows, text), ids).order_by("-said_at", "-id")
        held += kept[: limit - len(held)]
        if len(held) >= limit or len(hits) < asked:
            return held
        taken, asked = len(hits), asked * DEEPER
