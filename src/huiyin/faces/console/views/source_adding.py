"""Adding a source of any kind and changing how it is read, with a look at what would be found."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.intake.actions import (
    SourceRefused,
    add_source,
    change_settings,
    edit_source,
)
from huiyin.apps.intake.errands import ask_preview
from huiyin.apps.intake.models import Errand, Source
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.engine.sealed import unseal
from huiyin.faces.console.answers import did, person_of
from huiyin.faces.console.source_forms import (
    SourceForm,
    empty_form,
    kinds,
    plugin_named,
    stored_form,
    typed_form,
    typed_settings,
)
from huiyin.faces.console.source_lines import trouble_text
from huiyin.ports import SourcePlugin, schema_of

INTERVALS = (1, 5, 15, 60)  # minutes


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Watch something further."""
    plugin = _plugin(request.POST.get("kind") or request.GET.get("kind", ""))
    if request.method == "GET":
        return _add_page(request, empty_form(plugin, _suggested(request, plugin)))
    person, post = person_of(request), request.POST
    try:
        source, new = add_source(
            person.office, name=post.get("name", ""), url=post.get("url", ""),
            outlet=post.get("outlet", ""), plugin=plugin.name,
            settings=typed_settings(plugin, post), actor=person, now=desk_now(),
        )  # fmt: skip
    except SourceRefused as refused:
        return _add_page(request, typed_form(plugin, post, refused))
    except StepRefused as refused:
        return _add_page(request, typed_form(plugin, post, error=refusal_text(refused.code)))
    if not new:
        did(request, _("Already watched."))
    elif source.push_key:
        did(request, _("Source added; make its secret and give both to the other system."))
    else:
        did(request, _("Source added; it is asked at once."))
    return redirect("source", pk=source.pk)


def _suggested(request: HttpRequest, plugin: SourcePlugin) -> dict[str, str]:
    """The base address the office used last, so that it is typed once."""
    if not any(setting.name == "base" for setting in schema_of(plugin)):
        return {}
    rows = Source.objects.filter(office=person_of(request).office, plugin=plugin.name)
    newest = rows.order_by("-added_at").values_list("settings__base", flat=True).first()
    return {"base": str(newest)} if newest else {}


def _add_page(request: HttpRequest, form: SourceForm) -> HttpResponse:
    values = {"title": _("Add a source"), "form": form, "kinds": kinds(form.kind)}
    return render(request, "console/add_source.html", values, status=422 if form.faulty else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a source is called, how often it is asked and how it is read."""
    source = get_object_or_404(Source, pk=pk, office=person_of(request).office)
    plugin = _plugin(source.plugin)
    minutes = source.interval_seconds // 60
    if request.method == "GET":
        return _edit_page(request, source, stored_form(plugin, source), minutes)
    minutes = _minutes(request.POST.get("minutes", ""), minutes)
    try:
        _save(request, source, plugin, minutes)
    except SourceRefused as refused:
        form = typed_form(plugin, request.POST, refused)
        return _edit_page(request, source, form, minutes)
    except StepRefused as refused:
        form = typed_form(plugin, request.POST, error=refusal_text(refused.code))
        return _edit_page(request, source, form, minutes)
    did(request, _("Source changed."))
    return redirect("source", pk=pk)


def _save(request: HttpRequest, source: Source, plugin: SourcePlugin, minutes: int) -> None:
    """The settings first, for they may be refused; untouched ones are left alone."""
    person, now, post = person_of(request), desk_now(), request.POST
    if any(setting.name in post for setting in schema_of(plugin)):
        _change_settings(request, source, plugin, now)
    edit_source(
        source.pk, name=post.get("name", ""), outlet=post.get("outlet", ""),
        interval_seconds=minutes * 60, actor=person, now=now,
    )  # fmt: skip


def _change_settings(
    request: HttpRequest, source: Source, plugin: SourcePlugin, now: datetime
) -> None:
    given = typed_settings(plugin, request.POST)
    before: dict[str, Any] = {
        name: "yes" if value is True else "no" if value is False else str(value)
        for name, value in source.settings.items()
    }
    if {name: value for name, value in given.items() if value} != {
        name: value for name, value in before.items() if value
    }:
        change_settings(source.pk, given, actor=person_of(request), now=now)


def _edit_page(
    request: HttpRequest, source: Source, form: SourceForm, minutes: int
) -> HttpResponse:
    values = {
        "title": _("Change the source"),
        "form": form,
        "source": source,
        "minutes": minutes,
        "intervals": sorted({*INTERVALS, minutes}),
    }
    return render(request, "console/add_source.html", values, status=422 if form.faulty else 200)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look at a source as it is typed, before it is saved."""
    plugin = _plugin(request.POST.get("kind", ""))
    source = _of_form(request)
    given = typed_settings(plugin, request.POST)
    try:
        errand = ask_preview(
            plugin.name, request.POST.get("url", ""), given, actor=person_of(request),
            now=desk_now(), held=unseal(source.sealed) if source else None,
            allow_private=source is not None and source.allow_private,
        )  # fmt: skip
    except SourceRefused as refused:
        form = typed_form(plugin, request.POST, refused)
        said = [f"{field.label}: {field.error}" for field in form.fields if field.error]
        return _refused_look(request, said or [form.error])
    except StepRefused as refused:
        return _refused_look(request, [refusal_text(refused.code)])
    return _preview(request, errand)


def _of_form(request: HttpRequest) -> Source | None:
    """The source that is being changed, whose secrets and leave hold for the look."""
    pk = request.POST.get("source", "")
    rows = Source.objects.filter(office=person_of(request).office)
    return rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() else None


def _refused_look(request: HttpRequest, said: list[str]) -> HttpResponse:
    return render(request, _template(request), {"title": _("What would be found"), "faults": said})


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a look has found so far."""
    errand = get_object_or_404(Errand, pk=pk, by=person_of(request), kind="preview")
    return _preview(request, errand)


def _preview(request: HttpRequest, errand: Errand) -> HttpResponse:
    entries = [
        {**entry, "at": datetime.fromisoformat(entry["at"]) if entry["at"] else None}
        for entry in errand.result.get("entries", [])
    ]
    refusals = [
        (row["where"], trouble_text(row["code"])) for row in errand.result.get("refusals", [])
    ]
    values = {
        "title": _("What would be found"),
        "errand": errand,
        "entries": entries,
        "refusals": refusals,
        "trouble": trouble_text(errand.code),
    }
    return render(request, _template(request), values)


def _template(request: HttpRequest) -> str:
    asked = getattr(request, "htmx", None)
    return "console/parts/preview.html" if asked else "console/preview.html"


def _plugin(name: str) -> SourcePlugin:
    plugin = plugin_named(name)
    if plugin is None:
        raise Http404(name)
    return plugin


def _minutes(given: str, otherwise: int) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else otherwise
