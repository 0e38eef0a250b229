"""Following the items into the full-text index: what is new, what changed, what vanished.

PostgreSQL is the truth. One process a data folder – the worker – writes the index; it commits how
far it has come together with the items, so after a kill it goes on where the index really ends.
Items of one office become visible in the order of their ids (`apps.intake.locks`); so the last id
says it all. What the index does not hold yet, a search finds in the database itself.

An index that is missing, broken, of another version or of another database is built anew.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from huiyin.apps.intake.locks import is_quiet
from huiyin.apps.intake.models import Item, ItemChange
from huiyin.apps.org.models import Office
from huiyin.engine.clock import real_now
from huiyin.engine.search import (
    VERSION,
    Entry,
    IndexBusy,
    IndexUnsound,
    Marks,
    Place,
    Writer,
    open_reader,
    rank_of,
)

BATCH = 5_000  # items of one statement
ROUND = 20_000  # items of one commit
STEP_OVER = 50_000  # ids of other offices after which a quiet office's mark is moved on
KEPT_DAYS = 30  # changes are kept so long for an index that was away
log = structlog.get_logger()
_COLUMNS = """
SELECT id, office_id, floor(extract(epoch FROM said_at) * 1000)::bigint, channel,
    coalesce(source_id, 0), folded FROM intake_item """
_NEW = _COLUMNS + "WHERE office_id = %s AND id > %s AND apart = 0 ORDER BY id LIMIT %s"
_AGAIN = _COLUMNS + "WHERE id = ANY(%s) AND apart = 0 ORDER BY id"
_HORIZON = """
SELECT system_identifier::text, (SELECT timeline_id FROM pg_control_checkpoint()),
    'intake_item'::regclass::oid::bigint, pg_snapshot_xmin(pg_current_snapshot())::text
FROM pg_control_system()"""


def place() -> Place | None:
    """Where this desk's index lies; None where it has none."""
    folder: Path | None = getattr(settings, "SEARCH_FOLDER", None)
    return None if folder is None else Place(folder)


@dataclass(frozen=True, slots=True)
class Horizon:
    """Every transaction before `tx` has ended; `desk` names the database and its history."""

    desk: str
    tx: int


class Follower:
    """Keeps one index up to date; `round` is called again and again by one thread."""

    def __init__(self, where: Place) -> None:
        self._where = where
        self._writer: Writer | None = None

    def round(self) -> int:
        """Take in what is new, at most `ROUND` items; gives how much was done.

        Raises ValueError or OSError where the disk refuses; what is committed stays.
        """
        try:
            return self._round()
        except IndexBusy:
            return 0  # another worker of this machine writes it
        except IndexUnsound as error:
            log.warning("search.index_unsound", error=str(error)[:300])
            self.close()
            self._where.discard()
            return 1
        except (ValueError, OSError):
            self._writer = None
            raise

    def close(self) -> None:
        """Give the index free."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()

    def _round(self) -> int:
        writer, horizon, today = self._opened(), _horizon(), real_now().toordinal()
        marks = writer.marks or Marks(horizon.desk, VERSION, {}, horizon.tx, today)
        if (marks.desk, marks.version) != (horizon.desk, VERSION) or today - marks.day >= KEPT_DAYS:
            raise IndexUnsound(f"made from {marks.desk} by version {marks.version}")
        changed = _changed(marks.changes, horizon.tx)
        reached = dict(marks.items)
        if changed:
            writer.remove(changed)
            writer.add(
                each for each in _entries(_AGAIN, changed) if each.id <= reached.get(each.office, 0)
            )
        count = _take_new(writer, reached)
        if marks.day != today:
            forget_changes()
        if changed or reached != marks.items or marks.day != today or writer.marks is None:
            writer.commit(Marks(horizon.desk, VERSION, reached, horizon.tx, today))
        if count < ROUND and self._where.current != writer.folder:
            self._where.settle(writer.folder)
        return count + len(changed)

    def _opened(self) -> Writer:
        if self._where.is_rebuild_asked:
            self.close()
            self._where.begin()
            self._where.rebuild_begun()
        if self._writer is None:
            self._writer = Writer(
                self._where.building or self._where.current or self._where.begin()
            )
        return self._writer


@dataclass(frozen=True, slots=True)
class IndexState:
    """How many items there are, how many the index holds, and what is wrong with it: "none",
    "unreadable" or ""."""

    items: int
    indexed: int
    code: str = ""


def state_of_index() -> IndexState:
    """As it is on this machine now."""
    items = Item.objects.count()
    where = place()
    folder = where.current if where else None
    if folder is None:
        return IndexState(items, 0, "none")
    try:
        reader = open_reader(folder)
    except (OSError, ValueError):
        return IndexState(items, 0, "unreadable")
    return IndexState(items, max(reader.total - 1, 0))


def forget_changes() -> int:
    """Drop the notes of changes that every index in use has followed; gives how many."""
    kept_since = real_now() - timedelta(days=KEPT_DAYS)
    return ItemChange.objects.filter(at__lt=kept_since).delete()[0]


def _horizon() -> Horizon:
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        system, timeline, table, tx = cursor.fetchone()
    return Horizon(f"{system}.{timeline}.{table}", int(tx))


def _changed(since: int, until: int) -> list[int]:
    """Items that changed or vanished in the transactions from `since`, before `until`."""
    rows = ItemChange.objects.filter(tx__gte=since, tx__lt=until)
    return list(rows.order_by("item_id").values_list("item_id", flat=True).distinct())


def _take_new(writer: Writer, reached: dict[int, int]) -> int:
    """Add what is new of every office, and move its last id in `reached`."""
    count = 0
    newest = Item.objects.aggregate(last=Max("pk"))["last"] or 0
    for office in Office.objects.order_by("id").values_list("pk", flat=True):
        while count < ROUND:
            found = _entries(_NEW, office, reached.get(office, 0), BATCH)
            writer.add(found)
            count += len(found)
            if found:
                reached[office] = found[-1].id
            if len(found) < BATCH:
                break
        if newest - reached.get(office, 0) > STEP_OVER and count < ROUND:
            _step_over(office, newest, reached)
    return count


def _step_over(office: int, newest: int, reached: dict[int, int]) -> None:
    """A quiet office is not to be looked for among all that others have written since."""
    with transaction.atomic():
        written = Item.objects.filter(office=office, pk__gt=reached.get(office, 0))
        if is_quiet(office) and not written.exists():
            reached[office] = newest


def _entries(statement: str, *asked: int | list[int]) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [
            Entry(pk, office, rank_of(said, pk), channel, source, folded)
            for pk, office, said, channel, source, folded in cursor.fetchall()
        ]
