"""Steps of a co-handler's part of a joint order, taken from the page of the order."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.apps.cases import actions
from huiyin.apps.cases.models import OrderPart
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.responses.actions import text_sha256
from huiyin.apps.responses.queries import answer_in_work
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of
from huiyin.faces.console.views.orders import page_of_order
from huiyin.rules.refusals import Refusal

PartStep = Callable[[HttpRequest, OrderPart, Person, datetime], str]


@require_POST
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One step; refused, the order's page comes back with what was typed."""
    person = person_of(request)
    rows = OrderPart.objects.filter(order__office=person.office, pk=pk)
    part = rows.select_related("order").first()
    act = STEPS.get(code)
    if part is None or act is None:
        raise Http404
    try:
        said = act(request, part, person, now())
    except StepRefused as refused:
        error = refusal_text(refused.code)
        return page_of_order(request, part.order_id, error=error, part=pk)
    did(request, said)
    return redirect("order", part.order_id)


def _give(request: HttpRequest, part: OrderPart, person: Person, at: datetime) -> str:
    actions.give_opinion(part.pk, text=request.POST.get("text", ""), actor=person, now=at)
    return _("Your opinion is in; your clock has stopped.")


def _clear(request: HttpRequest, part: OrderPart, person: Person, at: datetime) -> str:
    actions.clear_text(part.pk, sha256=_seen(request, part), actor=person, now=at)
    return _("Cleared.")


def _object(request: HttpRequest, part: OrderPart, person: Person, at: datetime) -> str:
    actions.object_to_text(
        part.pk, sha256=_seen(request, part), reason=request.POST.get("reason", ""),
        actor=person, now=at,
    )  # fmt: skip
    return _("Your objection went to the office.")


def _settle(request: HttpRequest, part: OrderPart, person: Person, at: datetime) -> str:
    actions.settle_part(part.pk, reason=request.POST.get("reason", ""), actor=person, now=at)
    return _("Settled; the answer can go on.")


def _seen(request: HttpRequest, part: OrderPart) -> bytes:
    """The text the form was shown with; another one was written since where they differ."""
    statement = answer_in_work(part.order.case_id)
    if statement is None:
        raise StepRefused(Refusal.REPLY_MISSING)
    digest = text_sha256(statement)
    if digest.hex() != request.POST.get("sha256", ""):
        raise StepRefused(Refusal.TEXT_CHANGED)
    return digest


STEPS: dict[str, PartStep] = {
    "give": _give, "clear": _clear, "object": _object, "settle": _settle,
}  # fmt: skip
