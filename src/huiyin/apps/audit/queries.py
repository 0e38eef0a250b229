"""Reading the chain."""

from collections.abc import Iterator, Mapping
from heapq import merge
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from huiyin.apps.audit import anchors
from huiyin.apps.audit.chain import FIELDS, SEALED, Broken, first_broken, line_of
from huiyin.apps.audit.models import ChainHead, Event
from huiyin.apps.org.models import Office

PAGE = 100


def events_of_case(case_id: int) -> list[Event]:
    """All events of a case, oldest first."""
    return list(Event.objects.filter(case_id=case_id).order_by("seq"))


def events_of_story(story_id: int) -> list[Event]:
    """All events of a story, oldest first."""
    return list(Event.objects.filter(story_id=story_id).order_by("seq"))


def verify(
    anchored: Mapping[int, bytes] = MappingProxyType({}),
) -> tuple[int, Broken | None]:
    """Walk the whole chain: how many events the head counts, and the first broken link if any.

    `anchored` holds the hashes by number that were anchored elsewhere (`anchors.expected`).
    """
    seq, last = head()
    return seq, first_broken(_rows(seq), (seq, last), anchored)


def own_anchors() -> list[anchors.Anchor]:
    """The anchors of this desk, oldest first; raises anchors.AnchorUnreadable."""
    if settings.ANCHOR_FOLDER is None:
        return []
    key = anchors.public_key(anchors.signing_key(settings.CONFIG.data_dir))
    return anchors.read(anchors.file_of(settings.ANCHOR_FOLDER, key), key)


def head() -> tuple[int, bytes]:
    """The number and hash of the last event; 0 and zeros on an empty chain."""
    row = ChainHead.objects.get()
    return row.seq, bytes(row.hash)


def exported() -> Iterator[str]:
    """Every event up to now as one line of JSON, oldest first."""
    yield from (line_of(row) for row in _rows(chain_length()) if SEALED not in row)


def _rows(upto: int) -> Iterator[dict[str, Any]]:
    names = (*FIELDS, "previous_hash", "hash")
    rows = Event.objects.filter(seq__lte=upto).order_by("seq")
    seen = rows.values(*names).iterator(chunk_size=2000)
    yield from merge(seen, _sealed_links(upto), key=itemgetter("seq"))


def _sealed_links(upto: int) -> list[dict[str, Any]]:
    """Numbers and hashes of events that the database keeps from whoever asks; none for the desk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('audit_event')")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute("SELECT seq, previous_hash, hash FROM huiyin_sealed_links()")
        names = ("seq", "previous_hash", "hash")
        links = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**link, SEALED: True} for link in links if link["seq"] <= upto]


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
