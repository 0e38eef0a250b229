"""What is due, for the board and the list behind it: windows of the binding clock, in pages.

Every function is one query whatever the number of cases; all use the partial indexes on `due_at`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from huiyin.apps.cases.models import CaseFile, CaseItem, Clock
from huiyin.apps.cases.queries import open_cases
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office, Person

PAGE = 300
CLOCK_SHOWN = ("case_id", "purpose", "rule", "started_at", "due_at", "order__number")
DAYS_AHEAD = 7
INSTANT = timedelta(microseconds=1)  # an edge itself belongs to the window before it
SHOWN = (
    "office", "number", "title", "state", "opened_at", "due_at", "lead_unit__name",
    "lead_unit__name_en", "handler__name", "handler__name_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Horizon:
    """Now, and the local midnights after it (all aware): the end of today, of tomorrow, …"""

    now: datetime
    midnights: tuple[datetime, ...]  # DAYS_AHEAD + 1 of them

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the windows, most pressing first: overdue, today, day1 … day7, later."""
        days = (f"day{number}" for number in range(1, len(self.midnights)))
        return ("overdue", "today", *days, "later")


def horizon(now: datetime, zone: ZoneInfo) -> Horizon:
    """The windows as an office with this wall clock sees them."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Horizon(now, tuple(today + timedelta(days=n + 1) for n in range(DAYS_AHEAD + 1)))


def window(name: str, horizon: Horizon) -> Q:
    """The condition of one window; a name that is none gives all that have a due instant."""
    if name not in horizon.names:
        return Q(due_at__isnull=False)
    edges = (None, horizon.now, *horizon.midnights, None)
    place = horizon.names.index(name)
    after, until = edges[place], edges[place + 1]
    condition = Q(due_at__isnull=False)
    if after is not None:
        condition &= Q(due_at__gt=after)
    if until is not None:
        condition &= Q(due_at__lte=until)
    return condition


def window_counts(office: Office, person: Person, scope: str, horizon: Horizon) -> dict[str, int]:
    """How many running matters each window holds; `running` counts those without a due too."""
    edges = [edge + INSTANT for edge in (horizon.now, *horizon.midnights)]
    thresholds = Value(edges, output_field=ArrayField(DateTimeField()))
    place = Func("due_at", thresholds, function="width_bucket", output_field=IntegerField())
    rows = open_cases(office, person, scope).annotate(place=place).order_by()
    counted = dict(rows.values_list("place").annotate(cases=Count("pk")))
    figures = {name: counted.get(n, 0) for n, name in enumerate(horizon.names)}
    return {"running": sum(counted.values()), **figures}


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
    rows = rows.select_related("lead_unit", "handler").only(*SHOWN).order_by("due_at", "id")
    return list(rows[: limit + 1])


def binding_clocks(cases: Iterable[CaseFile]) -> Mapping[int, Clock]:
    """Case id → the running clock that binds it."""
    ids = [case.pk for case in cases]
    rows = Clock.objects.filter(
        case_id__in=ids, state=Clock.State.RUNNING, due_at=F("case__due_at")
    ).select_related("order")
    return {clock.case_id: clock for clock in rows.only(*CLOCK_SHOWN).order_by("-id")}


def cases_to_accept(office: Office, limit: int = 10) -> list[CaseFile]:
    """Registered matters that the office has not decided on yet, oldest first."""
    rows = CaseFile.objects.filter(office=office, state="registered")
    return list(rows.order_by("opened_at", "id")[:limit])


def voices_without_case(office: Office, limit: int = 8) -> tuple[list[Item], int]:
    """What people told the desk themselves and no case answers yet: urgent first, then newest.

    Gives the first `limit` of them and how many there are. Two queries.
    """
    rows = _voices(office)
    shown = rows.defer("folded", "raw")
    return list(shown.order_by("-urgent", "-said_at", "-id")[:limit]), rows.count()


def _voices(office: Office) -> "QuerySet[Item, Any]":
    told = (Item.Channel.PORTAL, Item.Channel.HOTLINE, Item.Channel.LETTER, Item.Channel.VISIT)
    taken = CaseItem.objects.filter(item=OuterRef("pk"))
    rows = Item.objects.filter(~Exists(taken), office=office, channel__in=told)
    return rows.exclude(state=Item.State.DISMISSED)
