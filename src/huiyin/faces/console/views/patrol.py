"""The patrol: who looks where and when, the log of rounds, and pages clipped by hand."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.intake.actions import SourceRefused
from huiyin.apps.intake.errands import ask_clip
from huiyin.apps.intake.models import Errand, PatrolPlace
from huiyin.apps.intake.patrol import PlaceRefused, keep_place, make_round, rota_of
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, go_back, person_of, show
from huiyin.faces.console.source_lines import trouble_text

TYPED = ("name", "url", "times", "note", "keeper")


@require_GET
def patrol_page(request: HttpRequest) -> HttpResponse:
    """All places, due ones first."""
    office = person_of(request).office
    rota = rota_of(office, desk_now())
    due = sum(one.standing.due_at is not None for one in rota)
    title = ngettext("%(n)s place to look at now", "%(n)s places to look at now", due) % {"n": due}
    values = {
        "title": title if due else _("No place is due"),
        "rota": rota,
        "rounds": sorted((r for one in rota for r in one.rounds), key=lambda r: r.at)[-30:][::-1],
        "bookmarklet": bookmarklet(),
    }
    return show(request, "console/patrol.html", values)


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Put a place on the rota, or change it."""
    person = person_of(request)
    held = get_object_or_404(PatrolPlace, pk=pk, office=person.office) if pk else None
    if request.method == "GET":
        return _place_page(request, held, _stored(held))
    given = {name: request.POST.get(name, "") for name in TYPED}
    days = "".join(request.POST.getlist("days"))
    try:
        keep_place(
            person.office, name=given["name"], url=given["url"], times=given["times"],
            weekdays=days, note=given["note"], keeper=_keeper(person.office, given["keeper"]),
            enabled=bool(request.POST.get("enabled")) or held is None, place_id=pk, actor=person,
            now=desk_now(),
        )  # fmt: skip
    except PlaceRefused as refused:
        return _place_page(request, held, {**given, "days": days}, _fault(refused.code))
    except StepRefused as refused:
        return _place_page(request, held, {**given, "days": days}, refusal_text(refused.code))
    did(request, _("The rota was changed."))
    return redirect("patrol")


def _stored(held: PatrolPlace | None) -> dict[str, str]:
    if held is None:
        return {"days": "0123456", "times": "09:00"}
    return {
        "name": held.name, "url": held.url, "times": ", ".join(held.times), "note": held.note,
        "keeper": str(held.keeper_id or ""), "days": held.weekdays,
    }  # fmt: skip


def _place_page(
    request: HttpRequest, held: PatrolPlace | None, given: dict[str, str], error: str = ""
) -> HttpResponse:
    people = Person.objects.filter(office=person_of(request).office, is_active=True)
    values: dict[str, Any] = {
        "title": _("A place on the patrol"),
        "place": held,
        "given": given,
        "error": error,
        "people": list(people.order_by("name")),
        "days": [(str(n), label, str(n) in given.get("days", "")) for n, label in _weekdays()],
    }
    return render(request, "console/patrol_place.html", values, status=422 if error else 200)


def _weekdays() -> list[tuple[int, str]]:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return list(enumerate(names))


def _keeper(office: Office, given: str) -> Person | None:
    if not (given.isascii() and given.isdigit()):
        return None
    return Person.objects.filter(office=office, pk=int(given), is_active=True).first()


def _fault(code: str) -> str:
    return {
        "name_missing": _("Please give the place a name."),
        "name_taken": _("Another place has this name."),
        "times_unfit": _("Please write times as 08:30, 16:00."),
        "days_missing": _("Please choose at least one day."),
    }.get(code) or trouble_text(code)


@require_POST
def made(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked."""
    found = request.POST.get("found", "0")
    number = int(found) if found.isascii() and found.isdigit() and len(found) < 6 else 0
    note = request.POST.get("note", "")
    make_round(pk, found=number, note=note, actor=person_of(request), now=desk_now())
    did(request, _("The round is in the log."))
    return go_back(request, reverse("patrol"))


@require_http_methods(["GET", "POST"])
def clip(request: HttpRequest) -> HttpResponse:
    """Bring a page into the inbox; the bookmarklet fills in the address and what was marked."""
    sent = request.POST if request.method == "POST" else request.GET
    given = {name: sent.get(name, "") for name in ("url", "title", "text")}
    error = ""
    if request.method == "POST":
        try:
            errand = ask_clip(
                given["url"], title=given["title"], text=given["text"],
                actor=person_of(request), now=desk_now(),
            )  # fmt: skip
            return redirect("clipped", pk=errand.pk)
        except SourceRefused as refused:
            error = trouble_text(refused.code)
        except StepRefused as refused:
            error = refusal_text(refused.code)
    values = {"title": _("Clip a page"), "given": given, "error": error}
    return render(request, "console/clip.html", values, status=422 if error else 200)


@require_GET
def clipped(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a clip stands: being read, an item, or why not."""
    errand = get_object_or_404(Errand, pk=pk, by=person_of(request), kind="clip")
    values = {
        "title": _("Clip a page"),
        "errand": errand,
        "trouble": trouble_text(errand.code) if errand.code else "",
    }
    return show(request, "console/clipped.html", values, part="console/parts/clipped.html")


def bookmarklet() -> str:
    """A bookmark that opens the clip page with the page one is looking at."""
    target = settings.CONSOLE_URL.rstrip("/") + reverse("clip")
    return (
        "javascript:(()=>{const q=new URLSearchParams({url:location.href,title:document.title,"
        "text:String(getSelection()).slice(0,4000)});"
        f"open('{target}?'+q)}})()"
    )
