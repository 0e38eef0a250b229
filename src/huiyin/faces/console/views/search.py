"""Searching everything that reached the desk; searches are kept, and tell of new answers."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.cases.queries import ledger
from huiyin.apps.intake.actions import forget_search, save_search
from huiyin.apps.intake.models import SavedSearch
from huiyin.apps.intake.queries import Asked, Counts, Page, asked_from, best, inbox, inbox_counts
from huiyin.apps.intake.queries import question as understood
from huiyin.apps.intake.queries.asked import NAMES
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import zone_of
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.fact_lines import asked_words, fact_groups, told_by_items
from huiyin.faces.console.figure_words import LABELS
from huiyin.faces.console.narrowing import (
    Choices,
    address,
    channels,
    group,
    kinds,
    sources,
    states,
    urgent_group,
)
from huiyin.faces.shared.pieces import FilterGroup, Pager

SHOWN, CASES = 30, 10
BEST = "best"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A kept search with the address that asks it."""

    pk: int
    name: str
    url: str
    alert: bool
    here: bool


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What answers the question, newest or best first, with filters and the cases of the words."""
    person, query = person_of(request), request.GET
    asked = asked_from(query.dict(), zone_of(person.office))
    wanted = any(query.get(name, "").strip() for name in NAMES)
    found = _found(person, asked, query) if wanted else Page([])
    counts = inbox_counts(person.office, asked) if wanted else Counts()
    cases = ledger(person.office, person, text=asked.text, limit=CASES) if asked.text else []
    values = {
        "title": _title(asked, counts) if wanted else _("Search"),
        "wanted": wanted,
        "asked": asked,
        "query": query,
        "cases": [] if query.get("before") else cases[:CASES],
        "items": found.items,
        "told": told_by_items(found.items, asked),
        "sorts": LABELS.items(),
        "partial": found.partial,
        "groups": _groups(query, asked, counts, person) if wanted else [],
        "orders": _orders(query) if understood(asked.text) else [],
        "pager": Pager(
            newer_url=address(query, before="") if query.get("before") else None,
            older_url=address(query, before=found.next_cursor) if found.next_cursor else None,
        ),
        "kept": _kept(person, query),
        "fields": [(name, query[name]) for name in (*NAMES, "by") if query.get(name)],
    }
    return show(request, "console/search.html", values)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the search that stands in the form, under a name."""
    person, given = person_of(request), request.POST
    kept = save_search(
        person, given.get("name", ""), given.dict(), alert=bool(given.get("alert")), now=desk_now()
    )
    if kept.alert:
        did(request, _("Search kept; you will be told of new answers."))
    else:
        did(request, _("Search kept."))
    return redirect(_address_of(kept))


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a search no longer."""
    kept = forget_search(person_of(request), pk, now=desk_now())
    did(request, _("“%(name)s” is no longer kept.") % {"name": kept.name})
    return redirect("search")


def _found(person: Person, asked: Asked, query: QueryDict) -> Page:
    before = query.get("before", "")
    try:
        if query.get("by") == BEST and understood(asked.text):
            return best(person.office, asked, after=before, limit=SHOWN)
        return inbox(person.office, asked, before=before, limit=SHOWN)
    except ValueError:
        raise Http404 from None


def _title(asked: Asked, counts: Counts) -> str:
    n = counts.total
    if not asked.text:
        count = ngettext("%(n)s item", "%(n)s items", n) % {"n": n}
        return f"{count} · {asked_words(asked)}" if asked.facts else count
    if counts.capped:
        return _("At least %(n)s found for “%(text)s”") % {"n": n, "text": asked.text}
    return ngettext("%(n)s found for “%(text)s”", "%(n)s found for “%(text)s”", n) % {
        "n": n,
        "text": asked.text,
    }


def _groups(query: QueryDict, asked: Asked, counts: Counts, person: Person) -> list[FilterGroup]:
    groups = [
        group(query, _("State"), "state", asked.state, states(counts)),
        urgent_group(query, asked, counts),
        group(query, _("Channel"), "channel", asked.channel, channels(counts)),
        group(query, _("Kind"), "kind", asked.kind, kinds(counts)),
    ]
    if counts.cased:
        groups.append(group(query, _("Case"), "case", query.get("case", ""), _cased(counts)))
    if found := sources(counts, person):
        groups.append(group(query, _("Source"), "source", str(asked.source or ""), found))
    return groups + fact_groups(query, asked, counts)


def _cased(counts: Counts) -> Choices:
    return [
        ("yes", _("With a case"), counts.cased.get(True, 0)),
        ("no", _("Without a case"), counts.cased.get(False, 0)),
    ]


def _orders(query: QueryDict) -> list[tuple[str, str, bool]]:
    """The two orders: label, address, whether it is this one."""
    by_best = query.get("by") == BEST
    return [
        (_("Newest first"), address(query, by="", before=""), not by_best),
        (_("Best first"), address(query, by=BEST, before=""), by_best),
    ]


def _kept(person: Person, query: QueryDict) -> list[KeptLine]:
    written = {name: str(query.get(name, "")).strip() for name in NAMES}
    here = {name: text for name, text in written.items() if text}
    rows = SavedSearch.objects.filter(owner=person).order_by("name")
    return [
        KeptLine(row.pk, row.name, _address_of(row), row.alert, row.asked == here) for row in rows
    ]


def _address_of(search: SavedSearch) -> str:
    asked = QueryDict(mutable=True)
    asked.update(search.asked)
    return f"{reverse('search')}?{asked.urlencode()}"
