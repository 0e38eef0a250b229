"""Rows of the ledger: what every column says of some cases, in a fixed number of queries.

Of what reporters told, no word stands in it: source, address and first publication are those of
published items alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.apps.cases.models import (
    CaseFile,
    CaseItem,
    Clock,
    Extension,
    Order,
    OrderPart,
    Rating,
)
from huiyin.apps.org.limit_words import extension_text
from huiyin.apps.responses.models import Statement
from huiyin.faces.console.case_words import state_label
from huiyin.faces.console.names import named
from huiyin.faces.shared.words import LEVELS

Value = str | int | datetime | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Found:
    """What hangs on the cases, by case id."""

    items: Mapping[int, list[CaseItem]]
    orders: Mapping[int, list[Order]]
    parts: Mapping[int, list[OrderPart]]
    extensions: Mapping[int, list[Extension]]
    late: Mapping[int, list[Clock]]
    answers: Mapping[int, list[Statement]]
    ratings: Mapping[int, list[Rating]]


def rows_of(cases: Sequence[CaseFile], first_serial: int = 1) -> list[dict[str, Value]]:
    """A row a case: column code → text, number or aware instant. Seven queries for any number."""
    found = _find([case.pk for case in cases])
    return [
        {"serial": number, **own_values(case), **_public(case, found), **_ordered(case, found)}
        for number, case in enumerate(cases, start=first_serial)
    ]


def _find(ids: list[int]) -> _Found:
    items = CaseItem.objects.filter(case_id__in=ids, item__submission=None)
    orders = Order.objects.filter(case_id__in=ids).exclude(state="withdrawn")
    parts = OrderPart.objects.filter(order__case_id__in=ids).exclude(order__state="withdrawn")
    extensions = Extension.objects.filter(order__case_id__in=ids, state="granted")
    late = Clock.objects.filter(case_id__in=ids, purpose__in=("order", "handling")).filter(
        Q(late_by__isnull=False) | Q(overdue_at__isnull=False)
    )
    answers = Statement.objects.filter(case_id__in=ids, state="published")
    ratings = Rating.objects.filter(ballot__feedback__case_id__in=ids, taken_in=True)
    ratings = ratings.select_related("ballot__feedback").order_by("rated_on", "satisfied")
    read = ("item__outlet", "item__url", "item__said_at", "item__captured_at", "case_id")
    return _Found(
        _by_case(items.select_related("item").only(*read).order_by("item__said_at"), _of_case),
        _by_case(orders.select_related("unit", "signed_by").order_by("id"), _of_case),
        _by_case(parts.select_related("unit", "order").order_by("id"), _of_order),
        _by_case(extensions.select_related("order").order_by("id"), _of_order),
        _by_case(late.defer("trace", "versions").order_by("id"), _of_case),
        _by_case(answers.order_by("id"), _of_case),
        _by_case(ratings, _of_feedback),
    )


def _of_case(row: CaseItem | Order | Clock | Statement) -> int | None:
    return row.case_id


def _of_feedback(row: Rating) -> int:
    return row.ballot.feedback.case_id


def _of_order(row: OrderPart | Extension) -> int:
    return row.order.case_id


def _by_case(rows: Iterable[Row], case_of: Callable[[Row], int | None]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[case_of(row) or 0].append(row)
    return found


def own_values(case: CaseFile) -> dict[str, Value]:
    """What the case itself says; no query where unit and handler are loaded."""
    return {
        "number": case.number,
        "state": state_label(case.state),
        "title": case.title,
        "summary": case.summary,
        "kind": case.get_kind_display(),
        "concerns": case.concerns,
        "lead_unit": named(case.lead_unit),
        "handler": case.handler.name if case.handler else "",
        "due_at": case.due_at,
        "verdict": case.get_verdict_display(),
        "measures": case.finding,
        "feedback": case.fed_back_at,
        "closed_at": case.closed_at,
        "archive_number": case.archive_number,
        "remark": case.remark,
    }


def _public(case: CaseFile, found: _Found) -> dict[str, Value]:
    """What was published of the matter; a case without such items was told or found by the desk."""
    story, items = case.story, [link.item for link in found.items.get(case.pk, [])]
    answers = found.answers.get(case.pk, [])
    outlets = list(dict.fromkeys(item.outlet for item in items if item.outlet))
    return {
        "discovered_at": min((item.captured_at for item in items), default=case.opened_at),
        "first_at": items[0].said_at if items else None,
        "source": _(", ").join(outlets[:5]),
        "url": next((item.url for item in items if item.url), ""),
        "level": str(LEVELS[story.level]) if story and story.level in LEVELS else "",
        "reprints": max(story.items_n - 1, 0) if story and not story.told else 0,
        "response": "\n".join(
            f"{one.title} {one.number} {_moment(one.published_at)}".strip() for one in answers
        ),
    }


def _ordered(case: CaseFile, found: _Found) -> dict[str, Value]:
    orders = found.orders.get(case.pk, [])
    return {
        "proposal": "\n".join(filter(None, (order.proposal for order in orders))),
        "instruction": "\n".join(filter(None, (order.instruction for order in orders))),
        "co_units": _(", ").join(named(part.unit) for part in found.parts.get(case.pk, [])),
        "issued_at": orders[0].issued_at if orders else None,
        "signed_at": orders[0].signed_at if orders else None,
        "extension": "\n".join(
            extension_text(one.length) for one in found.extensions.get(case.pk, [])
        ),
        "rating": _(", ").join(
            one.get_satisfied_display() for one in found.ratings.get(case.pk, [])
        ),
        "late": _late(found.late.get(case.pk, [])),
    }


def _late(clocks: Sequence[Clock]) -> str:
    """A late step stays late: by how much, or that it still is."""
    spans = [clock.late_by for clock in clocks if clock.late_by is not None]
    if spans:
        minutes = int(max(spans).total_seconds() // 60)
        return _("Late by %(minutes)s minutes") % {"minutes": minutes}
    return _("Overdue") if clocks else ""


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
