"""The coverage page's grid: one line a source, one cell an hour, and in words when it was blind."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.apps.intake.models import Source
from huiyin.apps.intake.queries.coverage import HOUR, full_hour, hours_seen
from huiyin.apps.org.models import Office
from huiyin.rules.coverage import Hour, Look, Span, blind_spans, look_of

STEP = 10  # width of an hour in the drawing


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of hours that look alike, as a rectangle."""

    look: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A source within the days shown."""

    source: Source
    cells: list[Cell]
    blind_hours: int
    blind_now: bool
    got: int
    told: list[str]  # when and why it was blind


@dataclass(frozen=True, slots=True)
class Coverage:
    """All lines, blind ones first, and the hours below the grid."""

    lines: list[CoverageLine]
    width: int
    blind_now: int
    blind_hours: int
    ticks: list[tuple[str, str]]  # where along the line in per cent, and what stands there


def coverage(office: Office, now: datetime, days: int) -> Coverage:
    """What was seen of each source within the last days, the running hour included."""
    hours = 24 * days
    first = full_hour(now) - (hours - 1) * HOUR
    lines = [_line(source, seen, first) for source, seen in hours_seen(office, first, hours)]
    lines.sort(key=lambda line: (not line.blind_now, -line.blind_hours, line.source.name))
    return Coverage(
        lines,
        hours * STEP,
        sum(line.blind_now for line in lines),
        sum(line.blind_hours for line in lines),
        _ticks(first, hours, days),
    )


def _line(source: Source, seen: list[Hour | None], first: datetime) -> CoverageLine:
    began = max(int((full_hour(source.added_at) - first) / HOUR), 0)
    watched = [index >= began and source.enabled for index in range(len(seen))]
    if source.push_key:  # nobody looks there; an hour without a push is no blindness
        watched = [hour is not None for hour in seen]
    elif seen[-1] is None:  # the running hour may still be looked at
        watched[-1] = False
    looks = [look_of(hour, watched=watched[index]).value for index, hour in enumerate(seen)]
    spans = blind_spans(seen, watched)
    blind = [look for look in looks[-2:] if look != Look.OFF.value]
    return CoverageLine(
        source,
        _cells(looks),
        sum(span.end - span.first for span in spans),
        bool(blind) and blind[-1] == Look.BLIND.value,
        sum(hour.got for hour in seen if hour is not None),
        [_span(span, first) for span in spans],
    )


def _cells(looks: list[str]) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    for look, run in groupby(looks):
        width = sum(1 for _one in run) * STEP
        if look != Look.OFF.value:
            cells.append(Cell(look, at, width - 1))
        at += width
    return cells


def _span(span: Span, first: datetime) -> str:
    since, until = first + span.first * HOUR, first + span.end * HOUR
    values = {"since": _local(since), "until": _local(until), "why": _why(span.why)}
    return _("%(since)s to %(until)s: %(why)s") % values


def _why(why: str) -> str:
    return _("every look failed") if why == "failed" else _("nobody looked")


def _local(at: datetime) -> str:
    return date_format(timezone.localtime(at), "MONTH_DAY_FORMAT") + date_format(
        timezone.localtime(at), " H:i"
    )


def _ticks(first: datetime, hours: int, days: int) -> list[tuple[str, str]]:
    """A mark every six hours of a day, every midnight of a week; local time."""
    marks = []
    for index in range(hours):
        local, place = timezone.localtime(first + index * HOUR), f"{100 * index / hours:.2f}%"
        if days == 1 and local.hour % 6 == 0:
            marks.append((place, date_format(local, "H:i")))
        elif days > 1 and local.hour == 0:
            marks.append((place, date_format(local, "j")))
    return marks


def summary(found: Coverage) -> str:
    """The page's heading: how many sources the desk is blind to now."""
    if not found.lines:
        return _("No source is watched yet")
    if found.blind_now:
        return ngettext(
            "Blind to %(n)s source now", "Blind to %(n)s sources now", found.blind_now
        ) % {"n": found.blind_now}
    return _("Blind to no source now")
