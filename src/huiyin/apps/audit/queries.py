"""Reading the chain."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from huiyin.apps.audit.chain import FIELDS, Broken, first_broken
from huiyin.apps.audit.models import ChainHead, Event
from huiyin.apps.org.models import Office

PAGE = 100


def events_of_case(case_id: int) -> list[Event]:
    """All events of a case, oldest first."""
    return list(Event.objects.filter(case_id=case_id).order_by("seq"))


def events_of_story(story_id: int) -> list[Event]:
    """All events of a story, oldest first."""
    return list(Event.objects.filter(story_id=story_id).order_by("seq"))


def verify() -> tuple[int, Broken | None]:
    """Walk the whole chain: how many events the head counts, and the first broken link if any."""
    head = ChainHead.objects.get()
    return head.seq, first_broken(_rows(), (head.seq, bytes(head.hash)))


def _rows() -> Iterator[dict[str, Any]]:
    names = (*FIELDS, "previous_hash", "hash")
    yield from Event.objects.order_by("seq").values(*names).iterator(chunk_size=2000)


def chain_length() -> int:
    """How many events there are."""
    return ChainHead.objects.get().seq


def events_before(
    office: Office, before: int | None = None, *, kind: str = "", text: str = ""
) -> list[Event]:
    """Events of an office newest first, `PAGE` + 1 at most; `before` is the last number shown."""
    rows = Event.objects.filter(office=office)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        named = Q(actor_name__icontains=text) | Q(reason__icontains=text) | Q(subject=text)
        rows = rows.filter(named | Q(body__number=text))
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return list(rows.order_by("-seq")[: PAGE + 1])
