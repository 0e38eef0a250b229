"""The tree of bodies as the rules read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.apps.org.models import Office
from huiyin.apps.report_up.models import Beside, Body
from huiyin.rules.report_up import Node, Tier


@dataclass(frozen=True, slots=True)
class Tree:
    """Bodies an office knows, by id, and the same as nodes."""

    bodies: Mapping[int, Body]
    nodes: Mapping[int, Node]

    def of_office(self, office_id: int) -> Body | None:
        """The body that an office of this desk is."""
        return next((body for body in self.bodies.values() if body.office_id == office_id), None)


def tree_of(keeper: Office) -> Tree:
    """All bodies that the office keeps and has not retired, in two queries."""
    bodies = {body.pk: body for body in Body.objects.filter(keeper=keeper, retired_at=None)}
    beside: dict[tuple[int, bool], list[int]] = {}
    for row in Beside.objects.filter(body__keeper=keeper).order_by("id"):
        beside.setdefault((row.body_id, row.copy), []).append(row.to_id)
    nodes = {
        pk: Node(
            pk, Tier(body.tier), body.superior_id,
            tuple(beside.get((pk, False), ())), tuple(beside.get((pk, True), ())),
        )
        for pk, body in bodies.items()
    }  # fmt: skip
    return Tree(bodies, nodes)
