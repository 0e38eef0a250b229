"""The ledger (台账): a table one can live in, with views people keep, out as XLSX and in again."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.cases.actions.entries import (
    forget_ledger_view,
    keep_ledger_view,
    note_exported,
)
from huiyin.apps.cases.ledger import After, Asked, Totals, in_pieces, ledger_page, totals
from huiyin.apps.cases.models import CaseFile, LedgerView
from huiyin.apps.org.models import Office, Person, Unit
from huiyin.apps.org.queries import holds, zone_of
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.case_words import STATES, state_label
from huiyin.faces.console.ledger.columns import COLUMNS, chosen
from huiyin.faces.console.ledger.export import MOST_EXPORTED, write
from huiyin.faces.console.ledger.rows import Value, rows_of
from huiyin.faces.console.names import named
from huiyin.faces.shared.pieces import Pager

PAGE = 50
READERS = ("office", "duty", "group", "approver", "auditor", "dept_head")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it: the case, and heading and text of each chosen column."""

    pk: int
    cells: tuple[tuple[str, str, str], ...]


@require_GET
def ledger_page_view(request: HttpRequest) -> HttpResponse:
    """Rows newest first, figures above; `group` shows them a unit."""
    person = _reader(request)
    office, zone = person.office, zone_of(person.office)
    asked = asked_of(request.GET, person, zone)
    columns = chosen(request.GET.getlist("col"))
    cases = ledger_page(office, asked, after=_after(request.GET), limit=PAGE)
    more, cases = len(cases) > PAGE, cases[:PAGE]
    figures = totals(office, asked)
    units = list(Unit.objects.filter(office=office).order_by("id"))
    values = {
        "title": _title(figures),
        "lines": [_line(case, row, columns, zone)
                  for case, row in zip(cases, rows_of(cases), strict=True)],
        "columns": [(name, label, name in columns) for name, label in COLUMNS.items()],
        "headings": [COLUMNS[name] for name in columns],
        "figures": figures,
        "groups": _groups(figures, units) if request.GET.get("group") else [],
        "units": units, "asked": request.GET,
        "states": [(state, state_label(state)) for state in STATES],
        "kinds": CaseFile.Kind.choices,
        "views": LedgerView.objects.filter(person=person).order_by("name"),
        "question": _question(request.GET),
        "pager": Pager(older_url=_older(request.GET, cases[-1]) if more else None),
        "may_edit": holds(person, "office"),
        "most": MOST_EXPORTED,
    }  # fmt: skip
    return show(request, "console/ledger.html", values)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The rows asked for as a workbook, all columns unless some were chosen."""
    person, at = _reader(request), now()
    question = QueryDict(request.POST.get("question", ""))
    zone = zone_of(person.office)
    asked = asked_of(question, person, zone)
    figures = totals(person.office, asked)
    if figures.cases > MOST_EXPORTED:
        did(request, _("More than %(n)s cases match; narrow the period first.")
            % {"n": MOST_EXPORTED})  # fmt: skip
        return redirect(f"{reverse('ledger')}?{question.urlencode()}")
    columns = chosen(question.getlist("col")) if question.getlist("col") else tuple(COLUMNS)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
    count = write(file, _all_rows(person.office, asked), columns, zone)
    file.seek(0)
    note_exported(person.office, count, question.urlencode(), actor=person, now=at)
    name = f"ledger-{at.astimezone(zone):%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the question of this page under a name."""
    question = _question(QueryDict(request.POST.get("question", "")))
    view = keep_ledger_view(
        person_of(request), name=request.POST.get("name", ""), asked=question, now=now()
    )
    did(request, _("Kept as “%(name)s”.") % {"name": view.name})
    return redirect(f"{reverse('ledger')}?{question}")


@require_POST
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it no longer."""
    forget_ledger_view(person_of(request), pk)
    return redirect("ledger")


def asked_of(told: QueryDict, person: Person, zone: tzinfo) -> Asked:
    """The question in a query string; whatever cannot be read narrows nothing."""
    state, kind, unit = told.get("state", ""), told.get("kind", ""), told.get("unit", "")
    until = _midnight(told.get("until", ""), zone)
    own = person.unit_id if not holds(person, *READERS[:-1]) else None  # heads read their unit's
    return Asked(
        now=now(),
        state=state if state in STATES else "",
        kind=kind if kind in CaseFile.Kind.values else "",
        unit=own or (int(unit) if unit.isdecimal() and len(unit) < 10 else None),
        overdue=bool(told.get("overdue")),
        since=_midnight(told.get("since", ""), zone),
        until=until + timedelta(days=1) if until else None,
        text=told.get("q", "").strip()[:100],
    )


def _reader(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, *READERS):
        raise PermissionDenied
    return person


def _title(figures: Totals) -> str:
    if figures.cut:
        return _("More than %(n)s cases") % {"n": figures.cases - 1}
    said = ngettext("%(n)s case", "%(n)s cases", figures.cases) % {"n": figures.cases}
    late = ngettext("%(n)s overdue", "%(n)s overdue", figures.overdue) % {"n": figures.overdue}
    return f"{said} · {late}" if figures.overdue else said


def _groups(figures: Totals, units: list[Unit]) -> list[tuple[str, int, int, int, int]]:
    names = {unit.pk: named(unit) for unit in units}
    return [
        (names.get(one.unit or 0, _("No unit yet")), one.unit or 0, one.cases, one.running,
         one.overdue)
        for one in figures.units
    ]  # fmt: skip


def _line(case: CaseFile, row: Mapping[str, Value], columns: tuple[str, ...], zone: tzinfo) -> Line:
    cells = tuple((name, str(COLUMNS[name]), _text(row[name], zone)) for name in columns)
    return Line(case.pk, cells)


def _text(value: Value, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _all_rows(office: Office, asked: Asked) -> Iterator[dict[str, Value]]:
    serial = 1
    for piece in in_pieces(office, asked):
        yield from rows_of(piece, serial)
        serial += len(piece)


def _question(told: QueryDict) -> str:
    kept = told.copy()
    kept.pop("after", None)
    return kept.urlencode()


def _older(told: QueryDict, last: CaseFile) -> str:
    after = urlencode({"after": f"{last.opened_at.isoformat()}_{last.pk}"})
    return f"{reverse('ledger')}?{_question(told)}&{after}"


def _after(told: QueryDict) -> After | None:
    when, _sep, pk = told.get("after", "").partition("_")
    try:
        moment = parse_datetime(when)
    except ValueError:
        return None
    return (moment, int(pk)) if moment and moment.tzinfo and pk.isdecimal() else None


def _midnight(text: str, zone: tzinfo) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return datetime.combine(day, time(), zone) if day else None
