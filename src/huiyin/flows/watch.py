"""Watching public sources: lease what is due, fetch, read, store, and say how each one is.

A source is leased by pushing its next wake-up a little ahead, again and again while it is on its
way, so any number of workers may watch and a killed one loses nothing: its sources are due again
when their short lease is over. What a round brought is stored together with the cursors of its
sources; what could not be read or stored is written into the source's ledger with its reason, and
never keeps another source waiting.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item, Source
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import zone_of
from huiyin.engine.fetch import FetchFailure, Request, Result
from huiyin.flows.collecting import Collector, collector
from huiyin.flows.grouping import Stored, store_batch
from huiyin.flows.ledger import Outcome, note, tell_moved
from huiyin.ports import Document, Entry, Reading, Refusal, SourcePlugin
from huiyin.ports import sources as source_plugins

LEASE = timedelta(seconds=15)
RENEWED = timedelta(seconds=10)  # a lease with less than this left is made full again
PATIENCE = 2.0  # seconds a round waits for answers; what comes later is taken by the next one
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Read:
    """A source, how its attempt went, and what it brought."""

    source: Source
    outcome: Outcome
    arrivals: list[Arrival] = field(default_factory=list)


def fetch_due(
    now: datetime, limit: int = 64, *, by: Collector | None = None, patience: float = PATIENCE
) -> int:
    """One round: ask the sources that are due, store what has come; gives how many attempts ended.

    `patience` is how long in seconds the round waits for the sources it asked; the others go on
    in the background of `by` and are stored by a later round.
    """
    asked = by or collector()
    _keep_leases(asked.under_way, now)
    leased = _lease(now, min(limit, asked.room), asked.under_way)
    asked.ask(_request(source) for source in leased)
    until = time.monotonic() + (patience if leased else 0.0)
    waiting = {str(source.pk) for source in leased}
    ended = 0
    while True:
        answers = asked.answers(max(until - time.monotonic(), 0.0))
        ended += _take(answers, now)
        waiting -= {request.key for request, _result in answers}
        if not answers or not waiting:
            return ended


def _keep_leases(under_way: frozenset[str], now: datetime) -> None:
    """Renew the leases of what this process is still asking for."""
    if under_way:
        held = Source.objects.filter(pk__in=under_way, next_fetch_at__lt=now + RENEWED)
        held.update(next_fetch_at=now + LEASE)


def _lease(now: datetime, limit: int, under_way: frozenset[str]) -> list[Source]:
    with transaction.atomic():
        due = Source.objects.filter(enabled=True, next_fetch_at__lte=now)
        due = due.exclude(pk__in=under_way) if under_way else due
        rows = list(due.order_by("next_fetch_at", "id").select_for_update(skip_locked=True)[:limit])
        Source.objects.filter(pk__in=[row.pk for row in rows]).update(next_fetch_at=now + LEASE)
    return rows


def _request(source: Source) -> Request:
    return Request(
        url=source.moved_to or source.url,
        etag=source.etag,
        last_modified=source.last_modified,
        allow_private=source.allow_private,
        key=str(source.pk),
    )


def _take(answers: Sequence[tuple[Request, Result]], now: datetime) -> int:
    """Read and store answers, one transaction an office; one by one where that fails."""
    if not answers:
        return 0
    by_key = {int(request.key): result for request, result in answers}
    sources = Source.objects.select_related("office__calendar").filter(pk__in=list(by_key))
    reads = [_read(source, by_key[source.pk]) for source in sources.order_by("office_id", "id")]
    for office in dict.fromkeys(read.source.office for read in reads):
        _store(office, [read for read in reads if read.source.office_id == office.pk], now)
    return len(reads)


def _store(office: Office, reads: list[Read], now: datetime) -> None:
    try:
        _store_together(office, reads, now)
    except (OperationalError, InterfaceError):
        raise
    except (DatabaseError, ValueError, TypeError) as error:
        if len(reads) > 1:
            for read in reads:
                _store(office, [read], now)
            return
        log.exception("source.storing_failed", source=reads[0].source.pk)
        detail = f"{type(error).__name__}: {error}"[:300]
        failed = Outcome(code="storing_failed", detail=detail, seconds=reads[0].outcome.seconds)
        with transaction.atomic():
            note(reads[0].source, failed, Stored(), now)


def _store_together(office: Office, reads: Sequence[Read], now: datetime) -> None:
    moved: list[Source] = []

    def keep(stored: Stored) -> None:
        in_order = sorted(reads, key=lambda one: one.source.pk)
        moved.extend(
            read.source for read in in_order if note(read.source, read.outcome, stored, now)
        )

    arrivals = [arrival for read in reads for arrival in read.arrivals]
    with transaction.atomic():
        store_batch(office, arrivals, now=now, keep=keep)
        for source in moved:
            tell_moved(source, now)


def _read(source: Source, result: Result) -> Read:
    if isinstance(result, FetchFailure):
        failed = Outcome(
            code=result.code,
            status=result.status,
            detail=result.detail,
            seconds=result.seconds,
            retry_after=result.retry_after,
            permanent=result.permanent,
        )
        return Read(source, failed)
    outcome = Outcome(
        status=result.status,
        seconds=result.seconds,
        octets=len(result.body),
        unchanged=result.unchanged,
        etag=result.etag,
        last_modified=result.last_modified,
        moved_to=result.moved_to,
        retry_after=result.retry_after,
    )
    if result.unchanged:
        return Read(source, outcome)
    plugin = source_plugins().plugins.get(source.plugin)
    reading = _reading(plugin, source, result.document(zone_of(source.office)))
    arrivals = [_arrival(source, reading, entry) for entry in reading.entries]
    return Read(source, outcome.with_reading(reading), arrivals)


def _reading(plugin: SourcePlugin | None, source: Source, document: Document) -> Reading:
    """What the plug-in makes of a document; one that breaks is a refusal of this document only."""
    if plugin is None:
        return Reading(refusals=(Refusal("document", "plugin_missing", source.plugin),))
    try:
        return plugin.read(document)
    except Exception as error:
        log.exception("source.plugin_failed", source=source.pk, plugin=source.plugin)
        detail = f"{type(error).__name__}: {error}"[:300]
        return Reading(refusals=(Refusal("document", "plugin_failed", detail),))


def _arrival(source: Source, reading: Reading, entry: Entry) -> Arrival:
    return Arrival(
        channel=Item.Channel.FEED,
        title=entry.title,
        body=entry.body,
        url=entry.web_url,
        outlet=_outlet(source, reading, entry),
        place=entry.place,
        published_at=entry.published_at,
        external_id=entry.extra.get("id", ""),
        source_id=source.pk,
        raw=dict(entry.extra),
    )


def _outlet(source: Source, reading: Reading, entry: Entry) -> str:
    """Who published it: the outlet an entry names besides its feed, else the source's own."""
    if entry.outlet and entry.outlet != reading.title:
        return entry.outlet
    return source.outlet or reading.title or source.name
