"""What was seen of sources hour by hour, as the coverage page and the judge of volumes read it."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Q

from huiyin.apps.intake.models import HostDay, HostRules, Source, SourceHour
from huiyin.apps.org.models import Office
from huiyin.rules.coverage import LONGEST, Hour

HOUR = timedelta(hours=1)
MOST_RULES: Final = 20
PORT: Final = re.compile(r":\d+$")


def full_hour(at: datetime) -> datetime:
    """The beginning of the hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def hours_seen(
    office: Office, first: datetime, hours: int
) -> list[tuple[Source, list[Hour | None]]]:
    """Each source of an office with its hours from `first` on; None where nobody looked."""
    sources = list(Source.objects.filter(office=office).order_by("-enabled", "name", "id"))
    rows = SourceHour.objects.filter(
        source__office=office, hour_at__gte=first, hour_at__lt=first + hours * HOUR
    )
    found: dict[int, list[Hour | None]] = {source.pk: [None] * hours for source in sources}
    columns = ("source_id", "hour_at", "tried", "got", "refused", "failed", "late")
    for source_id, at, *counted in rows.values_list(*columns):
        found[source_id][int((at - first) / HOUR)] = Hour(*counted)
    return [(source, found[source.pk]) for source in sources]


def unassessed(hour: datetime, limit: int) -> list[Source]:
    """Watched sources that brought something once and were not judged for this hour yet."""
    rows = Source.objects.filter(enabled=True, last_item_at__isnull=False)
    waiting = rows.exclude(assessed_at__gte=hour).select_related("office__calendar")
    return list(waiting.order_by("id")[:limit])


def new_by_hour(sources: Sequence[Source], end: datetime) -> dict[int, list[int | None]]:
    """New items by hour up to `end`, oldest first; None where nothing was seen of an hour."""
    first = end - LONGEST * HOUR
    counts: dict[int, list[int | None]] = {source.pk: [None] * LONGEST for source in sources}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id, extract(epoch FROM hour_at - %s)::int / 3600, got"
            " FROM intake_sourcehour WHERE source_id = ANY(%s) AND hour_at >= %s AND hour_at < %s"
            " AND tried > failed",
            [first, list(counts), first, end],
        )
        for source_id, index, got in cursor.fetchall():
            counts[source_id][index] = got
    return counts


def hosts_of(days: int, today: datetime, limit: int = 500) -> list[HostDay]:
    """How hosts were treated within the last days, the most asked first."""
    since = today.date() - timedelta(days=days - 1)
    return list(HostDay.objects.filter(day__gte=since).order_by("-day", "-requests")[:limit])


def days_of(host: str, first: date, last: date) -> list[HostDay]:
    """How one host was treated, the latest day first; `a.example` is any port of it."""
    rows = HostDay.objects.filter(_named(host), day__gte=first, day__lte=last)
    return list(rows.order_by("-day", "host"))


def rules_of(host: str, until: datetime) -> list[HostRules]:
    """What the host's robots.txt has said to the desk up to an instant, the latest first."""
    rows = HostRules.objects.filter(_named(host), since_at__lte=until)
    return list(rows.order_by("-since_at", "host")[:MOST_RULES])


def _named(host: str) -> Q:
    return Q(host=host) if PORT.search(host) else Q(host__startswith=f"{host}:")
