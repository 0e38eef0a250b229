"""Sources with their health, their latest attempts, and what imports brought."""

from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from huiyin.apps.intake.models import Fetch, ImportRun, Item, RefusedRow, Source
from huiyin.apps.org.models import Office


def sources_of(office: Office) -> list[Source]:
    """All sources of an office, troubled ones first; each with `items_n`, its items so far.

    Counted source by source in the index, for a join would read every item.
    """
    own = Item.objects.filter(source=OuterRef("pk")).order_by().values("source")
    items_n = Coalesce(Subquery(own.annotate(n=Count("*")).values("n")), 0)
    rows = Source.objects.filter(office=office).annotate(items_n=items_n)
    return list(rows.order_by("-enabled", "-failures", "name", "id"))


def fetches_of(source: Source, limit: int = 50) -> list[Fetch]:
    """The latest attempts to read a source, newest first."""
    return list(source.fetches.order_by("-at", "-id")[:limit])


def due_sources(now: datetime) -> int:
    """How many sources wait to be read."""
    return Source.objects.filter(enabled=True, next_fetch_at__lte=now).count()


def troubled_sources(office: Office) -> int:
    """How many watched sources did not answer as they should the last time."""
    return Source.objects.filter(office=office, enabled=True, failures__gt=0).count()


def runs_of(office: Office, limit: int = 50) -> list[ImportRun]:
    """The latest imports of an office, newest first."""
    return list(ImportRun.objects.filter(office=office).order_by("-started_at", "-id")[:limit])


def refused_rows(run: ImportRun, limit: int = 200) -> list[RefusedRow]:
    """What an import set aside, in the order of the file."""
    return list(run.refusals.order_by("id")[:limit])
