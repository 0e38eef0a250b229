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
from huiyin.apps.intake.copies import Twin, find_twins
from huiyin.apps.intake.models import Item, KeywordRule
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
_HELD = "SELECT origin_key FROM intake_item WHERE office_id = %s AND origin_key = ANY(%s)"


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it was written. `story_id` is 0 until it was grouped; `same_as` is the item whose
    text it repeats or updates, `same_how` says which of both."""

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
        cursor.execute(_HELD, [office_id, list(first)])
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


def write_items(
    office_id: int,
    fresh: Sequence[tuple[bytes, Arrival]],
    analysis: Analysis,
    rules: dict[int, KeywordRule],
    now: datetime,
) -> list[NewItem]:
    """Store the arrivals in order; texts of `fresh` are clean, `analysis` is theirs."""
    ids = new_ids(Item, len(fresh))
    twins = find_twins(office_id, ids, analysis)
    rows = list(_rows(office_id, ids, twins, fresh, analysis, rules, now))
    copy_rows(Item, COLUMNS, (row for row, _item in rows))
    return [item for _row, item in rows]


def _rows(
    office_id: int,
    ids: Sequence[int],
    twins: Sequence[Twin],
    fresh: Sequence[tuple[bytes, Arrival]],
    analysis: Analysis,
    rules: dict[int, KeywordRule],
    now: datetime,
) -> Iterator[tuple[tuple[Any, ...], NewItem]]:
    for index, (pk, (key, arrival)) in enumerate(zip(ids, fresh, strict=True)):
        kind, score, because = _kind(arrival, analysis, index)
        hits, pressing = _hits(analysis.hits[index], rules)
        urgent = arrival.urgent or pressing
        said = said_at(arrival, now)
        row = (
            pk, office_id, key, analysis.keys[index], arrival.channel, arrival.source_id,
            arrival.submission_id, arrival.run_id, arrival.external_id[:300],
            arrival.url if len(arrival.url) <= 2000 else "", arrival.outlet[:160],
            arrival.place[:200], arrival.title, arrival.body, arrival.published_at, now, said,
            _raw(arrival), analysis.folded[index],
            kind, score, _json(because), _json(hits), urgent,
            twins[index].original, twins[index].how, Item.State.NEW.value, "",
            *judging.kept(analysis.judged, index),
        )  # fmt: skip
        yield (
            row,
            NewItem(
                pk, arrival.channel, arrival.title, arrival.outlet[:160], said, urgent,
                twins[index].original, arrival.source_id, arrival.submission_id,
                same_how=twins[index].how,
                danger=analysis.judged.guesses[SEVERITY][index].label == DANGER,
            ),
        )  # fmt: skip


def _kind(arrival: Arrival, analysis: Analysis, index: int) -> tuple[str, float, list[str]]:
    """What the reporter or the desk chose stands; published texts are news; else a guess."""
    if arrival.kind:
        return arrival.kind, 1.0, []
    if arrival.channel == Item.Channel.FEED:
        return Item.Kind.NEWS.value, 1.0, []
    guess = analysis.judged.guesses[KIND][index]
    return guess.label or "", guess.confidence, list(guess.because)


def _hits(
    found: Sequence[Hit], rules: dict[int, KeywordRule]
) -> tuple[list[dict[str, object]], bool]:
    """The rules that spoke, as they are kept, and whether one of them is urgent."""
    spoke = [(rules[hit.key], hit) for hit in found if isinstance(hit.key, int)]
    return [_kept(rule, hit) for rule, hit in spoke], any(rule.urgent for rule, _hit in spoke)


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
    kept = {
        name: value
        for name, value in arrival.raw.items()
        if value not in ("", None) and value != arrival.body and value != arrival.title
    }
    return _json(kept)
