"""How a text spread as a grid: a line an outlet, a column a stretch of hours, in each its items.

Stretches are of one length (1, 2, 3, 4, 6, 8, 12 or 24 hours, then whole days), the shortest that
needs no more columns than fit; they begin at midnight of the first day. Outlets stand in the order
in which they first told of it, those beyond the most in one last line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

STRETCHES: Final = (1, 2, 3, 4, 6, 8, 12, 24)
MOST_COLUMNS: Final = 36
MOST_LINES: Final = 15
HOUR: Final = timedelta(hours=1)


class Seen(NamedTuple):
    """An item: who told it, when (in the reader's local time), whether it is a reprint."""

    outlet: str
    at: datetime
    reprint: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What came in one stretch: all items, and how many of them are reprints."""

    items: int = 0
    reprints: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """An outlet's cells, one a column; `others` outlets share the last line (0 for an own one)."""

    outlet: str
    cells: tuple[Cell, ...]
    others: int = 0

    @property
    def items(self) -> int:
        """All that it brought."""
        return sum(cell.items for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns' beginnings, their length in hours, and the lines."""

    columns: tuple[datetime, ...]
    hours: int
    lines: tuple[Line, ...]


def grid(seen: Iterable[Seen]) -> Grid:
    """Draw the grid of a story's items; empty where there is none."""
    rows = sorted(seen, key=lambda row: row.at)
    if not rows:
        return Grid((), 1, ())
    hours, begin = _stretch(rows[0].at, rows[-1].at)
    step = hours * HOUR
    number = (rows[-1].at - begin) // step + 1
    placed: dict[str, list[list[int]]] = {}
    for row in rows:
        cells = placed.setdefault(row.outlet, [[0, 0] for _column in range(number)])
        cell = cells[(row.at - begin) // step]
        cell[0] += 1
        cell[1] += row.reprint
    outlets = list(placed)
    shown = outlets if len(outlets) <= MOST_LINES else outlets[: MOST_LINES - 1]
    lines = [Line(outlet, _cells([placed[outlet]])) for outlet in shown]
    if rest := outlets[len(shown) :]:
        lines.append(Line("", _cells([placed[outlet] for outlet in rest]), len(rest)))
    return Grid(tuple(begin + at * step for at in range(number)), hours, tuple(lines))


def _stretch(first: datetime, last: datetime) -> tuple[int, datetime]:
    """The length in hours, and where the first column begins."""
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (last - midnight) // (24 * HOUR) + 1
    longer = (24 * days // MOST_COLUMNS // 24 + 1) * 24
    for hours in (*STRETCHES, longer):
        begin = midnight + (first - midnight) // (hours * HOUR) * hours * HOUR
        if (last - begin) // (hours * HOUR) < MOST_COLUMNS:
            return hours, begin
    return longer, midnight


def _cells(joined: list[list[list[int]]]) -> tuple[Cell, ...]:
    columns = zip(*joined, strict=True)
    return tuple(Cell(*map(sum, zip(*column, strict=True))) for column in columns)
