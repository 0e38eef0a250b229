"""Writing a report, filled in from the story, and the report as a document to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.report_up.actions import write_report
from huiyin.apps.report_up.contents import QUESTIONS, grade_said, lines_of
from huiyin.apps.report_up.models import GRADES, Report
from huiyin.apps.report_up.queries import report_of
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.report_facts import proposed_contents


@require_GET
def document(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The report on paper."""
    report = report_of(person_of(request), pk, number)
    legs = report.legs.filter(hop__gt=0).select_related("to").order_by("hop", "id")
    values = {
        "title": f"{report.get_kind_display()} · {report.chain.title}",
        "report": report,
        "chain": report.chain,
        "lines": lines_of(report.contents) if report.contents else [],
        "legs": legs,
        "grade": _grade(report.grade),
    }
    return show(request, "console/report_document.html", values)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The form of a report; refused, it comes back with what was typed."""
    person = person_of(request)
    report = report_of(person, pk, number)
    if request.method == "GET":
        return _form(request, report, proposed_contents(report.chain, report))
    typed = {question.name: request.POST.get(question.name, "") for question in QUESTIONS}
    try:
        done = write_report(report.pk, typed, actor=person, now=desk_now())
    except StepRefused as refused:
        return _form(request, report, typed, refusal_text(refused.code))
    said = grade_said(done.contents)
    if report.grade and said != report.grade:
        text = _("Written. By its figures this would be: %(grade)s. A person settles the grade.")
        did(request, text % {"grade": _grade(said)})
    else:
        did(request, _("The report is written."))
    return redirect("report_chain", pk=pk)


def _form(
    request: HttpRequest, report: Report, contents: dict[str, str], error: str = ""
) -> HttpResponse:
    values: dict[str, Any] = {
        "title": f"{report.get_kind_display()} · {report.chain.title}",
        "report": report,
        "fields": [(question, contents.get(question.name, "")) for question in QUESTIONS],
        "error": error,
    }
    return show(request, "console/report_write.html", values, status=422 if error else 200)


def _grade(grade: str) -> str:
    return next((str(text) for code, text in GRADES.items() if code == grade), "")
