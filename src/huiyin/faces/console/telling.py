"""One story as its page tells it: items in time order, how it spread, when we acted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.models import Item
from huiyin.apps.org.words import event_text
from huiyin.apps.stories.models import StoryItem
from huiyin.faces.console.reasons import grouping_words
from huiyin.faces.shared.charts import Chart, HeatPoint, Moment, heat_chart

HOUR = timedelta(hours=1)
MOST_BARS = 96  # beyond four days the bars stand for days
OURS = frozenset({"case.registered", "order.issued", "statement.published", "story.warned"})


@dataclass(frozen=True, slots=True)
class Member:
    """An item of the story: `first` opened it, `why` says what grouped it."""

    item: Item
    reprint: bool
    first: bool
    why: list[str]


@dataclass(frozen=True, slots=True)
class OutletLine:
    """How much an outlet told of it: items, reprints among them, and when it began."""

    outlet: str
    items: int
    reprints: int
    first_at: datetime


def members_of(rows: Iterable[StoryItem]) -> list[Member]:
    """The items of a story in the order given (oldest first)."""
    return [
        Member(row.item, row.reprint, number == 0, grouping_words(row))
        for number, row in enumerate(rows)
    ]


def spread(rows: Iterable[StoryItem]) -> list[OutletLine]:
    """The outlets, the loudest first; rows are oldest first. Items without outlet stay out."""
    first: dict[str, datetime] = {}
    items: Counter[str] = Counter()
    reprints: Counter[str] = Counter()
    for row in rows:
        if row.outlet:
            first.setdefault(row.outlet, row.said_at)
            items[row.outlet] += 1
            reprints[row.outlet] += row.reprint
    lines = [
        OutletLine(outlet, count, reprints[outlet], first[outlet])
        for outlet, count in items.items()
    ]
    return sorted(lines, key=lambda line: (-line.items, line.first_at))


def story_chart(times: Sequence[datetime], events: Iterable[Event], zone: ZoneInfo) -> Chart:
    """Items an hour (a day, where it lasts long), with what we did drawn on it."""
    moments = [
        Moment(event.at, event_text(event.kind, event.body))
        for event in events
        if event.kind in OURS
    ]
    return heat_chart(_bars(times, zone), tz=zone, moments=moments)


def _bars(times: Sequence[datetime], zone: ZoneInfo) -> list[HeatPoint]:
    if not times:
        return []
    hours = (max(times) - min(times)) / HOUR
    step = HOUR if hours <= MOST_BARS else timedelta(days=1)
    counts = Counter(_floor(time, step, zone) for time in times)
    at, last = min(counts), max(counts)
    points = []
    while at <= last:
        points.append(HeatPoint(at, counts[at]))
        at = _floor(at + step + (step / 2 if step > HOUR else timedelta()), step, zone)
    return points


def _floor(time: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    local = time.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return local.replace(hour=0) if step > HOUR else local
