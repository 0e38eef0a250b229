"""Many notices written at once: copied in the server's own form, those that are there left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from huiyin.apps.notify.models import Notice
from huiyin.engine.copying import copy_rows

COLUMNS = (
    "key", "office_id", "person_id", "channel", "urgent", "code", "params", "event_seq", "case_id",
    "clock_id", "due_version", "created_at", "next_try_at", "state", "attempts", "lease",
    "last_error",
)  # fmt: skip


class Draft(NamedTuple):
    """A notice before it is written; `what` is its key without person and channel, `params` the
    octets of a JSON object."""

    what: str
    office_id: int
    urgent: bool
    code: str
    params: bytes
    event_seq: int
    created_at: datetime
    person_id: int = 0
    channel: str = Notice.Channel.CONSOLE.value
    case_id: int | None = None
    clock_id: int | None = None
    due_version: int = 0
    next_try_at: datetime | None = None

    @property
    def key(self) -> str:
        """The idempotency key."""
        return f"{self.what}:{self.person_id}:{self.channel}"


def encoded(params: Mapping[str, Any]) -> bytes:
    """Params as a draft holds them."""
    return msgspec.json.encode(params)


def post(drafts: Sequence[Draft]) -> int:
    """Write the drafts that are not there yet, each key once; gives how many. Two queries.

    Must run in a transaction; a key that another one writes meanwhile fails it as a whole.
    """
    fresh = {draft.key: draft for draft in drafts}
    known = Notice.objects.filter(key__in=list(fresh)).values_list("key", flat=True)
    for key in known:
        del fresh[key]
    copy_rows(Notice, COLUMNS, (_row(key, draft) for key, draft in fresh.items()))
    return len(fresh)


def _row(key: str, draft: Draft) -> list[Any]:
    return [
        key, draft.office_id, draft.person_id, draft.channel, draft.urgent, draft.code,
        draft.params, draft.event_seq, draft.case_id, draft.clock_id, draft.due_version,
        draft.created_at, draft.next_try_at, "queued", 0, "", "",
    ]  # fmt: skip
