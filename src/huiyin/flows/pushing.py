"""Taking in what other systems pushed: read by the source's plug-in, stored with its mark.

Rows are held by their lock; the mark is written in the transaction that stores the items, so a
killed worker leaves nothing half done. A push that cannot be read or stored is marked all the
same and told in the source's ledger; the others go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import F, Func, IntegerField

from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Fetch, Push, Source
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import zone_of
from huiyin.flows.grouping import Stored, store_batch
from huiyin.flows.ledger import count_pushed
from huiyin.flows.trips import read_with
from huiyin.flows.watch import arrival_of
from huiyin.ports import Document, Reading, schema_of, settle
from huiyin.ports import sources as source_plugins

BATCH = 500
MOST_REFUSALS = 50
MOST_OCTETS = 1_500_000  # of a batch: what waits longest is on the screen before all is taken in
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push that was read."""

    push: Push
    reading: Reading
    arrivals: list[Arrival]


def take_pushes(now: datetime) -> int:
    """Take in what waits, one batch an office; gives how many pushes were taken in."""
    waiting = Push.objects.filter(taken_at=None)
    offices = waiting.order_by().values_list("source__office_id", flat=True).distinct()
    taken = 0
    for office in Office.objects.select_related("calendar").filter(pk__in=list(offices)):
        taken += _take_batch(office, now, BATCH)
    return taken


def _take_batch(office: Office, now: datetime, most: int) -> int:
    try:
        return _take_together(office, now, most)
    except (OperationalError, InterfaceError):
        raise
    except (DatabaseError, ValueError, TypeError) as error:
        if most > 1:
            return sum(_take_batch(office, now, 1) for _number in range(min(most, BATCH)))
        log.exception("push.storing_failed", office=office.pk)
        return _set_aside(office, f"{type(error).__name__}: {error}"[:300], now)


@transaction.atomic
def _take_together(office: Office, now: datetime, most: int) -> int:
    rows = _hold(office, most)
    if not rows:
        return 0
    read = [_read(row) for row in rows]

    def keep(stored: Stored) -> None:
        Push.objects.filter(pk__in=[row.pk for row in rows]).update(taken_at=now, body=b"")
        for source in {row.source_id: row.source for row in rows}.values():
            _note(source, [one for one in read if one.push.source_id == source.pk], stored, now)

    store_batch(office, [a for one in read for a in one.arrivals], now=now, keep=keep)
    return len(rows)


def _hold(office: Office, most: int) -> list[Push]:
    """The pushes that waited longest, locked: so many, and of so many octets together."""
    waiting = Push.objects.filter(taken_at=None, source__office=office)
    sized = waiting.annotate(
        octets=Func(F("body"), function="octet_length", output_field=IntegerField())
    )
    first = sized.order_by("received_at", "id").values_list("pk", "octets")[:most]
    chosen: list[int] = []
    octets = 0
    for pk, size in first.select_for_update(skip_locked=True, of=("self",)):
        if chosen and octets + size > MOST_OCTETS:
            break
        chosen.append(pk)
        octets += size
    rows = Push.objects.filter(pk__in=chosen).select_related("source__office__calendar")
    return list(rows.order_by("received_at", "id"))


def _read(push: Push) -> Pushed:
    source = push.source
    plugin = source_plugins().plugins.get(source.plugin)
    settings = settle(schema_of(plugin), source.settings).values if plugin else {}
    document = Document(
        bytes(push.body), "", push.content_type, zone_of(source.office), settings,
        at=push.received_at,
    )  # fmt: skip
    reading = read_with(plugin, document, f"push {push.pk}")
    arrivals = [arrival_of(source, reading.title, entry) for entry in reading.entries]
    return Pushed(push, reading, arrivals)


def _note(source: Source, read: Sequence[Pushed], stored: Stored, now: datetime) -> None:
    """One line of the ledger for all pushes of a source in this batch."""
    refusals = [refusal for one in read for refusal in one.reading.refusals]
    new = sum(item.source_id == source.pk for item in stored.items)
    Fetch.objects.create(
        source=source,
        at=now,
        outcome="read" if any(one.arrivals for one in read) else "refused",
        octets=sum(len(bytes(one.push.body)) for one in read),
        entries=sum(len(one.arrivals) for one in read),
        new_items=new,
        refusals=[
            {"where": one.where, "code": one.code, "detail": one.detail.replace("\0", "")}
            for one in refusals[:MOST_REFUSALS]
        ],
    )
    count_pushed(source, len(read), new, len(refusals), now)


@transaction.atomic
def _set_aside(office: Office, detail: str, now: datetime) -> int:
    """Mark the one push that cannot be stored, and say so."""
    rows = _hold(office, 1)
    for row in rows:
        Push.objects.filter(pk=row.pk).update(taken_at=now)
        Fetch.objects.create(
            source=row.source, at=now, outcome="storing_failed", detail=detail.replace("\0", "")
        )
    return len(rows)
