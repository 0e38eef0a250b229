"""Drafts that a machine writes: asked for by a person, from published items of one story.

What is sent is chosen here and nowhere else: items of watched sources and clipped pages that are
no reprints and were not dismissed. What people told the office never qualifies, whatever story it
stands in. The text is kept as it came and is no statement: a person takes it over, in words of
their own, and it goes the way of every draft.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses.actions import AUTHORS
from huiyin.apps.responses.models import MachineDraft
from huiyin.apps.stories.models import Story
from huiyin.ports import Comes, sources
from huiyin.rules.refusals import Refusal
from huiyin.rules.text.drafting import MOST_ITEMS, Told, Traced, traced

LEASE = timedelta(minutes=4)  # longer than an endpoint may take
MOST_WAITING = 3  # of one person


@dataclass(frozen=True, slots=True)
class Cited:
    """A numbered item that was sent, and whether the text cites it."""

    number: int
    item: int
    outlet: str
    title: str
    url: str
    at: datetime
    cited: bool


def public_items(story: Story) -> list[Item]:
    """The latest published texts of a story, in time order; at most `MOST_ITEMS`."""
    chosen = _public().filter(membership__story=story, membership__reprint=False)
    return list(chosen.order_by("-said_at", "-pk")[:MOST_ITEMS])[::-1]


def _public() -> QuerySet[Item]:
    """Items that stand at a public address; what is brought to the desk may be private."""
    plugins = sources().plugins.items()
    brought = {name for name, plugin in plugins if plugin.about.comes is Comes.PUSHED}
    return (
        Item.objects.filter(channel=Item.Channel.FEED, submission=None, run=None)
        .filter(url__startswith="http")
        .exclude(source__plugin__in=brought | {"mail"})
        .exclude(state=Item.State.DISMISSED)
        .defer("folded", "raw")
    )


@transaction.atomic
def ask_machine(
    story_id: int,
    *,
    host: str,
    language: str,
    actor: Person,
    now: datetime,
    case: CaseFile | None = None,
) -> MachineDraft:
    """Ask for a draft; the worker sends the items to `host` and keeps what comes back.

    Raises StepRefused, Story.DoesNotExist.
    """
    if not holds(actor, *AUTHORS):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if MachineDraft.objects.filter(by=actor, done_at=None).count() >= MOST_WAITING:
        raise StepRefused(Refusal.TOO_MANY_WAITING)
    story = Story.objects.get(pk=story_id, office_id=actor.office_id, merged_into=None)
    items = public_items(story)
    if not items:
        raise StepRefused(Refusal.NOTHING_PUBLIC)
    draft = MachineDraft.objects.create(
        office=actor.office, story=story, case=case, by=actor, language=language, host=host,
        items=[_kept(item) for item in items], asked_at=now,
    )  # fmt: skip
    _record(draft, "draft.asked", now, {"host": host, "items": [item.pk for item in items]})
    return draft


@transaction.atomic
def lease_draft(now: datetime) -> MachineDraft | None:
    """A request that nobody works on at the moment, held while an endpoint may take."""
    free = MachineDraft.objects.filter(done_at=None).exclude(leased_until__gt=now)
    held = free.select_related("office__calendar", "by").select_for_update(
        skip_locked=True, of=("self",)
    )
    draft = held.order_by("asked_at", "id").first()
    if draft is not None:
        draft.leased_until = now + LEASE
        draft.save(update_fields=["leased_until"])
    return draft


def told(draft: MachineDraft) -> list[Told]:
    """What is sent of a request: its items as they are now, if they are still public."""
    still = _public().in_bulk([row["item"] for row in draft.items])
    zone = zone_of(draft.office)
    return [
        Told(
            number, item.outlet, f"{item.said_at.astimezone(zone):%Y-%m-%d %H:%M}", item.title,
            item.body,
        )
        for number, row in enumerate(draft.items, 1)
        if (item := still.get(row["item"])) is not None
    ]  # fmt: skip


@transaction.atomic
def keep_draft(draft_id: int, *, title: str, body: str, model: str, now: datetime) -> MachineDraft:
    """Keep the text that came; one that is kept already stays as it is."""
    draft = _waiting(draft_id)
    if draft is not None:
        draft.title, draft.body, draft.model = title[:200], body, model[:200]
        draft.done_at = now
        draft.save()
        found = tracing(draft)
        body_of_event = {
            "model": draft.model, "cited": list(found.cited), "unknown": list(found.unknown),
        }  # fmt: skip
        _record(draft, "draft.written", now, body_of_event)
    return MachineDraft.objects.get(pk=draft_id)


@transaction.atomic
def keep_failure(draft_id: int, *, code: str, detail: str, now: datetime) -> None:
    """There is no text, and this is why."""
    draft = _waiting(draft_id)
    if draft is not None:
        draft.code, draft.detail, draft.done_at = code, detail[:400], now
        draft.save()
        _record(draft, "draft.failed", now, {"code": code})


def tracing(draft: MachineDraft) -> Traced:
    """How far the text as it came can be traced to the items."""
    return traced(draft.body, len(draft.items))


def cited_items(draft: MachineDraft) -> Iterator[Cited]:
    """The items that were sent, in their order."""
    cited = tracing(draft).cited
    for number, row in enumerate(draft.items, 1):
        yield Cited(
            number, row["item"], row["outlet"], row["title"], row["url"],
            datetime.fromisoformat(row["at"]), number in cited,
        )  # fmt: skip


def machine_draft(person: Person, pk: int) -> MachineDraft | None:
    """A draft of the person's office."""
    rows = MachineDraft.objects.select_related("by", "story", "case", "office")
    return rows.filter(office=person.office, pk=pk).first()


def drafts_of(person: Person, limit: int = 5) -> list[MachineDraft]:
    """The newest drafts this person asked for that became no statement yet."""
    rows = MachineDraft.objects.filter(office=person.office, by=person, statements=None, code="")
    return list(rows.select_related("story").order_by("-id")[:limit])


def drafts_of_story(story: Story, limit: int = 5) -> list[MachineDraft]:
    """The newest texts that a machine wrote from a story."""
    rows = MachineDraft.objects.filter(story=story, code="").exclude(done_at=None)
    return list(rows.order_by("-id")[:limit])


def _waiting(draft_id: int) -> MachineDraft | None:
    rows = MachineDraft.objects.select_for_update(of=("self",)).select_related("office", "by")
    return rows.filter(pk=draft_id, done_at=None).first()


def _kept(item: Item) -> dict[str, Any]:
    return {
        "item": item.pk, "outlet": item.outlet, "title": item.title[:200], "url": item.url,
        "at": item.said_at.isoformat(),
    }  # fmt: skip


def _record(draft: MachineDraft, kind: str, now: datetime, body: dict[str, Any]) -> None:
    record(
        kind, subject=f"machine_draft:{draft.pk}", at=now, office=draft.office, actor=draft.by,
        case_id=draft.case_id, story_id=draft.story_id, body=body,
    )  # fmt: skip
