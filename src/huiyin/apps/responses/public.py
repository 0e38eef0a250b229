"""The read window of the public: published versions and nothing else.

A version is never changed or taken away, so a statement is the list of all its versions; the
newest one speaks for the office, the others stay readable below it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from huiyin.apps.responses.models import Publication

__all__ = ["Figures", "Publication", "figures", "latest", "newest_change", "search", "statement"]

RECENT = timedelta(days=30)
_WORDS = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """How many answers stand, how many are new in 30 days, how many were corrected openly."""

    answers: int
    recent: int
    corrected: int


def latest(office_id: int, limit: int) -> list[Publication]:
    """The newest version of each statement, newest first, at most `limit`."""
    return list(_newest_versions(office_id)[:limit])


def search(office_id: int, query: str, limit: int, before: int | None = None) -> list[Publication]:
    """Newest versions that hold every word of `query` (parted by spaces), newest first.

    `before` is the id of the last row already shown.
    """
    found = _newest_versions(office_id)
    for word in query.split()[:_WORDS]:
        found = found.filter(
            Q(title__icontains=word) | Q(body__icontains=word) | Q(statement_number__icontains=word)
            | Q(title_en__icontains=word) | Q(body_en__icontains=word)
        )  # fmt: skip
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:limit])


def statement(office_id: int, number: str) -> list[Publication]:
    """All versions of one statement, newest first; empty if there is none."""
    rows = Publication.objects.filter(office_id=office_id, statement_number=number)
    return list(rows.order_by("-version"))


def first_published(office_id: int, numbers: list[str]) -> dict[str, datetime]:
    """When the first version of each of these statements came out."""
    rows = Publication.objects.filter(office_id=office_id, statement_number__in=numbers, version=1)
    return dict(rows.values_list("statement_number", "published_at"))


def newest_change(office_id: int) -> tuple[int, datetime | None]:
    """Id and instant of the last publication; (0, None) if there is none."""
    found = Publication.objects.filter(office_id=office_id).aggregate(
        last=Max("id"), at=Max("published_at")
    )
    return found["last"] or 0, found["at"]


def figures(office_id: int, now: datetime) -> Figures:
    """Counted from the published versions themselves."""
    rows = Publication.objects.filter(office_id=office_id)
    counts = rows.aggregate(
        answers=Count("statement_number", distinct=True),
        recent=Count("id", filter=Q(version=1, published_at__gt=now - RECENT)),
        corrected=Count("statement_number", filter=Q(version__gt=1), distinct=True),
    )
    return Figures(**counts)


def _newest_versions(office_id: int) -> QuerySet[Publication]:
    newer = Publication.objects.filter(
        office_id=office_id,
        statement_number=OuterRef("statement_number"),
        version__gt=OuterRef("version"),
    )
    return Publication.objects.filter(~Exists(newer), office_id=office_id).order_by("-id")
