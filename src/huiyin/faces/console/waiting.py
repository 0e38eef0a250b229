"""What waits for somebody, as one list: the step, what it is about, and where it is taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.responses.models import Statement
from huiyin.apps.stories.models import StoryAlert
from huiyin.faces.shared.words import LEVELS


@dataclass(frozen=True, slots=True)
class Waiting:
    """One step that waits: `what` is the verb, `about` the number, `title` the matter."""

    what: str
    about: str
    title: str
    url: str


def waiting_steps(
    orders: Iterable[Order],
    statements: Iterable[Statement],
    cases: Iterable[CaseFile],
    alerts: Iterable[StoryAlert],
    roles: frozenset[str],
) -> list[Waiting]:
    """Alerts first, then answers (they leave the house), orders by their case's due, new cases."""
    return [
        *(
            Waiting(
                _("Look at the alert"),
                str(LEVELS[row.level]),
                row.story.title,
                page_of("story", row.story_id),
            )
            for row in alerts
        ),
        *(
            Waiting(_statement_step(row), row.number, row.title, page_of("statement", row.pk))
            for row in statements
        ),
        *(
            Waiting(_order_step(row, roles), row.number, row.case.title, _order_page(row))
            for row in orders
        ),
        *(
            Waiting(_("Accept or refuse"), row.number, row.title, page_of("case", row.pk))
            for row in cases
        ),
    ]


def page_of(name: str, pk: int) -> str:
    """The address of a thing's page; "" where this desk has none."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _order_page(order: Order) -> str:
    return f"{page_of('case', order.case_id)}#order-{order.pk}"


def _statement_step(statement: Statement) -> str:
    return {
        "drafted": _("Approve"),
        "approved": _("Publish"),
        "returned": _("Revise"),
    }[statement.state]


def _order_step(order: Order, roles: frozenset[str]) -> str:
    if order.state == "submitted":
        return _("Review")
    return {
        "issued": _("Sign for"),
        "signed": _("Name a handler"),
        "assigned": _("Hand in the result"),
        "sent_back": _("Mend and hand in again"),
        "reviewed": _("Complete"),
        "bounced": _("Decide on the return"),
    }[order.state]
