"""The integrity lane: its matters, one matter, and each step. Open to the discipline role alone;
for everybody else there is no such page."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.intake.mailboxes import staff_copy
from huiyin.apps.intake.models import SubmissionFile
from huiyin.apps.lane import actions
from huiyin.apps.lane.models import Matter, Promise
from huiyin.apps.lane.queries import attempts_at_cases, figures, matter_page, matters, words_of
from huiyin.apps.lane.sealing import seal_item
from huiyin.apps.org.clock_words import purpose_text
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import event_text, refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.chosen import accused_in
from huiyin.faces.console.lane_steps import lane_steps
from huiyin.faces.shared.clocks import ClockView, clock_view
from huiyin.faces.shared.words import LANE_GROUNDS, LANE_STATES
from huiyin.rules.text.integrity import LEAST_SHOWN

Act = Callable[[HttpRequest, int, Person, datetime], Any]


@never_cache
@require_GET
def lane(request: HttpRequest) -> HttpResponse:
    """What runs in the lane, and what the public may read of it."""
    person, at = _discipline(request), desk_now()
    ended = "ended" in request.GET
    rows = matters(person.office, person, ended=ended)
    zone = zone_of(person.office)
    year = at.astimezone(zone).year
    since = datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)
    count = len(rows)
    title = ngettext("%(n)s matter in the lane", "%(n)s matters in the lane", count) % {"n": count}
    values = {
        "title": title if not ended else _("Matters of the lane that ended"),
        "rows": [(row, words_of(row)[0], _state(row), _first(row, at, zone)) for row in rows],
        "ended": ended,
        "figures": figures(person.office_id, since),
        "year": year,
        "least": LEAST_SHOWN,
        "attempts": attempts_at_cases(person.office),
    }
    return show(request, "console/lane.html", values)


@never_cache
@require_GET
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter."""
    return _page(request, _discipline(request), pk)


@require_POST
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One step in a matter; refused, the page comes back with what was typed and the reason."""
    person = _discipline(request)
    act = ACTS.get(code)
    if act is None:
        raise Http404
    try:
        act(request, pk, person, desk_now())
    except StepRefused as refused:
        return _page(request, person, pk, refused=code, error=refusal_text(refused.code))
    did(request, _("Done; it is on record in the lane."))
    return redirect("lane") if code == "stand_back" else redirect("lane_matter", pk)


@require_GET
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The clean copy of a file that came with a matter, always as a download."""
    person = _discipline(request)
    found = matter_page(person.office, person, pk)
    rows = SubmissionFile.objects.filter(pk=name, submission__lane_matter=pk)
    one = rows.first() if found is not None else None
    content = staff_copy(one) if one is not None else None
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = "attachment"
    return answer


@require_POST
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal an item of the inbox and pass it on."""
    reason = request.POST.get("reason", "")
    number = seal_item(pk, actor=person_of(request), now=desk_now(), reason=reason)
    did(request, _("Sealed and passed on as %(number)s.") % {"number": number})
    return redirect("inbox")


def _page(
    request: HttpRequest, person: Person, pk: int, *, refused: str = "", error: str = ""
) -> HttpResponse:
    found = matter_page(person.office, person, pk)
    if found is None:
        raise Http404
    at, zone = desk_now(), zone_of(person.office)
    first, more = lane_steps(found.matter, person)
    grounds = [str(LANE_GROUNDS.get(word, word)) for word in found.matter.grounds]
    values = {
        "title": found.title or found.text[:60],
        "page": found,
        "matter": found.matter,
        "state": _state(found.matter),
        "grounds": grounds,
        "clocks": [_clock(promise, at, zone) for promise in found.promises],
        "steps": [
            (step, event_text(f"lane.{step.kind}", {"number": found.matter.number}))
            for step in found.steps
        ],
        "first": first,
        "more": more,
        "refused": refused,
        "error": error,
        "typed": request.POST,
    }
    return show(request, "console/lane_matter.html", values, status=422 if error else 200)


def _discipline(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, Role.AUDITOR):
        raise Http404
    return person


def _state(row: Matter) -> str:
    return str(LANE_STATES[row.state])


def _first(row: Matter, at: datetime, zone: tzinfo) -> ClockView | None:
    running: list[Promise] = getattr(row, "running", [])
    return _clock(running[0], at, zone) if running else None


def _clock(promise: Promise, at: datetime, zone: tzinfo) -> ClockView:
    provisional = promise.provisional_at
    return clock_view(
        label=purpose_text(f"lane_{promise.purpose}"), rule=promise.rule,
        started_at=promise.started_at, due_at=promise.due_at, now=at, tz=zone,
        trace=promise.trace, done_at=promise.stopped_at,
        cancelled=promise.state == Promise.State.CANCELLED, provisional=provisional is not None,
        missing_year=provisional.astimezone(zone).year if provisional else None,
    )  # fmt: skip


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _keep_out(request: HttpRequest, pk: int, person: Person, at: datetime) -> int:
    people, unit = accused_in(request, person)
    return actions.keep_out(pk, people=people, unit=unit, actor=person, now=at)


ACTS: dict[str, Act] = {
    "take_over": lambda _request, pk, who, at: actions.take_over(pk, actor=who, now=at),
    "accept": lambda request, pk, who, at: actions.accept(
        pk, text=_said(request, "text"), actor=who, now=at
    ),
    "above": lambda request, pk, who, at: actions.belongs_above(
        pk, reason=_said(request, "reason"), actor=who, now=at
    ),
    "pass_up": lambda request, pk, who, at: actions.pass_up(
        pk, destination=_said(request, "destination"), actor=who, now=at
    ),
    "close": lambda request, pk, who, at: actions.close(
        pk, verdict=_said(request, "verdict"), finding=_said(request, "finding"), actor=who, now=at
    ),
    "tell": lambda request, pk, who, at: actions.tell(
        pk, text=_said(request, "text"), objection=_said(request, "objection"), actor=who, now=at
    ),
    "hand_back": lambda request, pk, who, at: actions.hand_back(
        pk, reason=_said(request, "reason"), actor=who, now=at
    ),
    "note": lambda request, pk, who, at: actions.add_note(
        pk, _said(request, "text"), actor=who, now=at
    ),
    "write": lambda request, pk, who, at: actions.write_to_reporter(
        pk, _said(request, "text"), actor=who, now=at
    ),
    "stand_back": lambda request, pk, who, at: actions.stand_back(
        pk, reason=_said(request, "reason"), actor=who, now=at
    ),
    "keep_out": _keep_out,
}
