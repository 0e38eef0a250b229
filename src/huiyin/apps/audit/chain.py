"""The hash of an event: SHA-256 over its canonical JSON and the hash before it.

Canonical JSON: keys sorted, no spaces, UTF-8, instants as ISO 8601 in UTC with microseconds.
An outsider needs nothing but this file's few lines to verify an export of the chain.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

START = bytes(32)
SEALED = "sealed"

FIELDS = (
    "seq", "office_id", "kind", "actor_id", "actor_name", "role", "at", "local_at", "subject",
    "case_id", "story_id", "source_state", "target_state", "reason", "timer", "body",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold, and how: missing, altered, unlinked, cut or rewritten."""

    seq: int
    code: str


def digest(values: Mapping[str, Any], previous: bytes) -> bytes:
    """32 octets: the hash of an event whose FIELDS are `values`, after one hashed `previous`."""
    plain = {name: _plain(values[name]) for name in FIELDS}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + text.encode()).digest()


def first_broken(
    events: Iterable[Mapping[str, Any]],
    head: tuple[int, bytes] | None = None,
    anchored: Mapping[int, bytes] = MappingProxyType({}),
) -> Broken | None:
    """Walk events in the order of `seq`; `head` is the number and hash the chain must end with.

    `anchored` holds hashes by number that became known elsewhere: a chain that holds in itself
    but differs from one of them was written anew. Of an event marked `SEALED`, which is kept from
    whoever walks the chain, only its links are looked at.
    """
    seq, previous = 0, START
    for event in events:
        if event["seq"] != seq + 1:
            return Broken(seq + 1, "missing")
        seq += 1
        if bytes(event["previous_hash"]) != previous:
            return Broken(seq, "unlinked")
        previous = bytes(event["hash"]) if SEALED in event else digest(event, previous)
        if bytes(event["hash"]) != previous:
            return Broken(seq, "altered")
        if anchored.get(seq, previous) != previous:
            return Broken(seq, "rewritten")
    if (head is not None and head != (seq, previous)) or seq < max(anchored, default=0):
        return Broken(seq + 1, "cut")
    return None


def line_of(event: Mapping[str, Any]) -> str:
    """One line of an export: the canonical JSON of an event, and its hash as `hash`."""
    plain = {name: _plain(event[name]) for name in FIELDS} | {"hash": bytes(event["hash"]).hex()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
