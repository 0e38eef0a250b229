"""Posts and substitutes, the duty roster, and the ladder that late matters climb."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.notify.routes import routes_of
from huiyin.apps.notify.wording import step_text
from huiyin.apps.org.clock_words import purpose_text
from huiyin.apps.org.models import Leave, Person, Policy, Post, Role, Shift, Unit
from huiyin.apps.org.queries import holds, ladder_of
from huiyin.apps.org.standing import standing
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.flows.standing_in import (
    cancel_shift,
    change_ladder,
    end_leave,
    end_post,
    enter_leave,
    enter_shift,
    fill_post,
    may_keep,
)
from huiyin.rules.ladders import LADDERS, WHO, LadderError, read_ladder
from huiyin.rules.promises import PROMISES

WEEKS_AHEAD = 4


@require_GET
def posts_page(request: HttpRequest) -> HttpResponse:
    """Who sits where, who is away, and who is told in their place."""
    return _posts(request)


@require_POST
def post(request: HttpRequest) -> HttpResponse:
    """Set up a post, or say who sits on it."""
    person, given = person_of(request), request.POST
    try:
        made = fill_post(
            person.office, name=given.get("name", ""), rung=given.get("rung", ""),
            unit=Unit.objects.filter(office=person.office, pk=_number(request, "unit")).first(),
            holder=_colleague(request, "holder"), acting=_colleague(request, "acting"),
            actor=person, now=desk_now(),
        )  # fmt: skip
    except StepRefused as refused:
        return _posts(request, refusal_text(refused.code))
    did(request, _("Post saved: %(name)s") % {"name": made.name})
    return redirect("posts")


@require_POST
def ended_post(request: HttpRequest, pk: int) -> HttpResponse:
    """The post is there no more."""
    person = person_of(request)
    end_post(get_object_or_404(Post, pk=pk, office=person.office), actor=person, now=desk_now())
    did(request, _("Post ended."))
    return redirect("posts")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Somebody is away."""
    person, now = person_of(request), desk_now()
    try:
        enter_leave(
            _colleague(request, "person") or person, substitute=_colleague(request, "substitute"),
            since=_moment(request, "since") or now, until=_moment(request, "until"),
            reason=request.POST.get("reason", ""), actor=person, now=now,
        )  # fmt: skip
    except StepRefused as refused:
        return _posts(request, refusal_text(refused.code))
    did(request, _("Leave entered; the substitute is told from then on."))
    return redirect("posts")


@require_POST
def ended_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """They are back."""
    person = person_of(request)
    row = get_object_or_404(Leave, pk=pk, person__office=person.office)
    end_leave(row, actor=person, now=desk_now())
    did(request, _("Leave ended."))
    return redirect("posts")


@require_GET
def roster_page(request: HttpRequest) -> HttpResponse:
    """Who is on duty now and in the weeks to come."""
    return _roster(request)


@require_POST
def shift(request: HttpRequest) -> HttpResponse:
    """Enter a shift."""
    person = person_of(request)
    since, until = _moment(request, "since"), _moment(request, "until")
    colleague = _colleague(request, "person")
    if since is None or until is None or colleague is None:
        return _roster(request, _("Please say who, from when and until when."))
    try:
        enter_shift(colleague, since=since, until=until, actor=person, now=desk_now())
    except StepRefused as refused:
        return _roster(request, refusal_text(refused.code))
    did(request, _("Shift entered."))
    return redirect("roster")


@require_POST
def cancelled_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """The shift does not take place."""
    person = person_of(request)
    row = get_object_or_404(Shift, pk=pk, office=person.office)
    cancel_shift(row, actor=person, now=desk_now())
    did(request, _("Shift cancelled."))
    return redirect("roster")


@require_GET
def ladders_page(request: HttpRequest) -> HttpResponse:
    """The ladder of each promise."""
    return _ladders(request)


@require_POST
def ladder(request: HttpRequest, purpose: str) -> HttpResponse:
    """Another ladder for clocks that start from now on."""
    person, given = person_of(request), request.POST
    if purpose not in PROMISES:
        raise Http404(purpose)
    chosen = LADDERS.get(given.get("preset", ""), given.get("ladder", ""))
    try:
        change_ladder(person.office, purpose, chosen.replace("\0", ""), given.get("basis", ""),
                      actor=person, now=desk_now())  # fmt: skip
    except LadderError as error:
        told = _("“%(step)s” is no step; write for example 75%% head or +24h group, in order.")
        return _ladders(request, told % {"step": error.step}, purpose)
    did(request, _("Ladder saved; clocks that start from now on follow it."))
    return redirect("ladders")


def _posts(request: HttpRequest, trouble: str = "") -> HttpResponse:
    person, now = person_of(request), desk_now()
    rows = Post.objects.filter(office=person.office, ended_at=None)
    posts = list(rows.select_related("unit", "holder", "acting").order_by("rung", "unit_id", "pk"))
    away = Leave.objects.filter(Q(until_at=None) | Q(until_at__gt=now),
                                person__office=person.office)  # fmt: skip
    leaves = list(away.select_related("person", "substitute").order_by("since_at"))
    people = _colleagues(person)
    routes = routes_of(people, now)
    gone = {one.person_id for one in leaves if one.since_at <= now}
    lines = [(post, _state(post, gone, routes.reaches)) for post in posts]
    vacant = sum(post.holder is None for post in posts)
    values = {
        "title": _("%(n)s of %(all)s posts are vacant") % {"n": vacant, "all": len(posts)}
        if vacant else _("Posts and substitutes"),
        "lines": lines, "leaves": leaves, "people": people, "rungs": Post.Rung.choices,
        "units": Unit.objects.filter(office=person.office).order_by("pk"),
        "may_keep": may_keep(person), "now": now, "trouble": trouble, "typed": request.POST,
    }  # fmt: skip
    return show(request, "console/posts.html", values, status=422 if trouble else 200)


def _state(post: Post, gone: set[int], reaches: object) -> str:
    """What is wrong with a post, in words; empty where somebody on it can be reached."""
    seated = post.holder or post.acting
    if seated is None:
        return _("Vacant: its step is passed over at once.")
    if post.holder is None:
        return _("Vacant; somebody acts.")
    if seated.pk in gone:
        return _("Away; the substitute is told.")
    if callable(reaches) and not reaches(seated):
        return _("No channel works: its step is passed over at once.")
    return ""


def _roster(request: HttpRequest, trouble: str = "") -> HttpResponse:
    person, now = person_of(request), desk_now()
    rows = Shift.objects.filter(
        office=person.office, cancelled_at=None, until_at__gt=now,
        since_at__lt=now + timedelta(weeks=WEEKS_AHEAD),
    )  # fmt: skip
    shifts = list(rows.select_related("person").order_by("since_at", "pk"))
    on_duty = standing([person.office_id], now).in_role(person.office_id, "duty")
    running = [one for one in shifts if one.since_at <= now]
    names = "、".join(one.name for one in on_duty)
    values = {
        "title": _("On duty now: %(names)s") % {"names": names} if on_duty
        else _("Nobody is on duty"),
        "shifts": shifts, "running": {one.pk for one in running}, "gap": not running,
        "people": _colleagues(person), "may_keep": may_keep(person), "trouble": trouble,
        "typed": request.POST,
    }  # fmt: skip
    return show(request, "console/roster.html", values, status=422 if trouble else 200)


def _ladders(request: HttpRequest, trouble: str = "", purpose: str = "") -> HttpResponse:
    person, now = person_of(request), desk_now()
    decided = dict(
        Policy.objects.filter(office=person.office, key__startswith="ladder.", since_at__lte=now)
        .order_by("since_at").values_list("key", "since_at")
    )  # fmt: skip
    lines = []
    for name in PROMISES:
        text = ladder_of(person.office, name, now)
        steps = [(step_text(str(step)), _who(step.who)) for step in read_ladder(text)]
        since = decided.get(f"ladder.{name}")
        lines.append({"purpose": name, "name": purpose_text(name, ""), "text": text,
                      "steps": steps, "since": since})  # fmt: skip
    chosen = purpose or request.GET.get("change", "")
    values = {
        "title": _("Escalation"), "lines": lines,
        "chosen": next((line for line in lines if line["purpose"] == chosen), None),
        "presets": [(key, text) for key, text in LADDERS.items()],
        "example": LADDERS["standard"],
        "who": [(code, _who(code)) for code in WHO],
        "may_change": holds(person, Role.ADMIN), "trouble": trouble, "typed": request.POST,
    }  # fmt: skip
    return show(request, "console/ladders.html", values, status=422 if trouble else 200)


def _who(code: str) -> str:
    return {
        "handler": _("handler"),
        "head": _("head of the department"),
        "deputy": _("deputy head in charge"),
        "office": _("office"),
        "duty": _("on duty"),
        "group": _("leading group"),
    }[code]


def _colleagues(person: Person) -> list[Person]:
    rows = Person.objects.filter(office=person.office, is_active=True)
    return list(rows.order_by("unit_id", "pk"))


def _colleague(request: HttpRequest, name: str) -> Person | None:
    rows = Person.objects.filter(office=person_of(request).office, is_active=True)
    return rows.filter(pk=_number(request, name)).first()


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """A local date and time as a browser sends it, on the office's wall clock."""
    try:
        given = datetime.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None
    return given if given.tzinfo else given.replace(tzinfo=timezone.get_current_timezone())
