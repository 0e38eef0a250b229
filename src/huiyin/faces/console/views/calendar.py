"""The year sheet: which days the office works, edited with a reason, confirmed by a person."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.org.calendars import DayChange
from huiyin.apps.org.models import CalendarDay, CalendarEdit, CalendarYear, Person
from huiyin.apps.org.queries import calendar_of, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.year_sheet import (
    hours_text,
    months_of,
    notes_of,
    sheet_day,
    typed_hours,
    weekdays,
)
from huiyin.flows.calendar_years import confirm_year, edit_day, enter_year, may_edit
from huiyin.rules.calendar_files import CalendarError
from huiyin.rules.calendars import Calendar

KINDS = ("holiday", "workday", "hours", "normal")
MOST_EDITS = 12


@require_GET
def year_sheet(request: HttpRequest) -> HttpResponse:
    """Twelve months; `day` opens a day's form, `published` lays the published days over it."""
    return _page(request, _year(request.GET.get("year", ""), person_of(request)))


@require_POST
def change_day(request: HttpRequest) -> HttpResponse:
    """Another kind of day, with the reason; running clocks may move later by it, never earlier."""
    person, post = person_of(request), request.POST
    on = _date(post.get("day", ""))
    kind = post.get("kind", "")
    if on is None or kind not in KINDS:
        return _page(request, _year("", person), trouble=_("Please choose a day and its kind."))
    spans = typed_hours(post.get("hours", "")) if kind == "hours" else None
    if kind == "hours" and not spans:
        return _page(request, on.year, on, _("Please write the hours like 08:30-12:00."))
    change = DayChange(on, kind, post.get("note", "").replace("\0", "").strip(), spans)
    try:
        moved = edit_day(person.office.calendar, change, reason=post.get("reason", ""),
                         actor=person, now=desk_now())  # fmt: skip
    except StepRefused as refused:
        return _page(request, on.year, on, refusal_text(refused.code))
    except CalendarError:
        return _page(request, on.year, on, _("Please write the hours like 08:30-12:00."))
    did(request, _told(moved))
    return redirect(f"{reverse('year_sheet')}?year={on.year}")


@require_POST
def take_year(request: HttpRequest) -> HttpResponse:
    """The published days of a year, looked through by a person; disputed days as they decided."""
    from huiyin.flows.holidays import published  # slow to load, and rarely wanted

    person, post = person_of(request), request.POST
    year = _year(post.get("year", ""), person)
    found = published(year, post.get("country", "CN"))
    if found is None:
        return _page(request, year, trouble=_nothing_published(year))
    days = list(found.days)
    for on in found.disputed:
        kind = post.get(f"disputed-{on}", "")
        if kind not in ("on", "off"):
            return _page(request, year, trouble=_("The sources differ; please decide each day."))
        if (kind == "on") != (on.weekday() < 5):
            days.append((on, "workday" if kind == "on" else "holiday", ""))
    try:
        moved = enter_year(person.office.calendar, year, days, origin=found.origin, actor=person,
                           now=desk_now())  # fmt: skip
    except StepRefused as refused:
        return _page(request, year, trouble=refusal_text(refused.code))
    did(request, _told(moved))
    return redirect(f"{reverse('year_sheet')}?year={year}")


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The days are those of the notice: a person says so."""
    person = person_of(request)
    year = _year(request.POST.get("year", ""), person)
    try:
        confirm_year(person.office.calendar, year, actor=person, now=desk_now())
    except CalendarYear.DoesNotExist:
        return _page(request, year, trouble=_("Nobody has entered this year yet."))
    did(request, _("Confirmed."))
    return redirect(f"{reverse('year_sheet')}?year={year}")


def _page(
    request: HttpRequest, year: int, chosen: date | None = None, trouble: str = ""
) -> HttpResponse:
    person = person_of(request)
    row, calendar = person.office.calendar, calendar_of(person.office)
    chosen = chosen or _date(request.GET.get("day", ""))
    offered = None
    if request.GET.get("published"):
        offered, trouble = _offered(request.GET.get("country", "CN").upper(), year, trouble)
    known = CalendarYear.objects.filter(calendar=row, year=year).select_related("confirmed_by")
    values = {
        "title": _("Working days of %(year)s") % {"year": year},
        "year": year,
        "months": months_of(calendar, notes_of(row, year), year),
        "weekdays": weekdays(),
        "known": known.first(),
        "usual": hours_text(next(hours for hours in calendar.week if hours)),
        "zone": row.time_zone,
        "day": _day(calendar, row.pk, chosen) if chosen else None,
        "offered": offered,
        "country": request.GET.get("country", "CN").upper(),
        "may_edit": may_edit(row, person),
        "edits": CalendarEdit.objects.filter(calendar=row).select_related("by")
        .order_by("-version")[:MOST_EDITS],
        "typed": request.POST,
        "trouble": trouble,
    }  # fmt: skip
    return show(request, "console/year_sheet.html", values, status=422 if trouble else 200)


def _offered(country: str, year: int, trouble: str) -> tuple[object, str]:
    from huiyin.flows.holidays import published  # slow to load, and rarely wanted

    found = published(year, country)
    return found, trouble if found else trouble or _nothing_published(year)


def _day(calendar: Calendar, pk: int, on: date) -> dict[str, object]:
    stored = CalendarDay.objects.filter(calendar_id=pk, day=on).first()
    return {
        "on": on,
        "sheet": sheet_day(calendar, on, stored.note if stored else ""),
        "kind": stored.kind if stored else "normal",
        "hours": hours_text(calendar.day(on).hours),
        "note": stored.note if stored else "",
    }


def _told(moved: int) -> str:
    if not moved:
        return _("Entered; no running clock moved.")
    return ngettext(
        "Entered; %(n)s running clock is due later now.",
        "Entered; %(n)s running clocks are due later now.",
        moved,
    ) % {"n": moved}


def _nothing_published(year: int) -> str:
    return _("No holidays of %(year)s are published yet; enter them day by day.") % {"year": year}


def _year(given: str, person: Person) -> int:
    today = desk_now().astimezone(zone_of(person.office))
    return int(given) if given.isdecimal() and 1990 <= int(given) <= 2100 else today.year


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
