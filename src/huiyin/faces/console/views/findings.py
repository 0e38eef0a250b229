"""A verification as a page and as the inspection paper, and its evidence as a download."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.apps.cases.models import Evidence, Verification
from huiyin.apps.org.models import Person
from huiyin.faces.console.answers import person_of, show


@require_GET
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """What was planned, seen and concluded, with the evidence and its hashes."""
    found = _of(person_of(request), pk)
    values = {
        "title": _("Verification %(number)s") % {"number": found.number},
        "row": found,
        "evidence": found.evidence.select_related("by").defer("content").order_by("id"),
    }
    return show(request, "console/verification.html", values)


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The inspection paper, shown on the spot: no case, no source, no word of a reporter."""
    person = person_of(request)
    found = _of(person, pk)
    values = {
        "title": _("Inspection paper %(number)s") % {"number": found.number},
        "row": found,
        "office": person.office,
    }
    return show(request, "console/inspection_paper.html", values)


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was attached; it is never shown as a page of the desk."""
    office = person_of(request).office
    found = get_object_or_404(Evidence, pk=pk, verification__case__office=office)
    answer = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=found.name
    ) or "attachment"  # fmt: skip
    return answer


def _of(person: Person, pk: int) -> Verification:
    people = ("case", "planned_by", "first", "second", "first_hand_by", "concluded_by")
    rows = Verification.objects.select_related(*people)
    return get_object_or_404(rows, pk=pk, case__office=person.office)
