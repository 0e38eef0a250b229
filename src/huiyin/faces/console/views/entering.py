"""Entering what was said on the phone, in a letter or at the counter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of
from huiyin.faces.console.entry import EntryForm, read_entry
from huiyin.flows.recording import record_item


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter what was said on the phone, in a letter or at the counter."""
    person = person_of(request)
    form = EntryForm(channel=request.GET.get("channel", "hotline"))
    if request.method == "POST":
        form = read_entry(request.POST)
        if form.arrival is not None:
            try:
                item = record_item(person.office, form.arrival, actor=person, now=desk_now())
            except StepRefused as refused:
                form.errors["text"] = refusal_text(refused.code)
            else:
                did(request, _("Entered."))
                return redirect("item", pk=item.pk)
    values = {"title": _("New entry"), "form": form, "channels": form.channels, "kinds": form.kinds}
    status = 422 if form.errors else 200
    return render(request, "console/enter_item.html", values, status=status)
