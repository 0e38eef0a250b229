"""Watched sources: how they are, added, switched, asked at once; and files brought in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.intake.actions import (
    SourceRefused,
    add_source,
    allow_private,
    edit_source,
    fetch_now,
    set_source_enabled,
)
from huiyin.apps.intake.models import Source
from huiyin.apps.intake.queries import fetches_of, sources_of, troubled_sources
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, go_back, person_of, show
from huiyin.faces.console.source_lines import fetch_line, source_line, trouble_text

INTERVALS = (1, 5, 15, 60)  # minutes


@require_GET
def sources_page(request: HttpRequest) -> HttpResponse:
    """All sources, troubled ones first."""
    office = person_of(request).office
    lines = [source_line(source) for source in sources_of(office)]
    values = {"title": _title(troubled_sources(office), len(lines)), "lines": lines}
    return show(request, "console/sources.html", values, part="console/parts/sources.html")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Watch a further address."""
    given = {name: request.POST.get(name, "") for name in ("name", "url", "outlet")}
    error = ""
    if request.method == "POST":
        person = person_of(request)
        try:
            source, new = add_source(person.office, **given, actor=person, now=desk_now())
        except SourceRefused as refused:
            error = trouble_text(refused.code)
        except StepRefused as refused:
            error = refusal_text(refused.code)
        else:
            did(request, _("Source added; it is asked at once.") if new else _("Already watched."))
            return redirect("source", pk=source.pk)
    values = {"title": _("Add a source"), "given": given, "error": error}
    return render(request, "console/add_source.html", values, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a source is called and how often it is asked."""
    source = _ours(request, pk)
    given = {"name": source.name, "url": source.url, "outlet": source.outlet}
    minutes, error = source.interval_seconds // 60, ""
    if request.method == "POST":
        given |= {name: request.POST.get(name, "") for name in ("name", "outlet")}
        minutes = _minutes(request.POST.get("minutes", ""), minutes)
        try:
            edit_source(
                pk, name=given["name"], outlet=given["outlet"], interval_seconds=minutes * 60,
                actor=person_of(request), now=desk_now(),
            )  # fmt: skip
        except StepRefused as refused:
            error = refusal_text(refused.code)
        else:
            did(request, _("Source changed."))
            return redirect("source", pk=pk)
    values = {
        "title": _("Change the source"),
        "given": given,
        "error": error,
        "source": source,
        "minutes": minutes,
        "intervals": sorted({*INTERVALS, minutes}),
    }
    return render(request, "console/add_source.html", values, status=422 if error else 200)


def _minutes(given: str, otherwise: int) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else otherwise


@require_GET
def source_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One source and the ledger of its attempts."""
    person = person_of(request)
    source = get_object_or_404(Source, pk=pk, office=person.office)
    values: dict[str, Any] = {
        "title": source.name,
        "line": source_line(source),
        "source": source,
        "fetches": [fetch_line(fetch) for fetch in fetches_of(source)],
        "administrator": holds(person, "admin"),
    }
    return show(request, "console/source.html", values, part="console/parts/fetches.html")


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause it or watch it again."""
    enabled = request.POST.get("enabled") == "yes"
    _ours(request, pk)
    set_source_enabled(pk, enabled, actor=person_of(request), now=desk_now())
    did(request, _("Watched again.") if enabled else _("Paused. What it brought stays."))
    return go_back(request, reverse("source", args=[pk]))


@require_POST
def private(request: HttpRequest, pk: int) -> HttpResponse:
    """Allow or forbid an address in the own network (administrators only)."""
    allowed = request.POST.get("allowed") == "yes"
    _ours(request, pk)
    allow_private(pk, actor=person_of(request), allowed=allowed, now=desk_now())
    did(request, _("Allowed into the own network.") if allowed else _("No longer allowed."))
    return go_back(request, reverse("source", args=[pk]))


@require_POST
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it at the next round."""
    _ours(request, pk)
    fetch_now(pk, actor=person_of(request), now=desk_now())
    did(request, _("It is asked within seconds."))
    return go_back(request, reverse("source", args=[pk]))


def _ours(request: HttpRequest, pk: int) -> Source:
    return get_object_or_404(Source, pk=pk, office=person_of(request).office)


def _title(troubled: int, total: int) -> str:
    if troubled:
        return ngettext("%(n)s source has trouble", "%(n)s sources have trouble", troubled) % {
            "n": troubled
        }
    if not total:
        return _("No source is watched yet")
    return ngettext("%(n)s source, all well", "%(n)s sources, all well", total) % {"n": total}
