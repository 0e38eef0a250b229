"""The grid of a story's spread as its page shows it: outlets down, hours across."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.apps.stories.models import StoryItem
from huiyin.rules.text.spread_grid import Cell, Grid, Line, Seen, grid

SHADES = (1, 2, 4, 8)  # items from which a field is a shade darker


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its figure, how dark it is (0–4), whether the first of all stands here."""

    items: int
    shade: int
    told: str
    first: bool


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """An outlet with its fields."""

    outlet: str
    fields: list[Field]
    items: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Days with how many columns each has, the columns' hours, and the lines."""

    days: list[tuple[str, int]]
    hours: list[str]
    lines: list[SpreadLine]
    caption: str


def spread_grid(members: Iterable[StoryItem]) -> Spread | None:
    """The grid of a story that outlets told of; None of one they did not."""
    seen = [
        Seen(row.outlet, timezone.localtime(row.said_at), row.reprint)
        for row in members
        if row.outlet
    ]
    drawn = grid(seen)
    if sum(line.items for line in drawn.lines) < 2:
        return None
    days = [(day, sum(1 for _column in run))
            for day, run in groupby(drawn.columns, key=_day)]  # fmt: skip
    hours = [date_format(column, "H") if drawn.hours < 24 else "" for column in drawn.columns]
    lines = [_line(line, drawn, number == 0) for number, line in enumerate(drawn.lines)]
    return Spread(days, hours, lines, _caption(drawn))


def _line(line: Line, drawn: Grid, is_first: bool) -> SpreadLine:
    name = line.outlet or ngettext("%(n)s further outlet", "%(n)s further outlets", line.others) % {
        "n": line.others
    }
    first = next((at for at, cell in enumerate(line.cells) if cell.items), 0)
    fields = [
        Field(cell.items, _shade(cell), _told(cell), is_first and at == first)
        for at, cell in enumerate(line.cells)
    ]
    return SpreadLine(name, fields, line.items)


def _shade(cell: Cell) -> int:
    return sum(cell.items >= least for least in SHADES)


def _told(cell: Cell) -> str:
    if not cell.reprints:
        return ""
    return ngettext("%(n)s reprint", "%(n)s reprints", cell.reprints) % {"n": cell.reprints}


def _day(column: datetime) -> str:
    return str(date_format(column, "MONTH_DAY_FORMAT"))


def _caption(drawn: Grid) -> str:
    if drawn.hours == 1:
        return _("Items an hour, by outlet")
    if drawn.hours < 24:
        return _("Items in %(n)s hours, by outlet") % {"n": drawn.hours}
    days = drawn.hours // 24
    return ngettext("Items a day, by outlet", "Items in %(n)s days, by outlet", days) % {"n": days}
