"""Steps of an order, taken from the page of its case; and the order as paper."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.cases import actions
from huiyin.apps.cases.joint import part_lines, sees_whole
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.cases.queries import clocks_of
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.responses.actions import text_sha256
from huiyin.apps.responses.queries import answer_in_work
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.case_clocks import clock_of
from huiyin.faces.console.views.cases import page_of_case
from huiyin.faces.console.views.clock_steps import ORDER_STEPS, Step
from huiyin.rules.refusals import Refusal


@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervision order as a document, with the parts of its co-handlers."""
    return page_of_order(request, pk)


def page_of_order(request: HttpRequest, pk: int, *, error: str = "", part: int = 0) -> HttpResponse:
    """The page of an order, as much as this person may read; after a refused step with why."""
    person = person_of(request)
    rows = Order.objects.select_related("case", "unit", "handler", "issued_by", "signed_by")
    found = rows.filter(office=person.office, pk=pk).first()
    lines = part_lines(found, person) if found else []
    whole = found is not None and sees_whole(found, person)
    if found is None or not (whole or lines):
        raise Http404
    at, zone = now(), zone_of(person.office)
    answer = answer_in_work(found.case_id) if lines else None
    values = {
        "title": _("Supervision order %(number)s") % {"number": found.number},
        "order": found, "office": person.office, "whole": whole, "error": error,
        "refused_part": part, "typed": request.POST, "parts": lines, "answer": answer,
        "answer_sha256": text_sha256(answer).hex() if answer else "",
        "own_unit": person.unit_id if holds(person, "handler", "dept_head") else None,
        "settles": holds(person, "office"),
        "instructs": whole and holds(person, "group", "office"),
        "by_needed": not holds(person, "group"),
        "clocks": [
            clock_of(one, at, zone) for one in clocks_of(found.case)
            if one.order_id == pk and (whole or one.part_id in {line.part.pk for line in lines})
        ],
    }  # fmt: skip
    return show(request, "console/order.html", values, status=422 if error else 200)


@require_POST
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One step of an order; refused, the case's page comes back with what was typed."""
    person = person_of(request)
    found = Order.objects.filter(office=person.office, pk=pk).first()
    act = STEPS.get(code)
    if act is None or found is None:
        raise Http404
    try:
        said = act(request, pk, person, now())
    except StepRefused as refused:
        if code == "instruct":
            return page_of_order(request, pk, error=refusal_text(refused.code))
        return page_of_case(
            request, found.case_id, refused=code, order=pk, error=refusal_text(refused.code)
        )
    did(request, said)
    return redirect("order", pk) if code == "instruct" else redirect("case", found.case_id)


def _sign(_request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.sign_order(pk, actor=person, now=at)
    return _("Signed for. Name a handler next.")


def _assign(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    chosen = request.POST.get("handler", "")
    people = Person.objects.filter(office=person.office, is_active=True)
    handler = people.filter(pk=chosen).first() if chosen.isdecimal() else None
    if handler is None:
        raise StepRefused(Refusal.HANDLER_MISSING)
    actions.assign_order(pk, handler=handler, actor=person, now=at)
    return _("%(name)s handles it.") % {"name": handler.name}


def _submit(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    verdict = request.POST.get("verdict", "")
    actions.submit_order(
        pk, verdict=verdict if verdict in CaseFile.Verdict.values else "",
        finding=request.POST.get("finding", ""), actor=person, now=at,
    )  # fmt: skip
    return _("Handed in; the clock of the order has stopped.")


def _review(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    opinion = request.POST.get("opinion", "")
    actions.review_order(pk, actor=person, now=at, opinion=opinion)
    return _("The result is good.")


def _send_back(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.send_back_order(pk, reason=request.POST.get("reason", ""), actor=person, now=at)
    return _("Sent back; the clock runs on from the issue.")


def _instruct(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.instruct_order(
        pk, text=request.POST.get("text", ""), by=request.POST.get("by", ""), actor=person, now=at
    )
    return _("The instruction stands on the order.")


def _withdraw(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.withdraw_order(pk, reason=request.POST.get("reason", ""), actor=person, now=at)
    return _("Order withdrawn.")


STEPS: dict[str, Step] = {
    "sign": _sign, "assign": _assign, "submit": _submit, "review": _review,
    "send_back": _send_back, "withdraw": _withdraw, "instruct": _instruct, **ORDER_STEPS,
}  # fmt: skip
