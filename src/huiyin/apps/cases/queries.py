"""Reading cases: what is due, whose it is, what a case page needs. Every list is a fixed number
of queries, whatever its length, and pages by key.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiyin.apps.cases.ledger import newest, titled
from huiyin.apps.cases.models import CaseFile, Clock, Order
from huiyin.apps.intake.models import Item, Mailbox
from huiyin.apps.org.models import Office, Person

PAGE = 50
SCOPES = ("mine", "unit", "all")


@dataclass(frozen=True, slots=True)
class DueCounts:
    """Figures of the board: running matters due before `until`, overdue, and all that run."""

    due_soon: int
    overdue: int
    running: int


def mailboxes_of(case: CaseFile) -> list[UUID]:
    """Mailboxes of all reporters whose submissions belong to the case or to one merged into it."""
    link = "submission__item__case_link__case"
    rows = Mailbox.objects.filter(Q(**{link: case}) | Q(**{f"{link}__merged_into": case}))
    return list(rows.values_list("pk", flat=True))


def open_cases(office: Office, person: Person, scope: str = "all") -> QuerySet[CaseFile]:
    """Cases that still run: of the person, of the person's unit, or of the whole office."""
    return _scoped(office, person, scope).filter(closed_at=None)


def due_next(office: Office, person: Person, scope: str = "all", limit: int = 10) -> list[CaseFile]:
    """Running cases with the earliest due first (one query, by index)."""
    rows = open_cases(office, person, scope).filter(due_at__isnull=False)
    return list(rows.select_related("lead_unit", "handler").order_by("due_at", "id")[:limit])


def due_counts(
    office: Office, person: Person, scope: str, now: datetime, until: datetime
) -> DueCounts:
    """One query for the board's figures."""
    figures = open_cases(office, person, scope).aggregate(
        due_soon=Count("pk", filter=Q(due_at__gt=now, due_at__lte=until)),
        overdue=Count("pk", filter=Q(due_at__lte=now)),
        running=Count("pk"),
    )
    return DueCounts(**figures)


def ledger(
    office: Office,
    person: Person,
    *,
    scope: str = "all",
    state: str = "",
    kind: str = "",
    text: str = "",
    by_due: bool = False,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> list[CaseFile]:
    """Cases newest first, or running ones with the earliest due first (`by_due`).

    Gives `limit` + 1 at most, so that the caller sees whether more follow. `after` is the sort
    instant (opened_at or due_at) and id of the last row of the page before.
    """
    rows = open_cases(office, person, scope) if by_due else _scoped(office, person, scope)
    if state == "open":
        rows = rows.filter(closed_at=None)
    elif state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    rows = titled(rows, text)
    rows = rows.select_related("lead_unit", "handler")
    if by_due:
        rows = rows.filter(due_at__isnull=False)
        if after is not None:
            rows = rows.filter(due_at__gte=after[0])
            rows = rows.filter(Q(due_at__gt=after[0]) | Q(pk__gt=after[1]))
        return list(rows.order_by("due_at", "id")[: limit + 1])
    return list(newest(rows, after)[: limit + 1])


def _scoped(office: Office, person: Person, scope: str) -> QuerySet[CaseFile]:
    rows = CaseFile.objects.filter(office=office)
    if scope == "mine":
        return rows.filter(handler=person)
    if scope == "unit":
        return rows.filter(lead_unit=person.unit)
    return rows


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with everything that hangs on it; `mailboxes` counts the reporters' mailboxes."""

    case: CaseFile
    orders: list[Order]
    clocks: list[Clock]
    items: list[Item]
    mailboxes: int


def case_page(office: Office, pk: int) -> CasePage | None:
    """What a case page needs, in five queries; None where the office has no such case."""
    rows = CaseFile.objects.select_related("lead_unit", "handler", "story", "opened_by")
    case = rows.filter(office=office, pk=pk).first()
    if case is None:
        return None
    orders = Order.objects.filter(case=case).select_related("unit", "handler", "signed_by")
    items = Item.objects.filter(case_link__case=case).select_related("submission")
    return CasePage(
        case=case,
        orders=list(orders.order_by("id")),
        clocks=clocks_of(case),
        items=list(items.order_by("said_at")),
        mailboxes=len(mailboxes_of(case)),
    )


def waiting_orders(person: Person, roles: frozenset[str], limit: int = 20) -> list[Order]:
    """Orders whose next step is this person's: to sign, assign, work on, review or complete."""
    mine = Q(pk__in=[])
    if "dept_head" in roles:
        mine |= Q(unit=person.unit, state__in=["issued", "signed", "submitted"])
    if "handler" in roles:
        mine |= Q(handler=person, state__in=["assigned", "sent_back"])
    if "office" in roles:
        mine |= Q(office=person.office, state__in=["submitted", "reviewed", "bounced"])
    rows = Order.objects.filter(mine, office=person.office).select_related("case", "unit")
    return list(rows.order_by("case__due_at", "id")[:limit])


def clocks_of(case: CaseFile) -> list[Clock]:
    """All clocks of a case: running ones first, the earliest due on top."""
    rows = Clock.objects.filter(case=case).select_related("order").order_by("due_at", "id")
    return sorted(rows, key=lambda clock: clock.state != Clock.State.RUNNING)
