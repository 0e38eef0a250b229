"""Numbers in series without gaps: one row per office, series and year, locked while it counts."""

from datetime import datetime

from huiyin.apps.org.models import Counter, Office
from huiyin.apps.org.queries import zone_of

LETTERS = {
    "case": "A", "order": "D", "statement": "H", "verification": "V", "decision": "J", "lane": "L",
}  # fmt: skip


def next_number(office: Office, series: str, now: datetime) -> str:
    """The next number of a series, e.g. "A2026-0017"; the year is the office's own."""
    year = now.astimezone(zone_of(office)).year
    Counter.objects.get_or_create(office=office, series=series, year=year)
    counter = Counter.objects.select_for_update().get(office=office, series=series, year=year)
    counter.value += 1
    counter.save(update_fields=["value"])
    return f"{LETTERS[series]}{year}-{counter.value:04d}"
