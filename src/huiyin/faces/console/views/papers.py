"""Orders and letters leave the desk as a page to print, DOCX or PDF; each time is an event."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.apps.cases import actions
from huiyin.apps.cases.joint import only_parts_of, part_lines, sees_whole
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.org.models import Person
from huiyin.engine.clock import now
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.papers.as_docx import docx
from huiyin.faces.console.papers.as_pdf import pdf
from huiyin.faces.console.papers.letters import letter_of, letter_paper
from huiyin.faces.console.papers.orders import order_paper
from huiyin.faces.console.papers.paper import CannotPrint, Paper, layout_note

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = ("html", "docx", "pdf")


@require_POST
def print_order(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervision order, as much of it as this person may read."""
    person, at = person_of(request), now()
    rows = Order.objects.select_related(
        "case", "unit", "handler", "issued_by", "signed_by", "reviewed_by", "office__calendar"
    )
    found = rows.filter(office=person.office, pk=pk).first()
    if found is None or not may_read(found, person):
        raise Http404
    form = _form(request)
    return _leave(
        request, order_paper(found, person), form, at,
        lambda: actions.note_printed(found, form, actor=person, now=at),
    )  # fmt: skip


@require_POST
def print_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of transfer or of refusal."""
    person, at = person_of(request), now()
    rows = CaseFile.objects.select_related("office__calendar")
    found = rows.filter(office=person.office, pk=pk).first()
    paper = letter_paper(found) if found and not only_parts_of(found, person) else None
    if found is None or paper is None:
        raise Http404
    form = _form(request)
    return _leave(
        request, paper, form, at,
        lambda: actions.note_letter_printed(
            found, letter_of(found), form, actor=person, now=at
        ),
    )  # fmt: skip


def may_read(order: Order, person: Person) -> bool:
    """Whether this person reads the order, or at least a part of it."""
    return sees_whole(order, person) or bool(part_lines(order, person))


def _form(request: HttpRequest) -> str:
    form = request.POST.get("form", "")
    if form not in FORMS:
        raise Http404
    return form


def _leave(
    request: HttpRequest, paper: Paper, form: str, at: datetime, note: Callable[[], None]
) -> HttpResponse:
    """Make the document first: what could not be made was not printed."""
    if form == "html":
        said = layout_note(_("a serif font of this machine"), _("a sans serif"), embedded=False)
        answer = render(request, "console/paper.html", {"paper": paper, "note": said})
        note()
        return answer
    try:
        content = pdf(paper) if form == "pdf" else docx(paper, at=at)
    except CannotPrint as error:
        values = {"title": _("This could not be printed"), "error": str(error)}
        return show(request, "console/cannot_print.html", values, status=503)
    note()
    kind = "application/pdf" if form == "pdf" else DOCX_TYPE
    answer = HttpResponse(content, content_type=kind)
    name = quote(f"{paper.file_name}.{form}")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
