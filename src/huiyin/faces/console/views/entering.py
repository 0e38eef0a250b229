"""Entering what was said on the phone, in a letter or at the counter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of
from huiyin.faces.console.entry import EntryForm, read_entry
from huiyin.flows.recording import record_call, record_item


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter what was said on the phone, in a letter or at the counter."""
    person = person_of(request)
    form = EntryForm(channel=request.GET.get("channel", "hotline"))
    if request.method == "POST":
        form = read_entry(request.POST)
        if form.arrival is not None:
            try:
                if "with_code" in request.POST:
                    return _read_out(request, form.arrival, person)
                item = record_item(person.office, form.arrival, actor=person, now=desk_now())
            except StepRefused as refused:
                form.errors["text"] = refusal_text(refused.code)
            else:
                if item.apart:
                    did(request, _("Entered, and sealed into the integrity lane."))
                    return redirect("inbox")
                did(request, _("Entered."))
                return redirect("item", pk=item.pk)
    values = {"title": _("New entry"), "form": form, "channels": form.channels, "kinds": form.kinds}
    status = 422 if form.errors else 200
    return render(request, "console/enter_item.html", values, status=status)


def _read_out(request: HttpRequest, arrival: Arrival, person: Person) -> HttpResponse:
    """The code of the caller's mailbox, once: it is read out and stands nowhere else."""
    item, receipt = record_call(person.office, arrival, actor=person, now=desk_now())
    values = {"title": _("Read this code out"), "item": item, "code": str(receipt.code)}
    answer = render(request, "console/read_out.html", values)
    answer.headers["Cache-Control"] = "no-store"
    return answer
