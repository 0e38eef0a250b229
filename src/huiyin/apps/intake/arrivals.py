"""What arrives: one message or published text on its way in, before anything is known of it.

An arrival is known by where it came from and what it says. The same entry fetched again, the same
row imported again, the same submission taken in again have the same key and are stored once; a
text that changed at its source is another item, so that no version is lost.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec

LONGEST_TEXT = 200_000  # characters of a body that are kept; the rest is marked as cut


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing somebody said. It has no place for an author.

    `published_at` is aware. `kind` is what the reporter or the desk chose, "" where nobody did.
    `raw` is the row or entry as it came.
    """

    channel: str
    title: str
    body: str = ""
    url: str = ""
    outlet: str = ""
    place: str = ""
    published_at: datetime | None = None
    external_id: str = ""
    kind: str = ""
    urgent: bool = False
    source_id: int | None = None
    run_id: int | None = None
    submission_id: UUID | None = None
    raw: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def origin_key(arrival: Arrival) -> bytes:
    """16 octets: where it came from and what it says.

    A submission is itself. Otherwise: the source or channel, the outside id (else the address),
    and the words; where there is no id, the time and place too, since two people may say the same.
    """
    if arrival.submission_id is not None:
        parts: list[str] = ["submission", str(arrival.submission_id)]
    else:
        origin = _origin(arrival)
        name = arrival.external_id or arrival.url
        parts = [origin, name, arrival.title.strip(), arrival.body.strip()]
        if not name:
            said = arrival.published_at
            parts += [said.isoformat() if said else "", arrival.place.strip()]
    return hashlib.blake2b(_told(parts), digest_size=16).digest()


def _told(parts: list[str]) -> bytes:
    """The parts as JSON, written alike by both writers; the slow one knows half characters."""
    try:
        return msgspec.json.encode(parts)
    except UnicodeEncodeError:
        told = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return told.encode("utf-8", "surrogatepass")


def _origin(arrival: Arrival) -> str:
    """A brought-in row is the same row whatever channel it was said to come through."""
    if arrival.source_id:
        return f"source {arrival.source_id}"
    return "import" if arrival.run_id else arrival.channel
