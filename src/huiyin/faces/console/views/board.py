"""Today's board: what is due, what is rising, what waits for me, what the public said.

The page asks for its body again every ten seconds and tells what it has; as long as that is still
true the answer is empty, so that nothing moves under a reader's hand. Clocks move by themselves.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiyin.apps.cases.due import (
    PAGE,
    Horizon,
    cases_to_accept,
    due_page,
    horizon,
    voices_without_case,
    window_counts,
)
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.cases.queries import due_next, waiting_orders
from huiyin.apps.intake.models import Item
from huiyin.apps.notify.queries import unread
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import roles_of, zone_of
from huiyin.apps.responses.waiting import waiting_statements
from huiyin.apps.stories.queries import rising as rising_now
from huiyin.apps.stories.queries import unseen_alerts
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.clock_lines import clock_lines
from huiyin.faces.console.notice_lines import notice_lines
from huiyin.faces.console.report_board import reports_due
from huiyin.faces.console.rising import StoryLine, story_line
from huiyin.faces.console.waiting import Waiting, waiting_steps
from huiyin.faces.shared.clocks import ClockView

SCOPES = ("mine", "unit", "all")
ROWS = 8


TONES = {"overdue": "overdue", "today": "due", "day1": "soon"}


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time and how many matters fall due in it."""

    name: str
    label: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class DueRow:
    """A matter and its binding clock."""

    case: CaseFile
    clock: ClockView | None


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The board, or its body when that has changed."""
    values = _board_values(request)
    if getattr(request, "htmx", None) and request.GET.get("seen") == values["seen"]:
        return HttpResponse(status=204)
    return show(request, "console/board.html", values, part="console/parts/board.html")


@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """All matters of one window, the earliest due first."""
    person, now = person_of(request), desk_now()
    scope, windows = _scope(request, person), horizon(now, zone_of(person.office))
    asked = request.GET.get("when", "")
    name = asked if asked in windows.names else ""
    found = due_page(
        person.office, person, scope=scope, name=name, horizon=windows, after=_after(request)
    )
    rows = _rows(found[:PAGE], person, now)
    counts = window_counts(person.office, person, scope, windows)
    values = {
        "title": _due_title(counts),
        "rows": rows,
        "scope": scope,
        "scopes": _scopes(),
        "windows": _windows(counts, windows),
        "when": name,
        "more_url": _next_address(rows, scope, name) if len(found) > PAGE else "",
    }
    return show(request, "console/due.html", values)


def _board_values(request: HttpRequest) -> dict[str, Any]:
    person, now = person_of(request), desk_now()
    office, scope = person.office, _scope(request, person)
    windows = horizon(now, zone_of(office))
    counts = window_counts(office, person, scope, windows)
    waiting = _waiting(person)
    rising = [story_line(each) for each in rising_now(office, now)]
    voices, voices_n = voices_without_case(office)
    values: dict[str, Any] = {
        "title": _due_title(counts),
        "counts": counts,
        "windows": _windows(counts, windows),
        "scope": scope,
        "scopes": _scopes(),
        "due_rows": _rows(due_next(office, person, scope, ROWS), person, now),
        "waiting": waiting,
        "rising": rising,
        "reports": reports_due(person, now),
        "voices": voices,
        "voices_n": voices_n,
        "notices": notice_lines(unread(person, 5), zone_of(office)),
    }
    return {**values, "seen": _seen(values, waiting, rising, voices)}


def _waiting(person: Person) -> list[Waiting]:
    roles = roles_of(person)
    cases = cases_to_accept(person.office) if "office" in roles else []
    alerts = unseen_alerts(person.office) if roles & {"duty", "office"} else []
    return waiting_steps(
        waiting_orders(person, roles), waiting_statements(person, roles), cases, alerts, roles
    )


def _rows(cases: list[CaseFile], person: Person, now: datetime) -> list[DueRow]:
    clocks = clock_lines(cases, now=now, zone=zone_of(person.office))
    return [DueRow(case, clocks.get(case.pk)) for case in cases]


def _seen(
    values: dict[str, Any],
    waiting: list[Waiting],
    rising: list[StoryLine],
    voices: list[Item],
) -> str:
    """A short mark of everything on the board that would have to be drawn anew."""
    told = [
        values["counts"],
        [(row.case.pk, row.case.due_at, row.case.state) for row in values["due_rows"]],
        [(step.what, step.about) for step in waiting],
        [(story.pk, story.items_n) for story in rising],
        [item.pk for item in voices],
        values["voices_n"],
        values["reports"].seen,
        [notice.pk for notice in values["notices"]],
    ]
    return hashlib.blake2s(repr(told).encode(), digest_size=8).hexdigest()


def _scope(request: HttpRequest, person: Person) -> str:
    """What was asked for, else what concerns the person: own matters, the unit's, or all."""
    asked = request.GET.get("scope", "")
    if asked in SCOPES:
        return asked
    roles = roles_of(person)
    if roles & {"duty", "office", "approver", "group", "auditor", "admin"}:
        return "all"
    return "unit" if "dept_head" in roles else "mine"


def _scopes() -> list[tuple[str, str]]:
    return [("mine", _("Mine")), ("unit", _("My department")), ("all", _("All"))]


def _windows(counts: dict[str, int], windows: Horizon) -> list[Window]:
    """The windows that hold something, most pressing first; today always stands."""
    return [
        Window(name, _window_label(name, windows), TONES.get(name, "calm"), counts[name])
        for name in windows.names
        if counts[name] or name == "today"
    ]


def _window_label(name: str, windows: Horizon) -> str:
    words = {
        "overdue": _("overdue"),
        "today": _("due today"),
        "day1": _("tomorrow"),
        "later": _("later"),
    }
    if name in words:
        return words[name]
    begins = windows.midnights[windows.names.index(name) - 2]
    return date_format(begins, "D j")


def _due_title(counts: dict[str, int]) -> str:
    """The answer to "what is due today?"."""
    today, late = counts["today"], counts["overdue"]
    said = []
    if today:
        said.append(ngettext("%(n)s due today", "%(n)s due today", today) % {"n": today})
    if late:
        said.append(ngettext("%(n)s overdue", "%(n)s overdue", late) % {"n": late})
    return " · ".join(said) or _("Nothing due today")


def _after(request: HttpRequest) -> tuple[datetime, int] | None:
    at, _dot, pk = request.GET.get("after", "").rpartition(".")
    try:
        return datetime.fromisoformat(at), int(pk)
    except ValueError:
        return None


def _next_address(rows: list[DueRow], scope: str, when: str) -> str:
    last = rows[-1].case
    at = last.due_at.isoformat() if last.due_at else ""
    return "?" + urlencode({"scope": scope, "when": when, "after": f"{at}.{last.pk}"})
