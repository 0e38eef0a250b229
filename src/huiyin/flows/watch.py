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
from functools import partial

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item, Source
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import zone_of
from huiyin.engine.fetch import Request, Result
from huiyin.engine.sealed import unseal
from huiyin.flows.collecting import Collector, collector
from huiyin.flows.errands import ErrandTrip, errands_due, finish_errands
from huiyin.flows.evidence import Found, keep_evidence, known_items, pages_seen
from huiyin.flows.grouping import Stored, store_batch
from huiyin.flows.ledger import note_all, tell_moved
from huiyin.flows.outcomes import Outcome
from huiyin.flows.trips import Plan, Trip
from huiyin.ports import Entry, schema_of, settle
from huiyin.ports import sources as source_plugins

LEASE = timedelta(seconds=15)
RENEWED = timedelta(seconds=10)  # a lease with less than this left is made full again
LEASED = 512  # sources of one round
PATIENCE = 2.0  # seconds a round waits for answers; what comes later is taken by the next one
LINGER = 0.06  # seconds after an answer in which another may join it
TOGETHER = 0.3  # seconds of joining; then what has come is stored
log = structlog.get_logger()


class Journey(Trip):
    """The trip of a source that is watched."""

    def __init__(self, plan: Plan, source: Source) -> None:
        super().__init__(plan)
        self.source = source


@dataclass(frozen=True, slots=True)
class Read:
    """A source, how its attempt went, and what it brought."""

    source: Source
    outcome: Outcome
    founds: list[Found] = field(default_factory=list)


def fetch_due(
    now: datetime, limit: int = LEASED, *, by: Collector | None = None, patience: float = PATIENCE
) -> int:
    """One round: ask the sources that are due, store what has come; gives how many attempts ended.

    `patience` is how long in seconds the round waits for the sources it asked; the others go on
    in the background of `by` and are stored by a later round.
    """
    asked = by or collector()
    _keep_leases(_held(asked), now)
    leased = _lease(now, min(limit, asked.room), asked)
    trips = [*errands_due(now), *(journey_of(source, now) for source in leased)]
    for trip in trips:
        if trip.plan.key not in asked.trips:
            asked.trips[trip.plan.key] = trip
            asked.ask(trip.start())
    until = time.monotonic() + (patience if trips else 0.0)
    waiting = {trip.plan.key for trip in trips}
    ended = 0
    while True:
        came, done = _come(asked, until)
        finish_errands([trip for trip in done if isinstance(trip, ErrandTrip)], now)
        ended += _store_all([trip for trip in done if isinstance(trip, Journey)], now)
        waiting -= {trip.plan.key for trip in done}
        if not came or not waiting:
            return ended


def _come(asked: Collector, until: float) -> tuple[bool, list[Trip]]:
    """Whether answers came, and the trips that ended with them.

    Answers are read while others are on their way and stored together: a batch costs less than
    its parts.
    """
    done: list[Trip] = []
    answers = asked.answers(max(until - time.monotonic(), 0.0))
    came, end = bool(answers), time.monotonic() + TOGETHER
    while answers:
        done += _walk(asked, answers)
        left = min(end - time.monotonic(), LINGER)
        answers = asked.answers(left) if left > 0 and len(done) < LEASED else []
    return came, done


def _held(asked: Collector) -> list[int]:
    return [trip.source.pk for trip in asked.trips.values() if isinstance(trip, Journey)]


def _keep_leases(under_way: list[int], now: datetime) -> None:
    """Renew the leases of what this process is still asking for."""
    if under_way:
        held = Source.objects.filter(pk__in=under_way, next_fetch_at__lt=now + RENEWED)
        held.update(next_fetch_at=now + LEASE)


def _lease(now: datetime, limit: int, asked: Collector) -> list[Source]:
    """The sources that are due, each with `late` set from when it was due."""
    with transaction.atomic():
        due = Source.objects.filter(enabled=True, push_key="", next_fetch_at__lte=now)
        due = due.exclude(pk__in=_held(asked)) if asked.trips else due
        held = due.select_related("office__calendar").select_for_update(
            skip_locked=True, of=("self",)
        )
        rows = list(held.order_by("next_fetch_at", "id")[:limit])
        if rows:
            Source.objects.filter(pk__in=[row.pk for row in rows]).update(next_fetch_at=now + LEASE)
    return rows


def journey_of(source: Source, now: datetime) -> Journey:
    """The trip of a leased source."""
    plugin = source_plugins().plugins.get(source.plugin)
    schema = schema_of(plugin) if plugin else ()
    settings = settle(schema, source.settings).values
    secrets = unseal(source.sealed)
    overdue = now - source.next_fetch_at > timedelta(seconds=source.interval_seconds)
    plan = Plan(
        key=f"s{source.pk}",
        url=source.moved_to or source.url,
        plugin=plugin,
        settings=settings,
        zone=zone_of(source.office),
        etag=source.etag,
        last_modified=source.last_modified,
        allow_private=source.allow_private,
        credentials=(str(settings.get("sign_in", "")), secrets.get("password", "")),
        full_text=bool(settings.get("full_text")),
        late=overdue and source.last_tried_at is not None,
        seen=partial(pages_seen, source.pk),
    )
    return Journey(plan, source)


def _walk(asked: Collector, answers: Sequence[tuple[Request, Result]]) -> list[Trip]:
    """Let each trip take its answers and ask on; gives the trips that ended."""
    done: list[Trip] = []
    for request, result in answers:
        key = request.key.partition("/")[0]
        trip = asked.trips.get(key)
        if trip is None:
            continue
        asked.ask(trip.take(request, result))
        if trip.ended:
            del asked.trips[key]
            done.append(trip)
    return done


def _store_all(done: Sequence[Journey], now: datetime) -> int:
    """Store what trips brought, one transaction an office; one by one where that fails."""
    reads = [_read(journey) for journey in done]
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
            note_all([(reads[0].source, failed)], Stored(), now)


def _store_together(office: Office, reads: Sequence[Read], now: datetime) -> None:
    in_order = sorted(reads, key=lambda one: one.source.pk)
    founds = [found for read in in_order for found in read.founds]
    moved: list[Source] = []

    def keep(stored: Stored) -> None:
        moved.extend(note_all([(read.source, read.outcome) for read in in_order], stored, now))

    arrivals = [found.arrival for found in founds if found.arrival is not None]
    with transaction.atomic():
        store_batch(office, arrivals, now=now, keep=keep)
        keep_evidence(founds, office.pk, now)
        for source in moved:
            tell_moved(source, now)


def _read(journey: Journey) -> Read:
    """What a trip brought as arrivals; a page that revises itself is none once it is known."""
    source = journey.source
    known = known_items(source.pk, journey.finds)
    founds = [
        Found(
            source,
            find,
            None
            if find.waits or find.key in known
            else arrival_of(source, journey.title, find.entry),
        )
        for find in journey.finds
    ]
    return Read(source, journey.outcome, founds)


def arrival_of(source: Source, title: str, entry: Entry) -> Arrival:
    """An entry of a source on its way in; `title` is what the document calls itself."""
    mailbox = entry.channel == Item.Channel.MAILBOX
    return Arrival(
        channel=Item.Channel.MAILBOX if mailbox else Item.Channel.FEED,
        title=entry.title,
        body=entry.body,
        url=entry.web_url,
        outlet="" if mailbox else _outlet(source, title, entry),
        place=entry.place,
        published_at=entry.published_at,
        external_id=entry.extra.get("id", ""),
        source_id=source.pk,
        raw=dict(entry.extra),
    )


def _outlet(source: Source, title: str, entry: Entry) -> str:
    """Who published it: the outlet an entry names besides its feed, else the source's own."""
    if entry.outlet and entry.outlet != title:
        return entry.outlet
    return source.outlet or title or source.name
