"""How attempts to read sources went: their lines in the ledger, the sources' health and next time,
and what was tried and got within the hour.

Called inside the transaction that stores what the attempts brought; a few statements however many
attempts there are.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import Fetch, Source
from huiyin.flows.grouping import Stored
from huiyin.flows.outcomes import Outcome
from huiyin.rules.watching import LOST_CODES, Attempt, Health, health, next_try

MOST_REFUSALS = 50  # kept of one attempt; the ledger says how many there were
SILENT_AFTER = timedelta(days=14)
SOON = timedelta(seconds=60)  # after an attempt that has to go on
GOLDEN = 0.6180339887498949  # spreads the sources' own shares evenly
UPDATED = (
    ("etag", "text"), ("last_modified", "text"), ("moved_to", "text"), ("failures", "int"),
    ("health", "text"), ("health_code", "text"), ("health_detail", "text"),
    ("last_tried_at", "timestamptz"), ("last_ok_at", "timestamptz"),
    ("last_item_at", "timestamptz"), ("next_fetch_at", "timestamptz"),
)  # fmt: skip
Noted = tuple[Source, Outcome]


def note_all(noted: Sequence[Noted], stored: Stored, now: datetime) -> list[Source]:
    """Write the attempts down and bring the sources up to date; gives those that moved."""
    new = Counter(item.source_id for item in stored.items)
    moved: list[Source] = []
    for source, outcome in noted:
        before = source.moved_to
        _follow(source, outcome)
        _assess(source, outcome, new[source.pk], now)
        if source.moved_to and source.moved_to != before:
            moved.append(source)
    Fetch.objects.bulk_create(_line(source, outcome, new, now) for source, outcome in noted)
    _update_sources([source for source, _outcome in noted])
    _count_hour(noted, new, now)
    return moved


def count_pushed(source: Source, parts: int, new: int, refused: int, now: datetime) -> None:
    """Count what was pushed within the hour; the source is well."""
    source.last_tried_at = source.last_ok_at = now
    source.failures, source.health, source.health_code = 0, Health.HEALTHY.value, ""
    if new:
        source.last_item_at = now
    source.save(update_fields=[
        "last_tried_at", "last_ok_at", "failures", "health", "health_code", "last_item_at",
    ])  # fmt: skip
    _add_to_hours([(source.pk, parts, new, refused, 0, 0)], now)


def tell_moved(source: Source, now: datetime) -> None:
    """The event that a source is asked at another address from now on."""
    record(
        "source.moved", subject=f"source:{source.pk}", at=now, office=source.office,
        body={"from": source.url, "to": source.moved_to},
    )  # fmt: skip


def _line(source: Source, outcome: Outcome, new: Counter[int | None], now: datetime) -> Fetch:
    return Fetch(
        source=source,
        at=now,
        outcome=outcome.name,
        http_status=outcome.status or None,
        octets=outcome.octets,
        milliseconds=int(outcome.seconds * 1000),
        entries=outcome.entries,
        new_items=new[source.pk],
        refusals=[
            {"where": refusal.where, "code": refusal.code, "detail": _storable(refusal.detail)}
            for refusal in outcome.refusals[:MOST_REFUSALS]
        ],
        detail=_storable(outcome.detail),
    )


def _update_sources(sources: Sequence[Source]) -> None:
    """One statement for all of them."""
    columns = [[getattr(source, name) for source in sources] for name, _kind in UPDATED]
    assigned = ", ".join(f"{name} = given.{name}" for name, _kind in UPDATED)
    names = ", ".join(name for name, _kind in UPDATED)
    arrays = ", ".join(f"%s::{kind}[]" for _name, kind in UPDATED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE intake_source SET {assigned} FROM unnest(%s::bigint[], {arrays})"  # noqa: S608
            f" AS given(id, {names}) WHERE intake_source.id = given.id",
            [[source.pk for source in sources], *columns],
        )


def _count_hour(noted: Sequence[Noted], new: Counter[int | None], now: datetime) -> None:
    _add_to_hours(
        [
            (
                source.pk, 1, new[source.pk], len(outcome.refusals),
                int(bool(outcome.code) or not outcome.readable), int(outcome.late),
            )
            for source, outcome in noted
        ],
        now,
    )  # fmt: skip


def _add_to_hours(rows: Sequence[tuple[int, int, int, int, int, int]], now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    columns = [list(column) for column in zip(*sorted(rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_sourcehour AS kept"
            " (source_id, hour_at, tried, got, refused, failed, late)"
            " SELECT id, %s, tried, got, refused, failed, late FROM unnest(%s::bigint[],"
            " %s::int[], %s::int[], %s::int[], %s::int[], %s::int[])"
            " AS given(id, tried, got, refused, failed, late)"
            " ON CONFLICT (source_id, hour_at) DO UPDATE SET tried = kept.tried + excluded.tried,"
            " got = kept.got + excluded.got, refused = kept.refused + excluded.refused,"
            " failed = kept.failed + excluded.failed, late = kept.late + excluded.late",
            [hour, *columns],
        )


def _follow(source: Source, outcome: Outcome) -> None:
    """The cursor: kept only of a document that could be read, so that a broken one is seen again.

    An address that a source moved to and that is lost again is forgotten.
    """
    if outcome.code in LOST_CODES | {"gone"} and source.moved_to:
        source.moved_to = ""
    if outcome.code or outcome.unchanged:
        return
    kept = outcome.readable and outcome.keeps_cursor
    source.etag = _storable(outcome.etag[:400]) if kept else ""
    source.last_modified = _storable(outcome.last_modified[:100]) if kept else ""
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
    interval = timedelta(seconds=source.interval_seconds)
    source.next_fetch_at = next_try(
        source.failures,
        now,
        min(interval, SOON) if outcome.unfinished and not source.failures else interval,
        outcome.retry_after,
        permanent=outcome.permanent or how in {Health.REFUSED, Health.GONE},
        spread=source.pk * GOLDEN % 1.0,
    )


def _first_code(outcome: Outcome) -> str:
    return outcome.refusals[0].code if outcome.refusals and not outcome.readable else ""


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
