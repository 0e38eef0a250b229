"""Storing a batch of arrivals: analysed in one pass, known ones left out, the rest written as items
and grouped into stories – in one transaction with whatever the caller has to remember.

A crash therefore repeats the batch and changes nothing. Batches of one office are stored one after
the other, under a lock of the database that every change of grouping takes first; the head of the
audit chain is locked last. Of many batches the next one is analysed while one is stored (`ahead`).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.intake.arrivals import Arrival, origin_key
from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries.learning import standing_model
from huiyin.apps.intake.rulebook import Standing, standing_rules
from huiyin.apps.intake.storing import NewItem, clean, name_items, said_at, unknown, write_items
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.steps import decide
from huiyin.apps.stories.alerting import raise_alerts
from huiyin.apps.stories.gathering import Gathered, gather
from huiyin.apps.stories.locks import lock_grouping
from huiyin.apps.stories.models import Story
from huiyin.rules.machines import STORY
from huiyin.rules.text.analyse import Analysis, Message, analyse
from huiyin.rules.text.linear import Model
from huiyin.rules.text.match import Facts

OPENING = 60  # characters of a text that stand for a missing title
Keyed = list[tuple[bytes, Arrival]]
Analysed = tuple[Keyed, Analysis]
_Chunk = TypeVar("_Chunk")


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of a batch: its new items in order, and how many arrivals were known before."""

    items: list[NewItem] = field(default_factory=list)
    known: int = 0
    stories_found: int = 0

    @property
    def new(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a batch: the arrivals that were unknown when it was looked up, by the rules
    and the model that stood then."""

    office_id: int
    fresh: Keyed
    rules: Standing
    model: Model | None
    now: datetime


def look_up(office: Office, arrivals: Sequence[Arrival], now: datetime) -> Asked:
    """Find out what is new of a batch, and what it is to be asked."""
    keyed = [(origin_key(arrival), arrival) for arrival in arrivals]
    rules, fresh = standing_rules(), unknown(office.pk, keyed)
    return Asked(office.pk, fresh, rules, standing_model(office.pk), now)


@dataclass(frozen=True, slots=True)
class Begun:
    """A batch that was looked up and is being analysed."""

    asked: Asked
    analysed: Future[Analysed]


def ahead(
    chunks: Iterable[_Chunk], asked: Callable[[_Chunk], Asked]
) -> Iterator[tuple[_Chunk, Begun | None]]:
    """Give chunks one by one, each begun, the next one too: analysed beside while one is stored.

    Of a chunk that cannot be looked up nothing is begun: whoever stores it meets the trouble.
    """
    with ThreadPoolExecutor(1, "analysing") as beside:
        coming: list[tuple[_Chunk, Begun | None]] = []
        for chunk in chunks:
            coming.append((chunk, _begun(chunk, asked, beside)))
            if len(coming) > 1:
                yield coming.pop(0)
        yield from coming


def _begun(chunk: _Chunk, asked: Callable[[_Chunk], Asked], beside: Executor) -> Begun | None:
    try:
        found = asked(chunk)
    except (ValueError, TypeError, ArithmeticError):
        return None
    return Begun(found, beside.submit(_analysed, found))


def store_batch(
    office: Office,
    arrivals: Sequence[Arrival],
    *,
    now: datetime,
    actor: Person | None = None,
    keep: Callable[[Stored], None] | None = None,
    quietly: bool = False,
    begun: Begun | None = None,
) -> Stored:
    """Store what is new of a batch and group it; `now` is aware.

    `keep` writes what belongs into the same transaction (a source's cursor, an import's figures),
    before the events. With `quietly` the caller writes an event for each arrival itself. `begun`
    is what `ahead` gave of these arrivals.
    """
    asked = begun.asked if begun else look_up(office, arrivals, now)
    analysed = begun.analysed.result() if begun else _analysed(asked)
    with transaction.atomic():
        lock_grouping(office.pk)
        analysed = _still_unknown(asked, analysed)
        gathered = _write(office, analysed, asked.rules, now)
        stored = Stored(gathered.items, len(arrivals) - len(gathered.items), len(gathered.found))
        if keep is not None:
            keep(stored)
        told = list(_story_events(office, gathered, now))
        told += raise_alerts(office, gathered.items, (*gathered.found, *gathered.grown), now)
        if gathered.items and not quietly:
            told.insert(0, _captured(office, analysed[0], gathered, actor, now))
        record_all(told)
    return stored


def _analysed(asked: Asked) -> Analysed:
    """Clean texts and what the text rules say of them; nothing is stored yet, nor read."""
    cleaned = [(key, _clean(arrival)) for key, arrival in asked.fresh]
    messages = [
        Message(arrival.title, _with_place(arrival), said_at(arrival, asked.now), _facts(arrival))
        for _key, arrival in cleaned
    ]
    return cleaned, analyse(messages, asked.rules.ruleset, asked.office_id, asked.model)


def _facts(arrival: Arrival) -> Facts:
    """What rules may ask of besides the text; the kind only where it needs no guess."""
    news = Item.Kind.NEWS.value if arrival.channel == Item.Channel.FEED else ""
    return Facts(arrival.outlet, arrival.place, arrival.channel, arrival.kind or news)


def _with_place(arrival: Arrival) -> str:
    """The body; a place told apart from the text is searched and matched with it."""
    return f"{arrival.body}\n{arrival.place}" if arrival.place else arrival.body


def _clean(arrival: Arrival) -> Arrival:
    given = (
        arrival.title, arrival.body, arrival.url, arrival.outlet, arrival.place, arrival.external_id
    )  # fmt: skip
    title, body, url, outlet, place, name = map(clean, given)
    title = title if title.strip() else _opening(body)
    if (title, body, url, outlet, place, name) == given:
        return arrival
    return replace(
        arrival, title=title, body=body, url=url, outlet=outlet, place=place, external_id=name
    )


def _opening(body: str) -> str:
    """What stands for a title where there is none: how the text begins."""
    first = body.strip().partition("\n")[0]
    return first if len(first) <= OPENING else f"{first[:OPENING]}…"


def _still_unknown(asked: Asked, analysed: Analysed) -> Analysed:
    """Under the lock: analysed anew only where somebody else stored part of it meanwhile."""
    fresh, _analysis = analysed
    still = unknown(asked.office_id, fresh)
    return analysed if len(still) == len(fresh) else _analysed(replace(asked, fresh=still))


def _write(office: Office, analysed: Analysed, rules: Standing, now: datetime) -> Gathered:
    fresh, analysis = analysed
    if not fresh:
        return Gathered()
    items = name_items(office.pk, fresh, analysis, rules.rules, now)
    gathered = gather(office, items, analysis.features, now)
    write_items(office.pk, fresh, items, analysis, rules.rules, now)
    return gathered


def _captured(
    office: Office, fresh: Keyed, gathered: Gathered, actor: Person | None, now: datetime
) -> Told:
    """One event a batch: which items, and a fingerprint of where they came from."""
    pks = [item.pk for item in gathered.items]
    body: dict[str, Any] = {
        "first": min(pks),
        "last": max(pks),
        "count": len(pks),
        "attached": sum(item.attached for item in gathered.items),
        "origins_sha256": hashlib.sha256(b"".join(key for key, _arrival in fresh)).hexdigest(),
    }
    return Told("items.captured", f"items:{min(pks)}", now, office, actor, body=body)


def _story_events(office: Office, gathered: Gathered, now: datetime) -> Iterator[Told]:
    """An event for each story that now has more than one item, that went into another, and that
    wakes; and for each item of before that another story is right for.

    One item alone is an item; it becomes a story to be told of when a second one joins.
    """
    for story in gathered.several:
        body = {"title": story.title, "items": story.items_n}
        yield Told("story.found", f"story:{story.pk}", now, office, story_id=story.pk, body=body)
    for story in gathered.merged:
        into = story.merged_into_id
        yield Told(
            "story.merged", f"story:{story.pk}", now, office, story_id=into,
            body={"into": into, "title": story.title},
        )  # fmt: skip
    for item, left, to in gathered.moved:
        body = {"from": left, "to": to}
        yield Told("item.moved", f"item:{item}", now, office, story_id=to, body=body)
    for story in gathered.woken:
        moved, role = decide(STORY, story.state, "wake", {}, None)
        Story.objects.filter(pk=story.pk, state=story.state).update(state=moved.target)
        yield Told(
            "story.woken", f"story:{story.pk}", now, office, None, role,
            story_id=story.pk, moved=moved,
        )  # fmt: skip
