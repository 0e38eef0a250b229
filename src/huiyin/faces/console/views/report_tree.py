"""The tree of offices: who stands above, beside, and who gets a copy."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.report_up.actions import save_body
from huiyin.apps.report_up.models import TIERS, Body
from huiyin.apps.report_up.tree import Tree, tree_of
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.chosen import ids_of
from huiyin.rules.report_up import Tier


@require_http_methods(["GET", "POST"])
def tree(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """All bodies, and the form for a new one or the chosen one."""
    person = person_of(request)
    found = tree_of(person.office)
    if pk is not None and pk not in found.bodies:
        raise Body.DoesNotExist
    if request.method == "GET":
        return _page(request, found, pk)
    chosen = ids_of([request.POST.get("superior", "")])
    try:
        save_body(
            pk=pk, name=request.POST.get("name", ""), name_en=request.POST.get("name_en", ""),
            tier=request.POST.get("tier", ""), contact=request.POST.get("contact", ""),
            superior=chosen[0] if chosen else None,
            parallels=ids_of(request.POST.getlist("parallels")),
            copies=ids_of(request.POST.getlist("copies")), office=_office(request),
            actor=person, now=desk_now(),
        )  # fmt: skip
    except StepRefused as refused:
        return _page(request, found, pk, refusal_text(refused.code))
    did(request, _("The tree of offices was changed."))
    return redirect("report_tree")


def _page(request: HttpRequest, found: Tree, pk: int | None, error: str = "") -> HttpResponse:
    person = person_of(request)
    ordered = sorted(found.bodies.values(), key=lambda body: (-Tier(body.tier).rank, body.pk))
    values: dict[str, Any] = {
        "title": _("Tree of offices"),
        "rows": [_row(body, found) for body in ordered],
        "others": [body for body in ordered if body.pk != pk],
        "body": found.bodies.get(pk or 0),
        "node": found.nodes.get(pk or 0),
        "tiers": TIERS.items(),
        "offices": _offices(found, person),
        "may_change": holds(person, "office", "admin"),
        "typed": request.POST,
        "error": error,
    }
    return show(request, "console/report_tree.html", values, status=422 if error else 200)


def _row(body: Body, found: Tree) -> dict[str, Any]:
    node = found.nodes[body.pk]
    return {
        "body": body,
        "tier": TIERS[Tier(body.tier)],
        "superior": found.bodies.get(body.superior_id or 0),
        "parallels": [found.bodies[pk] for pk in node.parallels if pk in found.bodies],
        "copies": [found.bodies[pk] for pk in node.copies if pk in found.bodies],
    }


def _offices(found: Tree, person: Person) -> list[Office]:
    """Offices of this desk that no body stands for yet, the person's own first."""
    taken = {body.office_id for body in found.bodies.values()}
    rows = [office for office in Office.objects.order_by("pk") if office.pk not in taken]
    return sorted(rows, key=lambda office: office.pk != person.office_id)


def _office(request: HttpRequest) -> Office | None:
    return Office.objects.filter(pk__in=ids_of([request.POST.get("office", "")])).first()
