"""Who sees what of a joint order: a co-handler its own part and the shared summary, no more.

The lead unit, and whoever works for the whole office, see all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiyin.apps.cases.models import CaseFile, Clock, Order, OrderPart
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds, roles_of

FOR_THE_WHOLE = ("office", "duty", "group", "approver", "auditor", "custodian", "admin")
UNIT_ROLES = frozenset({"handler", "dept_head"})


@dataclass(frozen=True, slots=True)
class PartLine:
    """A co-handler's part with its clock; `late_minutes` once it is in, or 0."""

    part: OrderPart
    clock: Clock | None

    @property
    def late_minutes(self) -> int:
        """By how many whole minutes the opinion came late."""
        late = self.clock.late_by if self.clock else None
        return int(late.total_seconds() // 60) if late else 0


def sees_whole(order: Order, person: Person) -> bool:
    """Whether this person reads the whole order, with the parts of all units."""
    if holds(person, *FOR_THE_WHOLE):
        return True
    return person.unit_id == order.unit_id or order.pk in _without_parts([order])


def part_lines(order: Order, person: Person) -> list[PartLine]:
    """The parts of an order that this person may read, as they were asked. Two queries."""
    rows = OrderPart.objects.filter(order=order).select_related(
        "unit", "given_by", "cleared_by", "settled_by"
    )
    if not sees_whole(order, person):
        rows = rows.filter(unit=person.unit)
    parts = list(rows.order_by("id"))
    clocks = {clock.part_id: clock for clock in Clock.objects.filter(part__in=parts)}
    return [PartLine(part, clocks.get(part.pk)) for part in parts]


def only_parts_of(case: CaseFile, person: Person) -> list[OrderPart]:
    """The parts through which alone this person has to do with the case; none for anybody who may
    read the case itself. At most two queries.
    """
    if holds(person, *FOR_THE_WHOLE) or not roles_of(person) & UNIT_ROLES:
        return []
    parts = OrderPart.objects.filter(order__case=case, unit=person.unit).select_related("order")
    found = list(parts.order_by("id"))
    if not found or case.lead_unit_id == person.unit_id:
        return []
    leads = Order.objects.filter(Q(unit=person.unit) | Q(handler=person), case=case).exists()
    return [] if leads else found


def _without_parts(orders: Sequence[Order]) -> set[int]:
    joint = set(OrderPart.objects.filter(order__in=orders).values_list("order_id", flat=True))
    return {order.pk for order in orders} - joint
