"""Watched sources: how they are, added, switched, asked at once; and files brought in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.intake.actions import (
    allow_private,
    fetch_now,
    renew_push_secret,
    set_source_enabled,
)
from huiyin.apps.intake.models import Source
from huiyin.apps.intake.queries import fetches_of, sources_of, troubled_sources
from huiyin.apps.org.queries import holds
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, go_back, person_of, show
from huiyin.faces.console.source_lines import fetch_line, kind_text, source_line

SIGNED = "X-Huiyin-Timestamp: 1795317600\nX-Huiyin-Signature: sha256=…"
BEARING = "Authorization: Bearer …"


@require_GET
def sources_page(request: HttpRequest) -> HttpResponse:
    """All sources, troubled ones first."""
    office = person_of(request).office
    lines = [source_line(source) for source in sources_of(office)]
    values = {"title": _title(troubled_sources(office), len(lines)), "lines": lines}
    return show(request, "console/sources.html", values, part="console/parts/sources.html")


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
        "kind": kind_text(source.plugin),
        "push_address": push_address(source),
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


@require_POST
def renew_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret for whoever pushes; shown on this answer and never again."""
    source = _ours(request, pk)
    signed = source.settings.get("proof") != "bearer"
    secret = renew_push_secret(pk, actor=person_of(request), now=desk_now())
    values = {
        "title": _("The secret of this source"),
        "source": source,
        "secret": secret,
        "push_address": push_address(source),
        "signed": signed,
        "headers": SIGNED if signed else BEARING,
    }
    answer = render(request, "console/push_secret.html", values)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def push_address(source: Source) -> str:
    """Where another system sends to; "" for a source that the desk asks itself."""
    if not source.push_key:
        return ""
    return settings.CONSOLE_URL.rstrip("/") + reverse("take_push", args=[source.push_key])


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
