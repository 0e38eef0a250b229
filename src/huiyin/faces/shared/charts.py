"""Charts for pages: an SVG that follows the theme, and the table behind it.

A chart is drawn by a process of its own (see `chart_process`) from plain numbers, once for
each width, and kept in Django's cache under the hash of what was asked. If drawing fails the
page still has the table and says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.faces.shared.chart_process import ChartError, draw

WIDE, NARROW = 760, 330  # pixels: a console column, a phone
KEPT_SECONDS = 6 * 3600
VERSION = 2  # raise it when the drawing changes, so that no old picture is shown


@dataclass(frozen=True, slots=True)
class HeatPoint:
    """How many items arrived in the hour (or day) that begins at `at` (aware)."""

    at: dt.datetime
    count: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When we acted (aware), and what we did."""

    at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class MarkedMoment:
    """A moment with the letter that stands for it in the picture."""

    letter: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart; the SVGs are empty when drawing failed."""

    title: str
    summary: str
    measure: str
    wide: SafeString
    narrow: SafeString
    moments: tuple[MarkedMoment, ...]
    rows: tuple[tuple[str, int], ...]


def heat_chart(
    points: Sequence[HeatPoint],
    *,
    tz: dt.tzinfo,
    moments: Sequence[Moment] = (),
    title: str = "",
) -> Chart:
    """Items over time as bars, with the moments we acted drawn on them as lettered lines.

    `points` are oldest first and evenly spaced. At most 26 moments are drawn, the latest ones.
    """
    shown = sorted(moments, key=lambda moment: moment.at)[-26:]
    letters = string.ascii_uppercase
    step = points[1].at - points[0].at if len(points) > 1 else dt.timedelta(hours=1)
    bars = [
        {"at": _local(point.at, tz), "until": _local(point.at + step, tz), "n": point.count}
        for point in points
    ]
    lines = [
        {"at": _local(moment.at, tz), "letter": letter}
        for moment, letter in zip(shown, letters, strict=False)
    ]
    return Chart(
        title=title or _("Items per hour"),
        summary=_summary(points, tz),
        measure=_("Items"),
        wide=_drawn(bars, lines, WIDE),
        narrow=_drawn(bars, lines, NARROW),
        moments=tuple(
            MarkedMoment(letter, _when(moment.at, tz), moment.text)
            for moment, letter in zip(shown, letters, strict=False)
        ),
        rows=tuple((_when(point.at, tz), point.count) for point in points),
    )


def _local(at: dt.datetime, tz: dt.tzinfo) -> str:
    """Local wall time, written as if it were UTC: the drawing then needs no time zone."""
    return at.astimezone(tz).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _when(at: dt.datetime, tz: dt.tzinfo) -> str:
    local = at.astimezone(tz)
    return f"{date_format(local, 'MONTH_DAY_FORMAT')} {date_format(local, 'H:i')}"


def _summary(points: Sequence[HeatPoint], tz: dt.tzinfo) -> str:
    """What the picture says, for somebody who cannot see it."""
    if not points:
        return _("No items yet")
    total = sum(point.count for point in points)
    top = max(points, key=lambda point: point.count)
    return ngettext(
        "%(total)s item in all; most at %(when)s: %(count)s",
        "%(total)s items in all; most at %(when)s: %(count)s",
        total,
    ) % {"total": total, "when": _when(top.at, tz), "count": top.count}


def _drawn(bars: list[dict[str, Any]], lines: list[dict[str, Any]], width: int) -> SafeString:
    if not bars:
        return SafeString("")
    asked = json.dumps(
        {"chart": "heat", "version": VERSION, "bars": bars, "lines": lines, "width": width},
        sort_keys=True,
    )
    key = "chart:" + hashlib.sha256(asked.encode()).hexdigest()
    kept = cache.get(key)
    if isinstance(kept, str):
        return SafeString(kept)
    try:
        svg = draw(asked)
    except ChartError:
        return SafeString("")
    cache.set(key, svg, KEPT_SECONDS)
    return SafeString(svg)  # our own drawing from numbers, dates and single letters
