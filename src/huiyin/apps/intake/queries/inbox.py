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
from huiyin.apps.intake.queries.search import holding
from huiyin.apps.org.models import Office

MOST_COUNTED = 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HEAVY = ("grams", "signature", "folded", "raw")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the inbox is asked for; empty means all. `source` and `story` are ids."""

    channel: str = ""
    kind: str = ""
    state: str = ""
    source: int | None = None
    urgent: bool | None = None
    text: str = ""
    story: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Items newest first; `next_cursor` opens the following page, "" after the last."""

    items: list[Item]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items each filter would show, the other filters standing as they are.

    `total` is what the filters together show. With `capped` the figures were taken from the
    newest `MOST_COUNTED` hits of a search only, and are to be shown as "at least".
    """

    total: int = 0
    channel: Mapping[str, int] = field(default_factory=dict)
    kind: Mapping[str, int] = field(default_factory=dict)
    state: Mapping[str, int] = field(default_factory=dict)
    source: Mapping[int | None, int] = field(default_factory=dict)
    urgent: Mapping[bool, int] = field(default_factory=dict)
    capped: bool = False


FACETS = ("channel", "kind", "state", "source", "urgent")


def inbox(office: Office, asked: Asked | None = None, *, before: str = "", limit: int = 50) -> Page:
    """One page of the office's items; one query.

    Each item comes with `source` and `membership.story`. Raises ValueError for a cursor that no
    page gave.
    """
    rows = rows_of(office, asked or Asked())
    if before:
        said_at, pk = _read_cursor(before)
        rows = rows.filter(said_at__lte=said_at).filter(Q(said_at__lt=said_at) | Q(pk__lt=pk))
    rows = rows.select_related("source", "membership__story", "case_link").defer(*HEAVY)
    found = list(rows.order_by("-said_at", "-id")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(found, _cursor(found[-1]) if more else "")


def inbox_counts(office: Office, asked: Asked | None = None) -> Counts:
    """The figures beside the filters; one query, without looking at the texts unless searched."""
    asked = asked or Asked()
    open_question = replace(asked, channel="", kind="", state="", source=None, urgent=None)
    rows = rows_of(office, open_question)
    if asked.text.strip():
        newest = rows.order_by("-said_at", "-id").values("pk")[: MOST_COUNTED + 1]
        rows = Item.objects.filter(pk__in=newest)
    groups = list(rows.order_by().values(*FACETS).annotate(n=Count("*")))
    tallies = {facet: _tally(groups, asked, facet) for facet in FACETS}
    return Counts(
        total=sum(group["n"] for group in groups if _fits(group, asked)),
        capped=bool(asked.text.strip()) and sum(group["n"] for group in groups) > MOST_COUNTED,
        **tallies,
    )


def rows_of(office: Office, asked: Asked) -> "QuerySet[Item]":
    """All items asked for, in no order."""
    rows = Item.objects.filter(office=office)
    plain = {facet: getattr(asked, facet) for facet in FACETS if _is_asked(asked, facet)}
    if asked.story is not None:
        rows = rows.filter(membership__story_id=asked.story)
    return holding(rows.filter(**plain), asked.text)


def _is_asked(asked: Asked, facet: str) -> bool:
    return getattr(asked, facet) not in ("", None)


def _fits(group: Mapping[str, Any], asked: Asked, leaving_out: str = "") -> bool:
    return all(
        facet == leaving_out or not _is_asked(asked, facet) or group[facet] == getattr(asked, facet)
        for facet in FACETS
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
