"""Home, the list of answers with its search, and one answer with all its versions."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from huiyin.apps.intake.submissions import PublicOffice
from huiyin.apps.responses import public
from huiyin.engine import clock
from huiyin.faces.portal.pages import for_office
from huiyin.faces.shared.pieces import Pager

ON_HOME = 6
ON_A_PAGE = 20
LONGEST_QUERY = 100
LARGEST_ID = 2**63 - 1


@require_safe
@for_office
def home(request: HttpRequest, office: PublicOffice) -> HttpResponse:
    """Four doors, the latest answers, the way back by code, what the tables tell of us."""
    page = {
        "title": _("What would you like to tell us?"),
        "latest": public.latest(office.id, ON_HOME),
        "figures": public.figures(office.id, clock.now()),
    }
    return render(request, "portal/home.html", page)


@require_safe
@for_office
def index(request: HttpRequest, office: PublicOffice) -> HttpResponse:
    """All answers, newest first; `q` searches, `before` is the last id of the page before."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    before = _number(request.GET.get("before", ""))
    found = public.search(office.id, query, ON_A_PAGE + 1, before)
    shown = found[:ON_A_PAGE]
    older = {"q": query, "before": shown[-1].pk} if len(found) > ON_A_PAGE else None
    newest = f"{reverse('answers')}?{urlencode({'q': query})}" if before else None
    page = {
        "title": _title(query, len(shown), more=older is not None or before is not None),
        "query": query,
        "answers": shown,
        "pager": Pager(newest, f"{reverse('answers')}?{urlencode(older)}" if older else None),
    }
    return render(request, "portal/answers.html", page)


@require_safe
@for_office
def answer(request: HttpRequest, office: PublicOffice, number: str) -> HttpResponse:
    """One answer: the newest version speaks, the older ones stay below it."""
    versions = public.statement(office.id, number) if "\x00" not in number else []
    if not versions:
        raise Http404
    page = {
        "title": versions[0].title,
        "current": versions[0],
        "older": versions[1:],
        "fate": public.fate_of(office.id, number),
        "promises": public.promised_by(office.id, number, clock.now()),
    }
    return render(request, "portal/answer.html", page)


@require_safe
@for_office
def suggestions(request: HttpRequest, office: PublicOffice) -> HttpResponse:
    """Suggestions and what became of them, newest first; `before` as in `index`."""
    before = _number(request.GET.get("before", ""))
    found = public.fates(office.id, ON_A_PAGE + 1, before)
    shown, here = found[:ON_A_PAGE], reverse("suggestions")
    older = f"{here}?before={shown[-1][0].id}" if len(found) > ON_A_PAGE else None
    page = {
        "title": _("Suggestions and what became of them"),
        "rows": shown,
        "pager": Pager(here if before else None, older),
    }
    return render(request, "portal/suggestions.html", page)


def _title(query: str, shown: int, *, more: bool) -> str:
    if not query:
        return _("Answers")
    if not shown:
        return _("No answer mentions “{query}”").format(query=query)
    if more:
        return _("Answers that mention “{query}”").format(query=query)
    return ngettext(
        "{count} answer mentions “{query}”", "{count} answers mention “{query}”", shown
    ).format(count=shown, query=query)


def _number(written: str) -> int | None:
    if written.isascii() and written.isdigit() and int(written[:20]) <= LARGEST_ID:
        return int(written[:20])
    return None
