"""Bringing in files: messages row by row into the inbox, source lists into the watch.

Rows are taken in the order they were said, as far as a window of `WINDOW` rows reaches, since
stories grow in time; each `CHUNK` of them is one transaction with the figures of the run. A row
that cannot be read is set aside with its place, its reason and itself. Bringing the same file in
again changes nothing, and after a kill in the middle it completes what was missing.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.actions.sources import SourceRefused, add_source
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.columns import channel_named, without_people
from huiyin.apps.intake.models import ImportRun, Item, RefusedRow
from huiyin.apps.intake.storing import clean
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import zone_of
from huiyin.flows.grouping import Begun, Stored, ahead, look_up, store_batch
from huiyin.ports import FormatPlugin, ListedSource, Refusal, Row, formats
from huiyin.ports.formats import Imported, format_for

CHUNK = 1000
WINDOW = 50_000
LAST = datetime.max.replace(tzinfo=UTC)


class CannotBringIn(Exception):  # noqa: N818 - it is an answer, not a fault
    """A file that no plug-in reads: `code` is format_unknown, with the endings that are known."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(code)
        self.code = code
        self.known = tuple(known)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come; `octets` of the file are read."""

    octets: int
    rows: int
    new: int
    known: int
    refused: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What a list of sources gave: how many are new, how many known, and what was refused."""

    added: int
    known: int
    refused: tuple[Refusal, ...]


def plugin_for(path: Path) -> FormatPlugin:
    """The plug-in that reads this file; raises CannotBringIn."""
    shelf = formats().plugins
    plugin = format_for(path.name, shelf)
    if plugin is None:
        known = sorted({suffix for one in shelf.values() for suffix in one.suffixes})
        raise CannotBringIn("format_unknown", known)
    return plugin


def is_source_list(path: Path) -> bool:
    """Whether the file lists sources rather than messages."""
    return plugin_for(path).gives == "sources"


def bring_in(
    office: Office,
    path: Path,
    *,
    now: datetime,
    channel: str = "import",
    actor: Person | None = None,
    progress: Callable[[Progress], None] = lambda _progress: None,
) -> ImportRun:
    """Bring a file of messages in. Raises CannotBringIn, and OSError where it cannot be opened."""
    if channel not in Item.Channel.values:
        raise ValueError(f"no such channel: {channel}")
    plugin = plugin_for(path)
    with path.open("rb") as stream:
        run = ImportRun.objects.create(
            office=office,
            by=actor,
            name=path.name[:300],
            plugin=plugin.name,
            channel=channel,
            sha256=hashlib.file_digest(stream, "sha256").digest(),
            started_at=now,
        )
        stream.seek(0)
        size = path.stat().st_size
        chunks = _chunks(plugin.read(stream, path.name, zone_of(office)))
        for chunk, begun in ahead(chunks, lambda rows: look_up(office, _arrivals(run, rows), now)):
            _take_or_set_aside(run, chunk, now, actor, begun)
            octets = size if stream.closed else min(stream.tell(), size)
            progress(Progress(octets, run.rows, run.new_items, run.known, run.refused))
    _finish(run, now, actor)
    return run


def bring_in_sources(
    office: Office, path: Path, *, now: datetime, actor: Person | None = None
) -> Brought:
    """Watch every source of a list; what cannot be watched is given back with its reason."""
    added = known = 0
    refused: list[Refusal] = []
    with path.open("rb") as stream:
        for listed in plugin_for(path).read(stream, path.name, zone_of(office)):
            match listed:
                case Refusal():
                    refused.append(listed)
                case Row():
                    refused.append(Refusal(listed.where, "not_a_source_list", listed.title))
                case ListedSource():
                    try:
                        _source, new = add_source(
                            office, name=listed.title, url=listed.url, actor=actor, now=now
                        )
                    except SourceRefused as refusal:
                        refused.append(Refusal(listed.where, refusal.code, raw=listed.url))
                    else:
                        added += new
                        known += not new
    return Brought(added, known, tuple(refused))


def _chunks(imported: Iterable[Imported]) -> Iterator[list[Imported]]:
    """Chunks of rows in the order they were said, those without a time last, in file order."""
    rows = iter(imported)
    while window := list(islice(rows, WINDOW)):
        window.sort(key=_said)
        for begin in range(0, len(window), CHUNK):
            yield window[begin : begin + CHUNK]


def _said(imported: Imported) -> datetime:
    return (imported.at or LAST) if isinstance(imported, Row) else LAST


def _take_or_set_aside(
    run: ImportRun,
    chunk: Sequence[Imported],
    now: datetime,
    actor: Person | None,
    begun: Begun | None = None,
) -> None:
    """Store a chunk; where that fails, find the row that spoils it and set that one aside."""
    try:
        _take(run, chunk, now, actor, begun)
    except (OperationalError, InterfaceError):
        raise  # the database is not there: nothing is wrong with the rows
    except (DatabaseError, ValueError, TypeError, ArithmeticError) as error:
        run.refresh_from_db()
        if len(chunk) > 1:
            middle = len(chunk) // 2
            for part in (chunk[:middle], chunk[middle:]):
                _take_or_set_aside(run, part, now, actor)
            return
        detail = f"{type(error).__name__}: {error}"
        spoilt = chunk[0]
        raw = json.dumps(without_people(spoilt.raw)) if isinstance(spoilt, Row) else ""
        _take(run, [Refusal(spoilt.where, "storing_failed", detail[:500], raw)], now, actor)


def _take(
    run: ImportRun,
    chunk: Sequence[Imported],
    now: datetime,
    actor: Person | None,
    begun: Begun | None = None,
) -> None:
    arrivals = _arrivals(run, chunk)
    refused = [_refused(run, one) for one in chunk if not isinstance(one, Row)]

    def keep(stored: Stored) -> None:
        run.rows += len(chunk)
        run.new_items += stored.new
        run.known += stored.known
        run.refused += len(refused)
        run.save(update_fields=["rows", "new_items", "known", "refused"])
        RefusedRow.objects.bulk_create(refused)

    store_batch(run.office, arrivals, now=now, actor=actor, keep=keep, begun=begun)


def _arrivals(run: ImportRun, chunk: Sequence[Imported]) -> list[Arrival]:
    return [_arrival(run, row) for row in chunk if isinstance(row, Row)]


def _refused(run: ImportRun, one: Imported) -> RefusedRow:
    """A refusal as it is kept; a source among messages is one too."""
    match one:
        case Refusal():
            place, code, detail, raw = one.where, one.code, one.detail, one.raw
        case _:
            url = one.url if isinstance(one, ListedSource) else ""
            place, code, detail, raw = one.where, "source_list", "", url
    return RefusedRow(
        run=run, place=clean(place)[:120], code=code[:60], detail=clean(detail), raw=clean(raw)
    )


def _arrival(run: ImportRun, row: Row) -> Arrival:
    return Arrival(
        channel=channel_named(row.channel) or run.channel,
        title=row.title,
        body=row.body,
        place=row.place,
        published_at=row.at,
        external_id=row.id,
        run_id=run.pk,
        raw=without_people(row.raw),
    )


@transaction.atomic
def _finish(run: ImportRun, now: datetime, actor: Person | None) -> None:
    run.finished_at = now
    run.save(update_fields=["finished_at"])
    record(
        "import.finished", subject=f"import:{run.pk}", at=now, office=run.office, actor=actor,
        body={
            "name": run.name, "sha256": run.sha256.hex(), "rows": run.rows, "new": run.new_items,
            "known": run.known, "refused": run.refused,
        },
    )  # fmt: skip
