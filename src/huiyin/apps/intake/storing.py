"""Writing a batch of analysed arrivals as items, in a few statements however large it is.

Whoever writes items holds the office's grouping lock (`flows.grouping`), so what is unknown here
stays unknown until the transaction ends, and rows may be copied in without asking again.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from huiyin.apps.intake import judging
from huiyin.apps.intake.arrivals import LONGEST_TEXT, Arrival
from huiyin.apps.intake.copies import find_twins
from huiyin.apps.intake.models import Item, KeywordRule
from huiyin.apps.intake.queries.learning import retired_topics
from huiyin.engine.copying import copy_rows, new_ids
from huiyin.rules.text.analyse import Analysis
from huiyin.rules.text.classify import KIND, SEVERITY
from huiyin.rules.text.match import Hit

COLUMNS = (
    "id", "office_id", "origin_key", "content_key", "channel", "source_id", "submission_id",
    "run_id", "external_id", "url", "outlet", "place", "title", "body", "published_at",
    "captured_at", "said_at", "raw", "folded", "kind", "kind_score",
    "kind_because", "hits", "urgent", "same_as_id", "same_how", "state",
    "dismissed_reason", *judging.COLUMNS,
)  # fmt: skip

DANGER = "3"  # the severity of what puts lives at risk
_EMPTY_LIST, _EMPTY_ROW = b"[]", b"{}"
_NEW, _ATTACHED = Item.State.NEW.value, Item.State.ATTACHED.value
# One look into the index a key: for so many at once the planner would rather read the whole table.
_HELD = (
    "SELECT held.origin_key FROM unnest(%s::bytea[]) AS wanted(key) CROSS JOIN LATERAL (SELECT"
    " origin_key FROM intake_item WHERE office_id = %s AND origin_key = wanted.key LIMIT 1) AS held"
)


@dataclass(slots=True)
class NewItem:
    """An item that is being written. `story_id` is 0 until it was grouped, and `attached` whether
    nobody needs to look at it; `same_as` is the item whose text it repeats or updates, `same_how`
    says which of both."""

    pk: int
    channel: str
    title: str
    outlet: str
    said_at: datetime
    urgent: bool
    same_as: int | None = None
    source_id: int | None = None
    submission_id: UUID | None = None
    story_id: int = 0
    same_how: str = ""
    danger: bool = False
    attached: bool = False

    @property
    def is_reprint(self) -> bool:
        """Tell whether its text says nothing that was not known."""
        return self.same_how == Item.SameHow.REPRINT


def unknown(office_id: int, keyed: Sequence[tuple[bytes, Arrival]]) -> list[tuple[bytes, Arrival]]:
    """Those whose origin key the office does not hold yet, each key once, in order."""
    first: dict[bytes, Arrival] = {}
    for key, arrival in keyed:
        first.setdefault(key, arrival)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(first), office_id])
        known = {bytes(key) for (key,) in cursor.fetchall()}
    return [(key, arrival) for key, arrival in first.items() if key not in known]


def clean(arrival_text: str) -> str:
    """The text as the database can hold it: without NULs and lone surrogates, not endless."""
    text = arrival_text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def said_at(arrival: Arrival, now: datetime) -> datetime:
    """When it was said as far as the desk knows: published, but never later than now."""
    return now if arrival.published_at is None else min(arrival.published_at, now)


def name_items(
    office_id: int,
    fresh: Sequence[tuple[bytes, Arrival]],
    analysis: Analysis,
    rules: dict[int, KeywordRule],
    now: datetime,
) -> list[NewItem]:
    """Give the arrivals ids, in order, and find what they repeat; they are still to be written."""
    ids = new_ids(Item, len(fresh))
    twins = find_twins(office_id, ids, analysis)
    severity = analysis.judged.guesses[SEVERITY]
    pressing = {pk for pk, rule in rules.items() if rule.urgent}
    return [
        NewItem(
            pk, arrival.channel, arrival.title, arrival.outlet[:160], said_at(arrival, now),
            arrival.urgent or any(hit.key in pressing for hit in analysis.hits[at]),
            twin.original, arrival.source_id, arrival.submission_id,
            same_how=twin.how, danger=severity[at].label == DANGER,
        )
        for at, (pk, twin, (_key, arrival)) in enumerate(zip(ids, twins, fresh, strict=True))
    ]  # fmt: skip


def write_items(
    office_id: int,
    fresh: Sequence[tuple[bytes, Arrival]],
    items: Sequence[NewItem],
    analysis: Analysis,
    rules: dict[int, KeywordRule],
    now: datetime,
) -> None:
    """Store the arrivals under their names; texts of `fresh` are clean, `analysis` is theirs."""
    retired = retired_topics(office_id)  # no question can be asked while rows are copied
    copy_rows(Item, COLUMNS, _rows(office_id, fresh, items, analysis, rules, retired, now))


def _rows(
    office_id: int,
    fresh: Sequence[tuple[bytes, Arrival]],
    items: Sequence[NewItem],
    analysis: Analysis,
    rules: dict[int, KeywordRule],
    retired: frozenset[str],
    now: datetime,
) -> Iterator[tuple[Any, ...]]:
    for index, ((key, arrival), item) in enumerate(zip(fresh, items, strict=True)):
        kind, score, because = _kind(arrival, analysis, index)
        yield (
            item.pk, office_id, key, analysis.keys[index], arrival.channel, arrival.source_id,
            arrival.submission_id, arrival.run_id, arrival.external_id[:300],
            arrival.url if len(arrival.url) <= 2000 else "", item.outlet, arrival.place[:200],
            arrival.title, arrival.body, arrival.published_at, now, item.said_at, _raw(arrival),
            analysis.folded[index], kind, score, _json(because) if because else _EMPTY_LIST,
            _hits(analysis.hits[index], rules), item.urgent, item.same_as, item.same_how,
            _ATTACHED if item.attached else _NEW, "",
            *judging.kept(analysis.judged, index, retired),
        )  # fmt: skip


def _kind(arrival: Arrival, analysis: Analysis, index: int) -> tuple[str, float, list[str]]:
    """What the reporter or the desk chose stands; published texts are news; else a guess."""
    if arrival.kind:
        return arrival.kind, 1.0, []
    if arrival.channel == Item.Channel.FEED:
        return Item.Kind.NEWS.value, 1.0, []
    guess = analysis.judged.guesses[KIND][index]
    return guess.label or "", guess.confidence, list(guess.because)


def _hits(found: Sequence[Hit], rules: dict[int, KeywordRule]) -> bytes:
    """The rules that spoke, as they are kept."""
    if not found:
        return _EMPTY_LIST
    return _json([_kept(rules[hit.key], hit) for hit in found if isinstance(hit.key, int)])


def _kept(rule: KeywordRule, hit: Hit) -> dict[str, object]:
    """A hit as it is kept: `at` are places in the folded text, `facts` what stands beside it."""
    return {
        "rule": rule.pk,
        "name": rule.name,
        "terms": list(hit.terms),
        "at": [(span.start, span.end) for span in hit.spans],
        "facts": [(term.field, term.text) for term in hit.facts],
    }


def _json(value: object) -> bytes:
    """JSON that a jsonb column takes: without NULs and lone surrogates."""
    try:
        octets = msgspec.json.encode(value)
    except (TypeError, UnicodeEncodeError):  # a foreign plug-in's value, half a character
        octets = json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace")
    return octets.replace(b"\\u0000", b"")


def _raw(arrival: Arrival) -> bytes:
    """The row as it came, without what title and body already hold word for word."""
    if not arrival.raw:
        return _EMPTY_ROW
    kept = {
        name: value
        for name, value in arrival.raw.items()
        if value not in ("", None) and value != arrival.body and value != arrival.title
    }
    return _json(kept)
