"""The read window of the public: published versions, what they promise, and nothing else.

A version is never changed or taken away, so a statement is the list of all its versions; the
newest one speaks for the office, the others stay readable below it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from huiyin.apps.cases.models import FollowUp, Outcome
from huiyin.apps.responses.models import Publication
from huiyin.rules.promises import Standing, standing

__all__ = [
    "Fate", "Figures", "Promised", "Publication", "fate_of", "fates", "figures", "latest",
    "newest_change", "promised_by", "search", "statement",
]  # fmt: skip

RECENT = timedelta(days=30)
_WORDS = 8
_FATE = ("id", "statement_number", "adoption", "reason", "settled_at")


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


@dataclass(frozen=True, slots=True)
class Promised:
    """Something an answer promises, and how it stands."""

    text: str
    text_en: str
    due_at: datetime
    done_at: datetime | None
    note: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a suggestion: `adoption` is adopted, partly or not."""

    id: int
    number: str
    adoption: str
    reason: str
    settled_at: datetime


def promised_by(office_id: int, number: str, now: datetime) -> list[Promised]:
    """What the answer of that number promises, the earliest date first."""
    rows = FollowUp.objects.filter(office_id=office_id, statement_number=number)
    fields = ("text", "text_en", "due_at", "done_at", "done_note")
    found = rows.order_by("due_at", "id").values_list(*fields) if number else ()
    return [
        Promised(text, text_en, due_at, done_at, note, standing(due_at, done_at, now))
        for text, text_en, due_at, done_at, note in found
    ]


def fate_of(office_id: int, number: str) -> Fate | None:
    """What became of the suggestion that this answer is to; None for other answers."""
    rows = Outcome.objects.filter(office_id=office_id, statement_number=number)
    row = rows.values_list(*_FATE).first()
    return Fate(*row) if row else None


def fates(
    office_id: int, limit: int, before: int | None = None
) -> list[tuple[Fate, Publication | None]]:
    """Suggestions and what became of them, newest first, each with its answer as it stands.

    `before` is the id of the last fate already shown. Two queries.
    """
    rows = Outcome.objects.filter(office_id=office_id).order_by("-id")
    chosen = rows.filter(id__lt=before) if before else rows
    found = [Fate(*row) for row in chosen.values_list(*_FATE)[:limit]]
    answers = _newest_versions(office_id).filter(
        statement_number__in=[fate.number for fate in found]
    )
    by_number = {answer.statement_number: answer for answer in answers}
    return [(fate, by_number.get(fate.number)) for fate in found]
