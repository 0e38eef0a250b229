"""Asking the ledger (台账): cases narrowed by state, kind, unit, lateness and period, newest first.

Every list is one query and pages by key; totals are one query over a bounded number of cases, so
that no question, however wide, keeps the desk waiting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.models import Office

MOST_COUNTED = 100_000
MOST_FOUND = 5_000  # of those found by a word, each of which is looked at
NUMBER = re.compile(r"[A-Za-z]\d{4}-\d+")
After = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shown; empty values narrow nothing. `since` and `until` are of the opening,
    `until` excluded; `overdue` means due before `now` and still open.
    """

    now: datetime
    state: str = ""  # of `rules.machines.CASE`, or "open"
    kind: str = ""
    unit: int | None = None
    overdue: bool = False
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """Figures of one lead unit, or of cases without (`unit` None)."""

    unit: int | None
    cases: int
    running: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures a unit, most cases first; `cut` where more cases match than were counted."""

    units: tuple[UnitTotal, ...]
    cut: bool

    @property
    def cases(self) -> int:
        """All of them together."""
        return sum(unit.cases for unit in self.units)

    @property
    def overdue(self) -> int:
        """Those overdue now."""
        return sum(unit.overdue for unit in self.units)


def matching(office: Office, asked: Asked) -> QuerySet[CaseFile]:
    """The cases, in no order."""
    rows = CaseFile.objects.filter(office=office)
    if asked.state == "open":
        rows = rows.filter(closed_at=None)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.unit is not None:
        rows = rows.filter(lead_unit=asked.unit)
    if asked.overdue:
        rows = rows.filter(closed_at=None, due_at__lte=asked.now)
    if asked.since is not None:
        rows = rows.filter(opened_at__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(opened_at__lt=asked.until)
    return titled(rows, asked.text)


def titled(rows: QuerySet[CaseFile], text: str) -> QuerySet[CaseFile]:
    """Those whose number this is, or whose title holds it; found by the title's grams."""
    if not text:
        return rows
    if NUMBER.fullmatch(text):
        return rows.filter(number=text.upper())
    said = text.lower()
    wanted: Any = sorted({said[n : n + 2] for n in range(max(len(said) - 1, 1))})
    grams = Func(F("title"), function="huiyin_grams", output_field=ArrayField(TextField()))
    return rows.alias(grams=grams).filter(grams__contains=wanted, title__icontains=text)


def ledger_page(
    office: Office, asked: Asked, *, after: After | None = None, limit: int = 50
) -> list[CaseFile]:
    """Cases newest first, `limit` + 1 at most; `after` is (opened_at, id) of the last one shown."""
    rows = matching(office, asked).select_related("lead_unit", "handler", "story")
    return list(newest(rows, after)[: limit + 1])


def newest(rows: QuerySet[CaseFile], after: After | None) -> QuerySet[CaseFile]:
    """Ordered by opening, from behind the given row on; the first condition is the index's."""
    if after is not None:
        opened_at, pk = after
        rows = rows.filter(opened_at__lte=opened_at).filter(
            Q(opened_at__lt=opened_at) | Q(pk__lt=pk)
        )
    return rows.order_by("-opened_at", "-id")


def in_pieces(office: Office, asked: Asked, size: int = 1000) -> Iterator[list[CaseFile]]:
    """All of them, newest first, a page at a time; what is opened meanwhile is not met."""
    after: After | None = None
    while True:
        piece = ledger_page(office, asked, after=after, limit=size - 1)
        if piece:
            yield piece
        if len(piece) < size:
            return
        after = (piece[-1].opened_at, piece[-1].pk)


def totals(office: Office, asked: Asked) -> Totals:
    """How many cases each lead unit has of what was asked. One query."""
    rows = matching(office, asked).order_by().values_list("lead_unit_id", "closed_at", "due_at")
    most = MOST_FOUND if asked.text else MOST_COUNTED
    inner, params = rows[: most + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, count(*), count(*) FILTER (WHERE closed_at IS NULL),"  # noqa: S608
            " count(*) FILTER (WHERE closed_at IS NULL AND due_at <= %s)"
            f" FROM ({inner}) AS matching(unit, closed_at, due_at) GROUP BY unit"
            " ORDER BY 2 DESC, 1",
            (asked.now, *params),
        )
        units = tuple(UnitTotal(*row) for row in cursor.fetchall())
    return Totals(units, sum(unit.cases for unit in units) > most)
