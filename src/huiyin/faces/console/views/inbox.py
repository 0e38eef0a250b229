"""The inbox: everything that reached the desk in one list, filters left, the reading pane right."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries import Asked, Counts, inbox, inbox_counts
from huiyin.apps.intake.queries.asked import FACTS, wanted_facts
from huiyin.apps.org.models import Person
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.fact_lines import (
    asked_words,
    fact_groups,
    told_by_items,
    without_facts,
)
from huiyin.faces.console.narrowing import (
    address,
    channels,
    group,
    kinds,
    sources,
    states,
    urgent_group,
)
from huiyin.faces.console.reading import Reading, reading
from huiyin.faces.shared.pieces import FilterGroup, Pager

MOST_NEWS = 50
ANY = "any"  # in the address: every state, since no state means those that wait


@dataclass(frozen=True, slots=True)
class InboxPage:
    """What the address asked for."""

    asked: Asked
    before: str
    item_id: int | None


@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    """One page of the inbox; with `item` that item stands open beside the list."""
    person = person_of(request)
    page = _page(request.GET)
    try:
        found = inbox(person.office, page.asked, before=page.before)
    except ValueError:
        raise Http404 from None
    counts = inbox_counts(person.office, page.asked)
    chosen = page.item_id if page.item_id is not None else _first(found.items)
    values = {
        "title": _title(page.asked, counts),
        "items": found.items,
        "told": told_by_items(found.items, page.asked),
        "asked": page.asked,
        "asked_facts": asked_words(page.asked),
        "without_facts": without_facts(request.GET),
        "groups": _groups(request.GET, page.asked, counts, person),
        "pager": Pager(
            newer_url=address(request.GET, before="", item="") if page.before else None,
            older_url=address(request.GET, before=found.next_cursor, item="")
            if found.next_cursor
            else None,
        ),
        "chosen": chosen,
        "reading": _open(chosen, found.items, person, page.asked.text),
        "before": page.before,
        "news_query": _news_query(request.GET, found.items),
        "reasons": dismissal_reasons(),
    }
    return show(request, "console/inbox.html", values)


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """How many items came after `since` that the filters would show; empty while there are none."""
    person, since = person_of(request), _whole(request.GET.get("since", "")) or 0
    newest = inbox(person.office, _page(request.GET).asked, limit=MOST_NEWS).items
    found = sum(item.pk > since for item in newest)
    if not found:
        return HttpResponse(status=204)
    query = request.GET.copy()
    query.pop("since", None)
    values = {"news": found, "news_query": request.GET.urlencode(), "query": query.urlencode()}
    return render(request, "console/parts/inbox_news.html", values)


@require_GET
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One item; the same part fills the reading pane."""
    person = person_of(request)
    shown = reading(person, pk, request.GET.get("q", ""))
    if shown is None:
        raise Http404
    values = {"title": shown.item.title, "reading": shown, "reasons": dismissal_reasons()}
    return show(request, "console/item.html", values, part="console/parts/item.html")


def dismissal_reasons() -> list[str]:
    """The usual reasons, one key each; any other can be written."""
    return [
        _("Not a matter of this office"),
        _("Already known"),
        _("Advertising"),
        _("Nothing that can be acted on"),
    ]


def _page(asked: QueryDict) -> InboxPage:
    state = asked.get("state", "")
    kinds, channels = set(Item.Kind.values), set(Item.Channel.values)
    return InboxPage(
        Asked(
            channel=_among(asked.get("channel", ""), channels),
            kind=_among(asked.get("kind", ""), kinds),
            state="" if state == ANY else _among(state, set(Item.State.values)) or "new",
            source=_whole(asked.get("source", "")),
            urgent=True if asked.get("urgent") else None,
            text=asked.get("q", "").strip()[:200],
            story=_whole(asked.get("story", "")),
            facts=wanted_facts({name: str(asked.get(name, "")) for name in FACTS}),
        ),
        before=asked.get("before", ""),
        item_id=_whole(asked.get("item", "")),
    )


def _news_query(query: QueryDict, items: list[Item]) -> str:
    """The same filters, and the newest item that is shown already."""
    asked = query.copy()
    for name in ("item", "before"):
        asked.pop(name, None)
    asked["since"] = str(max((item.pk for item in items), default=0))
    return asked.urlencode()


def _among(asked: str, known: set[str]) -> str:
    return asked if asked in known else ""


def _whole(asked: str) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None


def _first(items: list[Item]) -> int | None:
    return items[0].pk if items else None


def _open(chosen: int | None, items: list[Item], person: Person, text: str) -> Reading | None:
    return reading(person, chosen, text) if chosen is not None else None


def _title(asked: Asked, counts: Counts) -> str:
    n = counts.total
    if asked.text:
        if counts.capped:
            return _("At least %(n)s found for “%(text)s”") % {"n": n, "text": asked.text}
        return ngettext("%(n)s found for “%(text)s”", "%(n)s found for “%(text)s”", n) % {
            "n": n,
            "text": asked.text,
        }
    if asked.state == "new":
        return ngettext("%(n)s item waits", "%(n)s items wait", n) % {"n": n}
    return ngettext("%(n)s item", "%(n)s items", n) % {"n": n}


def _groups(query: QueryDict, asked: Asked, counts: Counts, person: Person) -> list[FilterGroup]:
    groups = [
        group(query, _("State"), "state", asked.state, states(counts), everything=ANY),
        urgent_group(query, asked, counts),
        group(query, _("Channel"), "channel", asked.channel, channels(counts)),
        group(query, _("Kind"), "kind", asked.kind, kinds(counts)),
    ]
    if found := sources(counts, person):
        groups.append(group(query, _("Source"), "source", str(asked.source or ""), found))
    return groups + fact_groups(query, asked, counts)
