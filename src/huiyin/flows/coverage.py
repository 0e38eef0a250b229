"""Judging once an hour whether a source still says as much as usual, and keeping the count of how
each host was treated.

A change of volume is an event, once: people are told when a source falls silent or floods, and the
next word comes when it is another one (`rules.coverage`).
"""

import time
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.intake.models import HostRules, Source
from huiyin.apps.intake.queries.coverage import full_hour, new_by_hour, unassessed
from huiyin.engine.clock import real_now
from huiyin.engine.fetch.politeness import Tally
from huiyin.flows.collecting import collector
from huiyin.rules.coverage import Judged, Volume, judge

BATCH: Final = 200
COUNTED_EVERY: Final = 30.0  # seconds between two notes of how hosts were treated
KINDS: Final = {
    Volume.USUAL: "source.volume_usual",
    Volume.SILENT: "source.fell_silent",
    Volume.LOW: "source.volume_changed",
    Volume.HIGH: "source.volume_changed",
}
_counted_at = 0.0


def assess_volumes(now: datetime) -> int:
    """Judge the sources that were not judged this hour; gives how many were."""
    hour = full_hour(now)
    sources = unassessed(hour, BATCH)
    if not sources:
        return 0
    counts = new_by_hour(sources, hour)
    with transaction.atomic():
        told = [
            _told(source, judged, now)
            for source in sources
            if (judged := judge(counts[source.pk])).volume != source.volume
            and _changed(source, judged.volume)
        ]
        Source.objects.filter(pk__in=[source.pk for source in sources]).update(assessed_at=hour)
        record_all(told)
    return len(sources)


def _changed(source: Source, volume: Volume) -> bool:
    """Whether this process was the one to note the change."""
    rows = Source.objects.filter(pk=source.pk, volume=source.volume)
    return bool(rows.update(volume=volume.value))


def _told(source: Source, judged: Judged, now: datetime) -> Told:
    body = {
        "name": source.name, "volume": judged.volume.value, "hours": judged.hours,
        "expected": round(judged.expected), "seen": judged.seen,
    }  # fmt: skip
    return Told(KINDS[judged.volume], f"source:{source.pk}", now, source.office, body=body)


def note_politeness() -> int:
    """Write down, twice a minute, how this process treated each host."""
    global _counted_at
    if time.monotonic() - _counted_at < COUNTED_EVERY:
        return 0
    _counted_at = time.monotonic()
    keep_tallies(collector().politeness(), real_now())
    return 0


def keep_tallies(tallies: dict[str, Tally], now: datetime) -> None:
    """Add counts to the hosts' day."""
    rows = [
        (host[:300], now.date(), one.robots, one.crawl_delay, one.requests, one.denied, one.rested,
         one.smallest_gap, one.busy, one.forbidden, one.longest_rest)
        for host, one in sorted(tallies.items())
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO intake_hostday AS kept"
            " (host, day, robots, crawl_delay, requests, denied, rested, smallest_gap, busy,"
            " forbidden, longest_rest)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (host, day) DO UPDATE SET"
            " robots = coalesce(nullif(excluded.robots, ''), kept.robots),"
            " crawl_delay = CASE WHEN excluded.requests > 0 THEN excluded.crawl_delay"
            " ELSE kept.crawl_delay END, requests = kept.requests + excluded.requests,"
            " denied = kept.denied + excluded.denied, rested = kept.rested + excluded.rested,"
            " smallest_gap = least(kept.smallest_gap, excluded.smallest_gap),"
            " busy = kept.busy + excluded.busy, forbidden = kept.forbidden + excluded.forbidden,"
            " longest_rest = greatest(kept.longest_rest, excluded.longest_rest)",
            rows,
        )
    for host, one in sorted(tallies.items()):
        if one.rules is not None:
            _keep_rules(host[:300], one.rules.replace("\0", ""), now)


def _keep_rules(host: str, rules: str, now: datetime) -> None:
    """A row only where the rules are others than before."""
    latest = HostRules.objects.filter(host=host).order_by("-since_at").first()
    if rules != (latest.rules if latest else ""):
        HostRules.objects.create(host=host, since_at=now, rules=rules)
