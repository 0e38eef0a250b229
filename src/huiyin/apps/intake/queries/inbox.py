"""The inbox: items of all channels in one list, newest first, a page at a time.

A page costs one query however deep it lies: it is found by the last row of the one before.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries.facts import tally, telling
from huiyin.apps.intake.queries.found import among, best_found, newest_found, newest_ids, sight
from huiyin.apps.intake.queries.search import holding, question
from huiyin.apps.org.models import Office
from huiyin.engine.search import Filters, rank
from huiyin.rules.text.fact_asking import Wanted

MOST_COUNTED = 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HEAVY = ("folded", "raw")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the inbox is asked for; empty means all. `source` and `story` are ids; `since` and
    `until` are aware, the latter is not included; `cased` asks for items with or without a case."""

    channel: str = ""
    kind: str = ""
    state: str = ""
    source: int | None = None
    urgent: bool | None = None
    text: str = ""
    story: int | None = None
    outlet: str = ""
    cased: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    facts: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True, slots=True)
class Page:
    """Items newest first; `next_cursor` opens the following page, "" after the last.

    With `partial` the search index is being built, and older items may be missing.
    """

    items: list[Item]
    next_cursor: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items each filter would show, the other filters standing as they are.

    `total` is what the filters together show. With `capped` the figures were taken from the
    newest `MOST_COUNTED` hits of a search only, and are to be shown as "at least". `figures` (by
    sort) and `places` are of the newest `MOST_COUNTED` items that all filters show.
    """

    total: int = 0
    channel: Mapping[str, int] = field(default_factory=dict)
    kind: Mapping[str, int] = field(default_factory=dict)
    state: Mapping[str, int] = field(default_factory=dict)
    source: Mapping[int | None, int] = field(default_factory=dict)
    urgent: Mapping[bool, int] = field(default_factory=dict)
    cased: Mapping[bool, int] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    capped: bool = False


FACETS = ("channel", "kind", "state", "source", "urgent")
SEARCHED_FACETS = (*FACETS, "cased")
NEWEST = ("-said_at", "-id")


def inbox(office: Office, asked: Asked | None = None, *, before: str = "", limit: int = 50) -> Page:
    """One page of the office's items, newest first.

    Each item comes with `source` and `membership.story`. Raises ValueError for a cursor that no
    page gave.
    """
    asked = asked or Asked()
    rows = narrowed(office, asked)
    last = _read_cursor(before) if before else None
    if last is not None:
        said_at, pk = last
        rows = rows.filter(said_at__lte=said_at).filter(Q(said_at__lt=said_at) | Q(pk__lt=pk))
    rows = rows.select_related("source", "membership__story", "case_link").defer(*HEAVY)
    partial = False
    if question(asked.text) is None or asked.story is not None:
        found = list(holding(rows, asked.text).order_by(*NEWEST)[: limit + 1])
    else:
        seen = sight(office.pk)
        filters = index_filters(office, asked, rank(*last) if last else None)
        found, partial = newest_found(rows, asked.text, seen, filters, limit + 1), seen.partial
    more = len(found) > limit
    found = found[:limit]
    return Page(found, _cursor(found[-1]) if more else "", partial)


def best(office: Office, asked: Asked, *, after: str = "", limit: int = 50) -> Page:
    """One page of the items that answer best, of a list that stays as it was when it was begun.

    Raises ValueError for a cursor that no page gave.
    """
    rows, seen = narrowed(office, asked), sight(office.pk)
    begin, upto = map(int, after.split(".")) if after else (0, seen.newest)
    filters = replace(index_filters(office, asked, None), upto=upto)
    ids = [pk for pk, _score in best_found(rows, asked.text, seen, filters)]
    shown = ids[begin : begin + limit]
    kept = rows.select_related("source", "membership__story", "case_link").defer(*HEAVY)
    by_pk = {item.pk: item for item in kept.filter(pk__in=shown)}
    more = len(ids) > begin + limit
    items = [by_pk[pk] for pk in shown if pk in by_pk]
    return Page(items, f"{begin + limit}.{upto}" if more else "", seen.partial)


def inbox_counts(office: Office, asked: Asked | None = None) -> Counts:
    """The figures beside the filters; those of a search are of its newest hits."""
    asked = asked or Asked()
    open_question = replace(
        asked, channel="", kind="", state="", source=None, urgent=None, cased=None
    )
    rows = narrowed(office, open_question)
    facets: tuple[str, ...] = FACETS
    searched = question(asked.text) is not None
    if searched:
        rows, facets = _answers(office, open_question, rows), SEARCHED_FACETS
        rows = rows.annotate(cased=Q(case_link__isnull=False))
    groups = list(rows.order_by().values(*facets).annotate(n=Count("*")))
    tallies = {facet: _tally(groups, asked, facet) for facet in facets}
    figures, places = tally(rows.filter(**_plain(asked, facets)).order_by(*NEWEST)[:MOST_COUNTED])
    return Counts(
        total=sum(group["n"] for group in groups if _fits(group, asked)),
        capped=searched and sum(group["n"] for group in groups) > MOST_COUNTED,
        figures=figures,
        places=places,
        **tallies,
    )


def _answers(office: Office, asked: Asked, rows: "QuerySet[Item]") -> "QuerySet[Item]":
    """The newest answers among the rows, a few more than are counted."""
    if asked.story is not None:
        newest = holding(rows, asked.text).order_by(*NEWEST).values("pk")[: MOST_COUNTED + 1]
        return Item.objects.filter(pk__in=newest)
    filters = index_filters(office, asked, None)
    ids = newest_ids(rows, asked.text, sight(office.pk), filters, MOST_COUNTED + 1)
    return among(rows, ids)


def narrowed(office: Office, asked: Asked) -> "QuerySet[Item]":
    """All items that the filters let through, whatever their text, in no order."""
    rows = Item.objects.filter(office=office)
    if asked.story is not None:
        rows = rows.filter(membership__story_id=asked.story)
    if asked.outlet:
        rows = rows.filter(outlet=asked.outlet)
    if asked.cased is not None:
        rows = rows.filter(case_link__isnull=not asked.cased)
    if asked.since is not None:
        rows = rows.filter(said_at__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(said_at__lt=asked.until)
    return telling(rows, asked.facts).filter(**_plain(asked, FACETS))


def index_filters(office: Office, asked: Asked, before: int | None) -> Filters:
    """The part of the filters that the index knows of; `before` is a rank."""
    since = rank(asked.since, 0) if asked.since else None
    if asked.until is not None:
        until = rank(asked.until, 0)
        before = until if before is None else min(before, until)
    return Filters(office.pk, asked.channel, asked.source, since, before)


def _plain(asked: Asked, facets: tuple[str, ...]) -> dict[str, Any]:
    """The filters that are columns of an item."""
    return {facet: getattr(asked, facet) for facet in facets if _is_asked(asked, facet)}


def _is_asked(asked: Asked, facet: str) -> bool:
    return getattr(asked, facet) not in ("", None)


def _fits(group: Mapping[str, Any], asked: Asked, leaving_out: str = "") -> bool:
    return all(
        facet == leaving_out or not _is_asked(asked, facet) or group[facet] == getattr(asked, facet)
        for facet in SEARCHED_FACETS
        if facet in group
    )


def _tally(groups: list[dict[str, Any]], asked: Asked, facet: str) -> Counter[Any]:
    tally: Counter[Any] = Counter()
    for group in groups:
        if _fits(group, asked, leaving_out=facet):
            tally[group[facet]] += group["n"]
    return tally


def _cursor(item: Item) -> str:
    return f"{(item.said_at - EPOCH) // MICROSECOND}.{item.pk}"


def _read_cursor(written: str) -> tuple[datetime, int]:
    micros, _, pk = written.partition(".")
    try:
        return EPOCH + int(micros) * MICROSECOND, int(pk)
    except OverflowError as error:
        raise ValueError(written) from error
