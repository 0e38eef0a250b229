"""How an attempt to read a source went: its line in the ledger, the source's health and next time.

Called inside the transaction that stores what the attempt brought.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import Fetch, Source
from huiyin.flows.grouping import Stored
from huiyin.ports import Reading, Refusal
from huiyin.rules.watching import LOST_CODES, Attempt, Health, health, next_try

MOST_REFUSALS = 50  # kept of one attempt; the ledger says how many there were
KEPT = timedelta(days=90)
SILENT_AFTER = timedelta(days=14)
GOLDEN = 0.6180339887498949  # spreads the sources' own shares evenly


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attempt. `code` names the failure, "" where an answer came; times are in seconds.

    `refusals` are what could not be read of the document, `entries` how many could.
    """

    code: str = ""
    status: int = 0
    detail: str = ""
    seconds: float = 0.0
    octets: int = 0
    unchanged: bool = False
    readable: bool = True
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    retry_after: float | None = None
    permanent: bool = False
    entries: int = 0
    refusals: tuple[Refusal, ...] = ()

    def with_reading(self, reading: Reading) -> "Outcome":
        """The outcome once the document was read."""
        first = reading.refusals[0] if reading.refusals else None
        return replace(
            self,
            readable=not reading.refused,
            entries=len(reading.entries),
            refusals=reading.refusals,
            detail=first.detail if first and reading.refused else "",
        )

    @property
    def name(self) -> str:
        """What the ledger calls it: a failure's code, `unchanged`, `refused` or `read`."""
        if self.code:
            return self.code
        if self.unchanged:
            return "unchanged"
        return "read" if self.readable else "refused"


def note(source: Source, outcome: Outcome, stored: Stored, now: datetime) -> bool:
    """Write the attempt into the ledger and bring the source up to date; gives whether it moved."""
    new = sum(item.source_id == source.pk for item in stored.items)
    Fetch.objects.create(
        source=source,
        at=now,
        outcome=outcome.name,
        http_status=outcome.status or None,
        octets=outcome.octets,
        milliseconds=int(outcome.seconds * 1000),
        entries=outcome.entries,
        new_items=new,
        refusals=[
            {"where": refusal.where, "code": refusal.code, "detail": _storable(refusal.detail)}
            for refusal in outcome.refusals[:MOST_REFUSALS]
        ],
        detail=_storable(outcome.detail),
    )
    Fetch.objects.filter(source=source, at__lt=now - KEPT).delete()
    before = source.moved_to
    _follow(source, outcome)
    _assess(source, outcome, new, now)
    source.save(update_fields=[
        "etag", "last_modified", "moved_to", "failures", "health", "health_code",
        "health_detail", "last_tried_at", "last_ok_at", "last_item_at", "next_fetch_at",
    ])  # fmt: skip
    return bool(source.moved_to) and source.moved_to != before


def tell_moved(source: Source, now: datetime) -> None:
    """The event that a source is asked at another address from now on."""
    record(
        "source.moved", subject=f"source:{source.pk}", at=now, office=source.office,
        body={"from": source.url, "to": source.moved_to},
    )  # fmt: skip


def _follow(source: Source, outcome: Outcome) -> None:
    """The cursor: kept only of a document that could be read, so that a broken one is seen again.

    An address that a source moved to and that is lost again is forgotten.
    """
    if outcome.code in LOST_CODES | {"gone"} and source.moved_to:
        source.moved_to = ""
    if outcome.code or outcome.unchanged:
        return
    kept = outcome.readable
    source.etag = outcome.etag[:400] if kept else ""
    source.last_modified = outcome.last_modified[:100] if kept else ""
    if outcome.moved_to and len(outcome.moved_to) <= 2000:
        source.moved_to = "" if outcome.moved_to == source.url else outcome.moved_to


def _assess(source: Source, outcome: Outcome, new: int, now: datetime) -> None:
    source.last_tried_at = now
    if outcome.name in {"read", "unchanged"}:
        source.failures, source.last_ok_at = 0, now
    elif outcome.code != "cooling_down":
        source.failures += 1
    if new:
        source.last_item_at = now
    attempt = Attempt(outcome.code, outcome.unchanged, outcome.readable, outcome.seconds)
    how = health(attempt, source.failures, now, source.last_item_at, SILENT_AFTER)
    source.health = how.value
    source.health_code = outcome.code or _first_code(outcome)
    source.health_detail = _storable(outcome.detail)
    source.next_fetch_at = next_try(
        source.failures,
        now,
        timedelta(seconds=source.interval_seconds),
        outcome.retry_after,
        permanent=outcome.permanent or how in {Health.REFUSED, Health.GONE},
        spread=source.pk * GOLDEN % 1.0,
    )


def _first_code(outcome: Outcome) -> str:
    return outcome.refusals[0].code if outcome.refusals and not outcome.readable else ""


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
