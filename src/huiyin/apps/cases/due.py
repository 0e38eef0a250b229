"""What is due, for the board and the list behind it: windows of the binding clock, in pages.

Every function is one query whatever the number of cases; all use the partial indexes on `due_at`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from huiyin.apps.cases.models import CaseFile, Clock
from huiyin.apps.cases.queries import open_cases
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office, Person

PAGE = 200
WINDOWS = ("overdue", "today", "week", "later")


@dataclass(frozen=True, slots=True)
class Horizon:
    """The instants between the windows (all aware): now, the end of today, a week from then."""

    now: datetime
    today_ends: datetime

    @property
    def week_ends(self) -> datetime:
        """Seven days after the end of today."""
        return self.today_ends + timedelta(days=7)


def window(name: str, horizon: Horizon) -> Q:
    """The condition of one window; "" is all that have a due instant."""
    return {
        "overdue": Q(due_at__lte=horizon.now),
        "today": Q(due_at__gt=horizon.now, due_at__lte=horizon.today_ends),
        "week": Q(due_at__gt=horizon.today_ends, due_at__lte=horizon.week_ends),
        "later": Q(due_at__gt=horizon.week_ends),
    }.get(name, Q(due_at__isnull=False))


def window_counts(office: Office, person: Person, scope: str, horizon: Horizon) -> dict[str, int]:
    """How many running matters each window holds; `running` counts those without a due too."""
    figures = {name: Count("pk", filter=window(name, horizon)) for name in WINDOWS}
    rows = open_cases(office, person, scope)
    counted: dict[str, int] = rows.aggregate(running=Count("pk"), **figures)
    return counted


def due_page(
    office: Office,
    person: Person,
    *,
    scope: str,
    name: str,
    horizon: Horizon,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> list[CaseFile]:
    """Matters of a window, the earliest due first; one more than `limit` tells that more follow.

    `after` is (due_at, id) of the last row of the page before.
    """
    rows = open_cases(office, person, scope).filter(window(name, horizon))
    if after is not None:
        due_at, pk = after
        rows = rows.filter(due_at__gte=due_at).filter(Q(due_at__gt=due_at) | Q(pk__gt=pk))
    rows = rows.select_related("lead_unit", "handler").order_by("due_at", "id")
    return list(rows[: limit + 1])


def binding_clocks(cases: Iterable[CaseFile]) -> Mapping[int, Clock]:
    """Case id → the running clock that binds it."""
    ids = [case.pk for case in cases]
    rows = Clock.objects.filter(
        case_id__in=ids, state=Clock.State.RUNNING, due_at=F("case__due_at")
    ).select_related("order")
    return {clock.case_id: clock for clock in rows.defer("trace").order_by("-id")}


def cases_to_accept(office: Office, limit: int = 10) -> list[CaseFile]:
    """Registered matters that the office has not decided on yet, oldest first."""
    rows = CaseFile.objects.filter(office=office, state="registered")
    return list(rows.order_by("opened_at", "id")[:limit])


def voices_without_case(office: Office, limit: int = 8) -> tuple[list[Item], int]:
    """What people told the desk themselves and no case answers yet: urgent first, then newest.

    Gives the first `limit` of them and how many there are. Two queries.
    """
    rows = _voices(office)
    shown = rows.defer("grams", "signature", "folded", "raw")
    return list(shown.order_by("-urgent", "-said_at", "-id")[:limit]), rows.count()


def _voices(office: Office) -> "QuerySet[Item, Any]":
    told = (Item.Channel.PORTAL, Item.Channel.HOTLINE, Item.Channel.LETTER, Item.Channel.VISIT)
    rows = Item.objects.filter(office=office, channel__in=told, case_link=None)
    return rows.exclude(state=Item.State.DISMISSED)
