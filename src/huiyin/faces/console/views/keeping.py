"""How long things are kept, for which purpose and why; administrators change it and set holds."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.queries.asked import whole
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import event_text, refusal_text
from huiyin.apps.stories.models import Story
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.keeping_lines import (
    ABOUT,
    FIXED,
    consequences,
    fault_words,
    keep_lines,
    time_words,
)
from huiyin.faces.console.matters import who_of
from huiyin.flows.keeping import standing_holds
from huiyin.flows.keeping_rules import PolicyRefused, change_keeping, hold_back, lift_hold
from huiyin.rules.keeping import BY_KEY, FOREVER, fault_of

EVENTS = ("keeping.changed", "keeping.held", "keeping.hold_lifted", "texts.let_go")
MOST_EVENTS = 12


@require_GET
def keeping_page(request: HttpRequest) -> HttpResponse:
    """Every purpose, the holds, and what was decided and let go last."""
    return _page(request)


@require_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    """First what it would bring, then – confirmed – another time for a purpose."""
    person, post = _administrator(request), request.POST
    if key not in BY_KEY:
        raise Http404
    value = FOREVER if post.get("forever") else f"D{post.get('days', '').strip()}"
    basis, now = post.get("basis", "").replace("\0", "").strip(), desk_now()
    fault = fault_of(BY_KEY[key], value)
    if fault is not None or not basis:
        trouble = fault_words(fault, key) if fault else _("Please name the legal basis.")
        return _page(request, trouble, key)
    if not post.get("confirmed"):
        values = {
            "title": _("Keep this %(time)s?") % {"time": time_words(value)},
            "about": ABOUT[key],
            "key": key,
            "consequences": consequences(person.office, key, value, now),
            "typed": post,
            "basis": basis,
        }
        return show(request, "console/keep_confirm.html", values)
    try:
        change_keeping(person.office, key, value, basis, actor=person, now=now)
    except PolicyRefused as refused:
        return _page(request, fault_words(refused.fault, key), key)
    did(request, _("Kept %(time)s from now on.") % {"time": time_words(value)})
    return redirect("keeping")


@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Let nothing of a story, or of the office, go."""
    person, number = _administrator(request), request.POST.get("story", "").strip()
    story = Story.objects.filter(office=person.office, pk=whole(number) or 0).first()
    if number and story is None:
        return _page(request, _("There is no story of this number."))
    try:
        hold_back(
            person.office, story, request.POST.get("reason", "").replace("\0", ""), actor=person,
            now=desk_now(),
        )  # fmt: skip
    except StepRefused as refused:
        return _page(request, refusal_text(refused.code))
    did(request, _("Held: nothing it covers is let go until the hold is lifted."))
    return redirect("keeping")


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """End a hold."""
    lift_hold(pk, actor=_administrator(request), now=desk_now())
    did(request, _("Hold lifted: what is over its time goes in the next round."))
    return redirect("keeping")


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, Role.ADMIN):
        raise PermissionDenied
    return person


def _page(request: HttpRequest, trouble: str = "", key: str = "") -> HttpResponse:
    person = person_of(request)
    wanted = key or request.GET.get("change", "")
    lines = keep_lines(person.office, desk_now())
    values = {
        "title": _("What is kept, how long and why"),
        "lines": lines,
        "fixed": FIXED,
        "holds": standing_holds(person.office),
        "chosen": next((line for line in lines if line.key == wanted), None),
        "may_change": holds(person, Role.ADMIN),
        "history": _history(person),
        "trouble": trouble,
        "typed": request.POST,
    }
    return show(request, "console/keep.html", values, status=422 if trouble else 200)


def _history(person: Person) -> list[tuple[Event, str, str]]:
    rows = Event.objects.filter(office=person.office, kind__in=EVENTS).order_by("-seq")
    return [(event, _told(event), who_of(event)) for event in rows[:MOST_EVENTS]]


def _told(event: Event) -> str:
    """What an event says; a change of a time in words for its purpose and its times."""
    about = ABOUT.get(str(event.body.get("key", "")))
    if about is None:
        return event_text(event.kind, event.body)
    before, after = (time_words(str(event.body[name])) for name in ("from", "to"))
    return f"{about.name}: {before} → {after}"
