"""Reading the form of an order: the unit, the co-handlers, what the paper says."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.apps.cases import actions
from huiyin.apps.cases.models import Order
from huiyin.apps.org.models import Person, Unit

ORDER_CHOICES = {
    "urgency": Order.Urgency.choices,
    "secrecy": Order.Secrecy.choices,
    "disclosure": Order.Disclosure.choices,
}
RULES = ("H36", "WD4")
PAPER = ("source", "secrecy", "urgency", "disclosure", "disclosure_reason", "copies_to", "digest",
         "proposal", "instruction")  # fmt: skip


def issue(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    """Issue an order as the form says. Raises StepRefused."""
    told = request.POST
    units = {str(unit.pk): unit for unit in Unit.objects.filter(office=person.office)}
    rule = told.get("rule", "")
    order = actions.issue_order(
        pk, unit=units.get(told.get("unit", "")) or Unit(), requirement=told.get("requirement", ""),
        rule=rule if rule in RULES else "", actor=person, now=at,
        co_units=[
            actions.CoUnit(units[key], told.get(f"task-{key}", ""))
            for key in told.getlist("co_unit")
            if key in units
        ],
        paper=actions.OrderPaper(**{name: told.get(name, "") for name in PAPER}),
    )  # fmt: skip
    return _("Order %(number)s issued; its clock runs.") % {"number": order.number}
