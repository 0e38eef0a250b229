"""A workbook of the ledger taken in: first what it would change, then the changes."""

import io
import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.apps.cases.actions.entries import EDITABLE, edit_ledger_entries
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.ledger.columns import COLUMNS
from huiyin.faces.console.ledger.importing import LARGEST, CannotRead, Change, Read, read

MEGABYTE = 1024 * 1024


@require_http_methods(["GET", "POST"])
def import_ledger(request: HttpRequest) -> HttpResponse:
    """The form; with a file, what it would change and what is refused."""
    person = _editor(request)
    error, found = "", None
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or (file.size or 0) > LARGEST:
            error = _("Choose a file of at most %(n)s MB.") % {"n": LARGEST // MEGABYTE}
        else:
            try:
                found = read(io.BytesIO(file.read()), person.office)
            except CannotRead as trouble:
                error = str(trouble)
    values = {
        "title": _("Bring the ledger in"), "error": error, "found": found,
        "asked": json.dumps(_told(found), ensure_ascii=False) if found else "",
        "columns": [COLUMNS[name] for name in EDITABLE],
        "limit": LARGEST // MEGABYTE,
    }  # fmt: skip
    return show(request, "console/ledger_import.html", values, status=422 if error else 200)


@require_POST
def apply_ledger(request: HttpRequest) -> HttpResponse:
    """Make the changes that were looked at; one that no longer fits is said and left."""
    person, at = _editor(request), now()
    changed, refused = 0, []
    for number, entries in _asked(request).items():
        case = CaseFile.objects.filter(office=person.office, number=number).first()
        if case is None:
            continue
        after = {name: said[1] for name, said in entries.items()}
        before = {name: said[0] for name, said in entries.items()}
        try:
            changed += edit_ledger_entries(case.pk, after, actor=person, now=at, expected=before)
        except StepRefused as trouble:
            refused.append(f"{number}: {refusal_text(trouble.code)}")
    said = ngettext("%(n)s case changed.", "%(n)s cases changed.", changed) % {"n": changed}
    did(request, " ".join([said, *refused[:20]]))
    return redirect("ledger")


def _editor(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, "office"):
        raise PermissionDenied
    return person


def _told(found: Read) -> dict[str, dict[str, list[str]]]:
    told: dict[str, dict[str, list[str]]] = {}
    for change in found.changes:
        told.setdefault(change.case.number, {})[change.column] = _pair(change)
    return told


def _pair(change: Change) -> list[str]:
    return [change.before, change.after]


def _asked(request: HttpRequest) -> dict[str, dict[str, list[str]]]:
    """The changes the form carries; what is no list of known entries is left out."""
    try:
        told: Any = json.loads(request.POST.get("changes", ""))
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    return {
        str(number): {
            name: [str(said[0]), str(said[1])]
            for name, said in entries.items()
            if name in EDITABLE and isinstance(said, list) and len(said) == 2
        }
        for number, entries in told.items()
        if isinstance(entries, dict)
    }
