"""Reporting up: what is under way, one chain with its proof, and the steps people take in it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.report_up import actions, links
from huiyin.apps.report_up.models import GRADES, Leg
from huiyin.apps.report_up.presets import NAMES
from huiyin.apps.report_up.queries import (
    ChainPage,
    chain_page,
    chains_seen,
    follow_ups_due,
    legs_to_acknowledge,
    legs_to_send,
    legs_unanswered,
)
from huiyin.apps.report_up.tree import tree_of
from huiyin.apps.stories.models import Story
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.chosen import ids_of
from huiyin.faces.console.report_board import leg_rows
from huiyin.faces.console.report_lines import chain_steps, report_lines
from huiyin.faces.console.views.joining_steps import moment_of
from huiyin.rules.refusals import Refusal

AHEAD = timedelta(hours=4)


@require_GET
def chains(request: HttpRequest) -> HttpResponse:
    """What is to be sent, to be acknowledged, waited for, and all chains."""
    person, now = person_of(request), desk_now()
    zone, office = zone_of(person.office), person.office
    to_send = legs_to_send(office)
    late = sum(leg.due_at is not None and leg.due_at < now for leg in to_send)
    title = ngettext("%(n)s report to send", "%(n)s reports to send", len(to_send))
    values = {
        "title": title % {"n": len(to_send)} if to_send else _("No report waits to be sent"),
        "late": late,
        "to_send": leg_rows(to_send, now, zone),
        "to_acknowledge": legs_to_acknowledge(office),
        "unanswered": legs_unanswered(office),
        "follow_ups": follow_ups_due(office, now + AHEAD),
        "chains": [(row, NAMES.get(row.preset, row.preset), _state(row.state), _grade(row.grade))
                   for row in chains_seen(person)],
    }  # fmt: skip
    return show(request, "console/reports.html", values)


@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a chain for a story or a case."""
    person, now = person_of(request), desk_now()
    given = request.POST if request.method == "POST" else request.GET
    story, case = _hung_on(person, given.get("story", ""), given.get("case", ""))
    values: dict[str, Any] = {
        "title": _("Report up"), "story": story, "case": case, "presets": NAMES.items(),
        "grades": GRADES.items(), "typed": request.POST,
        "may_open": holds(person, "duty", "office"),
        "ready": tree_of(person.office).of_office(person.office_id) is not None,
    }  # fmt: skip
    if request.method == "GET":
        return show(request, "console/report_open.html", values)
    try:
        unit = _unit(request, now)
        made = actions.open_chain(
            preset=request.POST.get("preset", ""), actor=person, now=now, unit=unit,
            story_id=story.pk if story else None, case_id=case.pk if case else None,
            grade=request.POST.get("grade", ""), emergency="emergency" in request.POST,
            known_at=moment_of(request.POST.get("known_at", "")),
            occurred_at=moment_of(request.POST.get("occurred_at", "")),
        )  # fmt: skip
    except StepRefused as refused:
        values["error"] = refusal_text(refused.code)
        return show(request, "console/report_open.html", values, status=422)
    did(request, _("Reporting up has begun; the clocks run."))
    return redirect("report_chain", pk=made.pk)


@require_GET
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """One chain: who, when, proof, next."""
    return _page(request, chain_page(person_of(request), pk, desk_now()))


@require_POST
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A further report of the chain; refused, the page comes back with what was typed."""
    act = CHAIN_STEPS.get(code)
    if act is None:
        raise Http404
    person, now = person_of(request), desk_now()
    try:
        number = act(request, pk, person, now)
    except StepRefused as refused:
        return _page(request, chain_page(person, pk, now), code, refusal_text(refused.code))
    did(request, _("Report no. %(n)s opened; its clocks run.") % {"n": number})
    return redirect("report_chain", pk=pk)


@require_POST
def leg_step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Sent, called, acknowledged, passed over; or a link for the recipient."""
    act = LEG_STEPS.get(code)
    if act is None:
        raise Http404
    person, now = person_of(request), desk_now()
    leg = Leg.objects.get(pk=pk)
    try:
        said = act(request, pk, person, now)
    except StepRefused as refused:
        page = chain_page(person, leg.chain_id, now)
        shown = f"{code}-{leg.hop}-{pk}"
        return _page(request, page, shown, refusal_text(refused.code))
    did(request, said)
    return redirect(f"{reverse('report_chain', args=[leg.chain_id])}#leg-{pk}")


def _page(
    request: HttpRequest, page: ChainPage, refused: str = "", error: str = ""
) -> HttpResponse:
    person, now = person_of(request), desk_now()
    chain = page.chain
    tree = tree_of(chain.office)
    senders = {leg.sender_id for seen in page.reports for leg in seen.legs}
    known = {pk: body for pk, body in tree.bodies.items() if pk in senders}
    values = {
        "title": chain.title,
        "chain": chain,
        "state": _state(chain.state),
        "grade": _grade(chain.grade),
        "preset": NAMES.get(chain.preset, chain.preset),
        "source": page.terms.source,
        "reports": report_lines(page, person, now, zone_of(person.office)),
        "steps": chain_steps(page, person, known),
        "own": chain.office_id == person.office_id,
        "refused": refused,
        "error": error,
        "typed": request.POST,
    }
    return show(request, "console/report_chain.html", values, status=422 if error else 200)


def _send(request: HttpRequest, pk: int, person: Person, now: datetime) -> str:
    actions.send_leg(
        pk, channel=request.POST.get("channel", ""), text=request.POST.get("text", ""),
        at=moment_of(request.POST.get("at", "")), heard_by=request.POST.get("heard_by", ""),
        actor=person, now=now,
    )  # fmt: skip
    return _("Put down; the clock of this hop has stopped.")


def _call(request: HttpRequest, pk: int, person: Person, now: datetime) -> str:
    whom, text = request.POST.get("who", ""), request.POST.get("text", "")
    actions.note_call(pk, whom=whom, text=text, actor=person, now=now)
    return _("The call was put down.")


def _acknowledge(request: HttpRequest, pk: int, person: Person, now: datetime) -> str:
    actions.acknowledge_leg(
        pk, who=request.POST.get("who", ""), channel=request.POST.get("channel", ""),
        text=request.POST.get("text", ""), at=moment_of(request.POST.get("at", "")),
        actor=person, now=now,
    )  # fmt: skip
    return _("The acknowledgement was put down.")


def _pass_over(request: HttpRequest, pk: int, person: Person, now: datetime) -> str:
    actions.pass_over(pk, reason=request.POST.get("reason", ""), actor=person, now=now)
    return _("Passed over; its superior is told directly.")


def _link(request: HttpRequest, pk: int, person: Person, now: datetime) -> str:
    token = links.make_link(pk, actor=person, now=now)
    address = request.build_absolute_uri(reverse("receipt", args=[token]))
    return _("Give this link to the recipient; it works once, for 24 hours: %(link)s") % {
        "link": address
    }


def _further(request: HttpRequest) -> dict[str, Any]:
    reporter = ids_of([request.POST.get("reporter", "")])
    return {
        "text": request.POST.get("text", ""),
        "known_at": moment_of(request.POST.get("known_at", "")),
        "reporter": reporter[0] if reporter else None,
    }


CHAIN_STEPS: dict[str, Callable[[HttpRequest, int, Person, datetime], int]] = {
    "supplement": lambda request, pk, person, now: (
        actions.supplement(pk, actor=person, now=now, **_further(request)).number
    ),
    "raise_grade": lambda request, pk, person, now: (
        actions.raise_grade(
            pk, grade=request.POST.get("grade", ""), actor=person, now=now, **_further(request)
        ).number
    ),
    "follow_up": lambda request, pk, person, now: (
        actions.follow_up(pk, text=request.POST.get("text", ""), actor=person, now=now).number
    ),
    "finish": lambda request, pk, person, now: (
        actions.finish(pk, text=request.POST.get("text", ""), actor=person, now=now).number
    ),
}
LEG_STEPS: dict[str, Callable[[HttpRequest, int, Person, datetime], str]] = {
    "send": _send, "call": _call, "call_again": _call, "acknowledge": _acknowledge,
    "pass_over": _pass_over, "link": _link,
}  # fmt: skip


def _hung_on(person: Person, story: str, case: str) -> tuple[Story | None, CaseFile | None]:
    """The story or case the form names, of the person's office."""
    found = CaseFile.objects.filter(office=person.office_id, pk__in=ids_of([case])).first()
    if found is not None:
        return found.story, found
    return Story.objects.filter(office=person.office_id, pk__in=ids_of([story])).first(), None


def _unit(request: HttpRequest, now: datetime) -> actions.Unit | None:
    name = request.POST.get("unit", "").strip()
    if not name:
        return None
    knew = moment_of(request.POST.get("unit_knew_at", ""))
    if knew is None:
        raise StepRefused(Refusal.MOMENT_WRONG)
    return actions.Unit(name, knew)


def _state(state: str) -> str:
    labels = {
        "running": _("Under way"), "complete": _("At the top"),
        "closing": _("Final report under way"), "ended": _("Ended"),
    }  # fmt: skip
    return labels.get(state, state)


def _grade(grade: str) -> str:
    return next((str(text) for code, text in GRADES.items() if code == grade), "")
