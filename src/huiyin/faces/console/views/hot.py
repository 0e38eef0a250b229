"""The list of hot issues: what people wrote to the desk about most, to read, print or download."""

import csv
import io
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiyin.apps.intake.queries.asked import day
from huiyin.apps.org.queries import zone_of
from huiyin.apps.stories.hot import Listed, hot_issues
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import person_of, show

USUAL, LONGEST = timedelta(days=29), timedelta(days=399)
BOM: Final = "\ufeff"
COMMANDS: Final = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def hot_page(request: HttpRequest) -> HttpResponse:
    """The hot issues of the days from–to, the last thirty without; as a page or (csv=1) a file."""
    office = person_of(request).office
    first, last = _period(request, desk_now().astimezone(zone_of(office)).date())
    found = hot_issues(office, first, last)
    if request.GET.get("csv"):
        return _file(found, f"{first:%Y%m%d}-{last:%Y%m%d}")
    values = {
        "title": _title(len(found)),
        "listed": found,
        "first": first,
        "last": last,
        "office": office,
    }
    return show(request, "console/hot.html", values)


def _period(request: HttpRequest, today: date) -> tuple[date, date]:
    """The days asked for; what cannot be read, or lies the wrong way round, is set right."""
    last = day(request.GET.get("to", "")) or today
    last = min(max(last, date(1990, 1, 1)), today)
    first = day(request.GET.get("from", "")) or last - USUAL
    return min(max(first, last - LONGEST), last), last


def _title(count: int) -> str:
    if not count:
        return _("No hot issue in these days")
    return ngettext("%(n)s hot issue", "%(n)s hot issues", count) % {"n": count}


def _file(found: list[Listed], days: str) -> HttpResponse:
    """A table that spreadsheets open with the right characters, and never as commands."""
    text = io.StringIO(BOM)
    text.seek(0, io.SEEK_END)
    rows = csv.writer(text)
    names = (
        _("Rank"),
        _("Story"),
        _("Heat index"),
        _("First day"),
        _("Last day"),
        _("Messages received"),
        _("Place"),
        _("People group"),
        _("Issue"),
    )
    rows.writerow(names)
    for each in found:
        issue = each.issue
        told = (each.place, "、".join(each.groups), each.headline)
        figures = (issue.rank, issue.key, f"{issue.heat:.1f}", issue.first_on, issue.last_on)
        rows.writerow([*figures, issue.messages, *map(_harmless, told)])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="hot-issues-{days}.csv"'
    return answer


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(COMMANDS) else text
