"""Files brought in: messages into the inbox, sources into the watch, and what was refused."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.apps.intake.models import ImportRun, Item
from huiyin.apps.intake.queries import refused_rows, runs_of
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of
from huiyin.faces.console.source_lines import trouble_text
from huiyin.flows.bring_in import (
    Brought,
    CannotBringIn,
    bring_in,
    bring_in_sources,
    is_source_list,
)
from huiyin.flows.scanning import scan
from huiyin.ports.scanning import Infected, NotScanned
from huiyin.rules.refusals import Refusal

MEGABYTE = 1024 * 1024


@require_http_methods(["GET", "POST"])
def imports_page(request: HttpRequest) -> HttpResponse:
    """The form for a file, and what was brought in before."""
    person = person_of(request)
    error, brought = "", None
    if request.method == "POST":
        channel = request.POST.get("channel", "import")
        try:
            came = _take(request.FILES.get("file"), channel, person)
        except CannotBringIn as refused:
            known = ", ".join(refused.known)
            error = _("This kind of file cannot be read. Known endings: %(known)s") % {
                "known": known
            }
        except _UnfitError as unfit:
            error = str(unfit)
        else:
            if isinstance(came, ImportRun):
                did(request, _("The file was brought in."))
                return redirect("import", pk=came.pk)
            brought = came
    values = {
        "title": _("Bring in a file"),
        "error": error,
        "brought": brought,
        "refusals": [(one.where, trouble_text(one.code), one.raw) for one in brought.refused]
        if brought
        else [],
        "runs": runs_of(person.office),
        "channels": Item.Channel.choices,
        "limit": settings.CONFIG.upload_limit_mb,
    }
    return render(request, "console/imports.html", values, status=422 if error else 200)


@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of one file, row by row where something was refused."""
    person = person_of(request)
    run = get_object_or_404(ImportRun, pk=pk, office=person.office)
    n = run.refused
    values = {
        "title": ngettext("%(n)s row refused", "%(n)s rows refused", n) % {"n": n}
        if n
        else _("All rows were read"),
        "run": run,
        "refusals": [
            (row.place, trouble_text(row.code), row.detail, row.raw) for row in refused_rows(run)
        ],
    }
    return render(request, "console/import.html", values)


class _UnfitError(ValueError):
    """A file that is not even opened; the text says why."""


def _take(file: "UploadedFile[bytes] | None", channel: str, person: Person) -> ImportRun | Brought:
    if not holds(person, "duty", "office", "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if file is None or not file.name:
        raise _UnfitError(_("Choose a file first."))
    if (file.size or 0) > settings.CONFIG.upload_limit_mb * MEGABYTE:
        limit = {"limit": settings.CONFIG.upload_limit_mb}
        raise _UnfitError(_("The file is larger than %(limit)s MB; use the command line.") % limit)
    _refuse_malware(file)
    chosen = channel if channel in Item.Channel.values else Item.Channel.IMPORT.value
    with _on_disk(file) as path:
        if is_source_list(path):
            return bring_in_sources(person.office, path, actor=person, now=desk_now())
        return bring_in(person.office, path, channel=chosen, actor=person, now=desk_now())


def _refuse_malware(file: "UploadedFile[bytes]") -> None:
    verdict = scan(file.read())
    file.seek(0)
    if isinstance(verdict, Infected):
        found = {"malware": verdict.name}
        raise _UnfitError(_("The scanner found malware in this file: %(malware)s") % found)
    if isinstance(verdict, NotScanned):
        raise _UnfitError(_("The malware scanner does not answer now. Try again in some minutes."))


@contextmanager
def _on_disk(file: "UploadedFile[bytes]") -> Iterator[Path]:
    """The upload as a file of its own name in a folder that is removed afterwards."""
    name = PurePosixPath((file.name or "").replace("\\", "/")).name[-120:] or "file"
    with tempfile.TemporaryDirectory(prefix="huiyin-import-") as folder:
        path = Path(folder) / name
        with path.open("wb") as out:
            for piece in file.chunks():
                out.write(piece)
        yield path
