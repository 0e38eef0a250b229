"""Cases: the ledger, one case file, and the steps people take in it."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.audit.queries import events_of_case
from huiyin.apps.cases import actions
from huiyin.apps.cases.dispatch import dispatch_rules, proposed_units
from huiyin.apps.cases.findings import findings_of
from huiyin.apps.cases.joint import only_parts_of
from huiyin.apps.cases.linked import linked_cases
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.cases.queries import PAGE, SCOPES, case_page, due_counts, ledger
from huiyin.apps.cases.repeats import repeats_of
from huiyin.apps.org.models import Office, Person, Unit
from huiyin.apps.org.queries import holds, people_in_role, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.responses.queries import statements_of
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.case_clocks import clock_of
from huiyin.faces.console.case_words import STATES, state_label
from huiyin.faces.console.clock_steps import Page, clock_steps
from huiyin.faces.console.closing import gaps_shown, refusal_grounds
from huiyin.faces.console.finding_steps import Matter, finding_steps
from huiyin.faces.console.matters import next_steps, spine_of, waits_for
from huiyin.faces.console.papers.letters import letter_of
from huiyin.faces.console.views.clock_steps import CASE_STEPS, Step
from huiyin.faces.console.views.finding_steps import FINDING_STEPS
from huiyin.faces.console.views.issuing import ORDER_CHOICES, issue
from huiyin.faces.shared.clocks import clock_view
from huiyin.faces.shared.pieces import Pager


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The ledger: newest first, or what falls due first (`due=1`)."""
    person = person_of(request)
    scope = request.GET.get("scope", "all")
    chosen = {
        "scope": scope if scope in SCOPES else "all",
        "state": request.GET.get("state", ""),
        "kind": request.GET.get("kind", ""),
        "q": request.GET.get("q", "").strip()[:100],
    }
    at = now()
    rows = ledger(
        person.office, person, scope=chosen["scope"], state=chosen["state"], kind=chosen["kind"],
        text=chosen["q"], by_due=bool(request.GET.get("due")), after=_after(request),
    )  # fmt: skip
    more, rows = len(rows) > PAGE, rows[:PAGE]
    counts = due_counts(person.office, person, chosen["scope"], at, at + timedelta(days=1))
    values = {
        "title": _title(counts.running, counts.overdue),
        "rows": [(row, state_label(row.state), _row_clock(row, at, person.office)) for row in rows],
        "chosen": chosen,
        "due": request.GET.get("due", ""),
        "states": [(state, state_label(state)) for state in STATES],
        "kinds": CaseFile.Kind.choices,
        "scopes": [("mine", _("Mine")), ("unit", _("My department")), ("all", _("All"))],
        "pager": Pager(older_url=_older(request, rows) if more else None),
    }
    return show(request, "console/cases.html", values)


@require_GET
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case file; whoever has to do with a part of a joint order alone is led there."""
    person = person_of(request)
    found = CaseFile.objects.filter(office=person.office, pk=pk).first()
    parts = only_parts_of(found, person) if found else []
    return redirect("order", parts[-1].order_id) if parts else page_of_case(request, pk)


@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case from nothing but words."""
    person = person_of(request)
    values: dict[str, Any] = {
        "title": _("Open a case"), "kinds": CaseFile.Kind.choices, "units": _units(person.office),
        "typed": request.POST,
    }  # fmt: skip
    if request.method == "GET":
        return show(request, "console/case_new.html", values)
    try:
        made = actions.open_case(
            actor=person, now=now(), title=request.POST.get("title", ""),
            kind=_choice(request, "kind", CaseFile.Kind.values, "concern"),
            summary=request.POST.get("summary", ""), lead_unit=_unit(request, person.office),
        )  # fmt: skip
    except StepRefused as refused:
        values["error"] = refusal_text(refused.code)
        return show(request, "console/case_new.html", values, status=422)
    return redirect("case", made.pk)


@require_POST
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One step in a case; refused, the page comes back with what was typed and the reason."""
    person = person_of(request)
    act = STEPS.get(code)
    if act is None:
        raise Http404
    try:
        said = act(request, pk, person, now())
    except StepRefused as refused:
        return page_of_case(request, pk, refused=code, error=refusal_text(refused.code))
    did(request, said)
    return redirect("cases") if code == "seal" else redirect("case", pk)


def page_of_case(
    request: HttpRequest, pk: int, *, refused: str = "", order: int = 0, error: str = ""
) -> HttpResponse:
    """The page of a case; after a refused step with the reason and what was typed."""
    person = person_of(request)
    found = case_page(person.office, pk)
    if found is None:
        raise Http404
    at, zone = now(), zone_of(person.office)
    statements = statements_of(found.case)
    units, people = _units(person.office), people_in_role(person.office, "handler")
    rests_on = findings_of(found.case)
    urgent, besides = finding_steps(Matter(found.case, rests_on, units, people, person))
    moving, aside = clock_steps(
        Page(found.case, found.orders, found.clocks, units, found.items, person, at)
    )
    usual, more = next_steps(found.case, found.orders, statements, person)
    steps = [*moving, *urgent, *([usual] if usual else []), *more, *besides, *aside]
    leads = bool(moving or urgent or usual)
    views = [clock_of(clock, at, zone) for clock in found.clocks]
    values = {
        "title": found.case.title,
        "case": found.case,
        "state": state_label(found.case.state),
        "page": found,
        "statements": statements,
        "repeats": repeats_of(found.case),
        "linked": linked_cases(found.case),
        "may_judge": holds(person, "office", "duty"),
        "clocks": views,
        "binding": views[0] if views and views[0].running else None,
        "spine": spine_of(events_of_case(found.case.pk)),
        "first": steps[0] if leads else None,
        "more": steps[1:] if leads else steps,
        "waits": waits_for(found.case, found.orders, statements),
        "refused": refused,
        "refused_order": order,
        "error": error,
        "typed": request.POST,
        "units": units,
        "handlers": people,
        "found": rests_on,
        "gaps": gaps_shown(found.case, steps),
        **_choices(),
        "proposed": proposed_units(found.case, dispatch_rules(person.office)),
        "letter": letter_of(found.case),
    }
    return show(request, "console/case.html", values, status=422 if error else 200)


def _choices() -> dict[str, Any]:
    """What the forms of the page let people choose from, whatever the case is."""
    return {
        "grounds": refusal_grounds(),
        "verdicts": CaseFile.Verdict.choices,
        "adoptions": CaseFile.Adoption.choices,
        "order_choices": ORDER_CHOICES,
    }


def _accept(_request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.accept_case(pk, actor=person, now=at)
    return _("Accepted.")


def _refuse(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.refuse_case(
        pk, reason=request.POST.get("reason", ""), actor=person, now=at,
        destination=request.POST.get("destination", ""),
        ground=request.POST.get("ground", ""),
    )  # fmt: skip
    return _("Not accepted; the reporters were told why and where to go.")


def _note(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.add_note(pk, request.POST.get("text", ""), actor=person, now=at)
    return _("Note added.")


def _write(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    told = actions.write_to_reporter(pk, request.POST.get("text", ""), actor=person, now=at)
    return ngettext("Written to %(n)s mailbox.", "Written to %(n)s mailboxes.", told) % {"n": told}


def _feed_back(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.feed_back(pk, request.POST.get("text", ""), actor=person, now=at)
    return _("The result was told.")


def _close(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.close_case(
        pk, adoption=request.POST.get("adoption", ""), actor=person, now=at,
        adoption_reason=request.POST.get("adoption_reason", ""),
    )  # fmt: skip
    return _("The case is closed.")


STEPS: dict[str, Step] = {
    "accept": _accept, "refuse": _refuse, "note": _note, "write": _write, "issue": issue,
    "feed_back": _feed_back, "close": _close, **CASE_STEPS,
    **FINDING_STEPS,
}  # fmt: skip


def _title(running: int, overdue: int) -> str:
    said = ngettext("%(n)s case running", "%(n)s cases running", running) % {"n": running}
    late = ngettext("%(n)s overdue", "%(n)s overdue", overdue) % {"n": overdue}
    return f"{said} · {late}" if overdue else said


def _row_clock(case_row: CaseFile, at: datetime, office: Office) -> Any:
    if case_row.due_at is None or case_row.closed_at is not None:
        return None
    return clock_view(
        label="", rule="H", started_at=case_row.opened_at, due_at=case_row.due_at, now=at,
        tz=zone_of(office),
    )  # fmt: skip


def _units(office: Office) -> list[Unit]:
    return list(Unit.objects.filter(office=office).order_by("id"))


def _unit(request: HttpRequest, office: Office) -> Unit | None:
    pk = request.POST.get("unit", "")
    return Unit.objects.filter(office=office, pk=pk).first() if pk.isdecimal() else None


def _choice(request: HttpRequest, name: str, allowed: list[str], fallback: str) -> str:
    value = request.POST.get(name, "")
    return value if value in allowed else fallback


def _after(request: HttpRequest) -> tuple[datetime, int] | None:
    when, _sep, pk = request.GET.get("after", "").partition("_")
    moment = parse_datetime(when) if when else None
    return (moment, int(pk)) if moment and moment.tzinfo and pk.isdecimal() else None


def _older(request: HttpRequest, rows: list[CaseFile]) -> str:
    last = rows[-1]
    key = last.due_at if request.GET.get("due") and last.due_at else last.opened_at
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    kept["after"] = f"{key.isoformat()}_{last.pk}"
    return f"{reverse('cases')}?{urlencode(kept)}"
