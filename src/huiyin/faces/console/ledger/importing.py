"""A workbook of the ledger read back: rows are matched by number, only some columns may change.

A row that cannot be taken is refused with its place and how to mend it; the others go on. Reading
changes nothing: it gives what would change, for a person to look at first.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from huiyin.apps.cases.actions.entries import EDITABLE, cases_by_number
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.models import Office
from huiyin.faces.console.ledger.columns import COLUMNS
from huiyin.faces.console.ledger.rows import own_values
from huiyin.ports.workbook_caps import TooLarge, check

LARGEST: Final = 20 * 1024 * 1024
MOST_CHANGES: Final = 2000
HEADER_WITHIN: Final = 10
FIXED: Final = ("title", "kind", "lead_unit", "handler", "verdict", "measures")


class CannotRead(Exception):  # noqa: N818 - it says what is wrong with the file
    """The file as a whole cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of one case that would change."""

    case: CaseFile
    column: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The heading of its column."""
        return str(COLUMNS[self.column])


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or an entry of it, that is not taken: where, and how to mend it."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a workbook would change, what is refused, and how many rows say nothing new."""

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    unchanged: int


def read(stream: BinaryIO, office: Office) -> Read:
    """Compare a workbook with the ledger. Raises CannotRead."""
    rows = list(_rows(stream))
    numbers = [row["number"] for _place, row in rows if row.get("number")]
    cases = cases_by_number(office, sorted(set(numbers)))
    changes: list[Change] = []
    refused: list[Refused] = []
    unchanged = 0
    seen: set[str] = set()
    for place, row in rows:
        number = row.get("number", "")
        trouble = _trouble(number, seen, cases)
        seen.add(number)
        if trouble:
            refused.append(Refused(place, trouble))
            continue
        new, bad = _compared(cases[number], row, place)
        changes += new
        refused += bad
        unchanged += not new and not bad
    if len(changes) > MOST_CHANGES:
        raise CannotRead(
            _("The file changes %(n)s entries; at most %(most)s at a time. Part it.")
            % {"n": len(changes), "most": MOST_CHANGES}
        )
    return Read(tuple(changes), tuple(refused), unchanged)


def _trouble(number: str, seen: set[str], cases: Mapping[str, CaseFile]) -> str:
    if not number:
        return _("The number is missing; write the case's number into the column “Number”.")
    if number in seen:
        return _("Number %(number)s stands twice; keep one of the rows.") % {"number": number}
    if number not in cases:
        return _("No case has the number %(number)s; check it.") % {"number": number}
    return ""


def _compared(
    case: CaseFile, row: Mapping[str, str], place: str
) -> tuple[list[Change], list[Refused]]:
    changes, refused = [], []
    for name, longest in EDITABLE.items():
        if name not in row:
            continue
        before, after = getattr(case, name), row[name]
        where = f"{place} {COLUMNS[name]}"
        if len(after) > longest:
            said = _("The text has %(n)s characters; at most %(most)s fit. Shorten it.")
            refused.append(Refused(where, said % {"n": len(after), "most": longest}))
        elif _lines(after) != _lines(before):
            changes.append(Change(case, name, before, after))
    standing = own_values(case)
    for name in FIXED:
        if name in row and _lines(row[name]) != _lines(str(standing[name] or "")):
            said = _("This column is not changed here but by steps of the case; it stays.")
            refused.append(Refused(f"{place} {COLUMNS[name]}", said))
    return changes, refused


def _lines(text: str) -> str:
    return "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def _rows(stream: BinaryIO) -> Iterator[tuple[str, dict[str, str]]]:
    """Place and cells by column code of every row that holds anything. Raises CannotRead."""
    header: dict[int, str] = {}
    for number, cells in enumerate(_cells(stream), start=1):
        if not any(cells):
            continue
        if not header:
            header = _header(cells)
            if "number" not in header.values():
                header = {}
                if number >= HEADER_WITHIN:
                    break
            continue
        row = {name: cells[place] for place, name in header.items() if place < len(cells)}
        yield _("row %(n)s") % {"n": number}, row
    if not header:
        raise CannotRead(
            _("No row of headings was found; one of them must be “%(number)s”.")
            % {"number": COLUMNS["number"]}
        )


def _header(cells: Sequence[str]) -> dict[int, str]:
    names = {str(label).casefold(): name for name, label in COLUMNS.items()}
    names |= {name: name for name in COLUMNS}
    found = ((place, names.get(cell.casefold(), "")) for place, cell in enumerate(cells))
    return {place: name for place, name in found if name}


def _cells(stream: BinaryIO) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        check(stream)
        stream.seek(0)
        book = CalamineWorkbook.from_filelike(stream)
        lines = book.get_sheet_by_index(0).iter_rows()
    except TooLarge as error:
        raise CannotRead(_("The workbook is too large: %(why)s") % {"why": error}) from error
    except (zipfile.BadZipFile, CalamineError, ValueError, OSError, EOFError) as error:
        raise CannotRead(
            _("This is no workbook that can be read (XLSX). Save it anew and try again.")
        ) from error
    for line in lines:
        yield [_said(cell) for cell in line]


def _said(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
