"""The ledger as a workbook: written row by row, so that its size never fills the memory.

Every text is written as text: a cell that begins with = + - or @ is no formula and no address.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from huiyin.faces.console.ledger.columns import COLUMNS
from huiyin.faces.console.ledger.rows import Value

MOST_EXPORTED: Final = 100_000
CELL: Final = 32_767  # characters a cell of a workbook holds
WIDE: Final = {"title": 40, "summary": 50, "measures": 50, "proposal": 40, "instruction": 40}
PLAIN: Final = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False, "remove_timezone": True,
}  # fmt: skip


def write(
    into: BinaryIO,
    rows: Iterable[Mapping[str, Value]],
    columns: Sequence[str],
    zone: tzinfo,
) -> int:
    """Write the rows with a heading above; gives how many there were. Times are the office's."""
    from xlsxwriter import Workbook

    book = Workbook(into, PLAIN)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    sheet = book.add_worksheet(_("Ledger"))
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        sheet.set_column(place, place, WIDE.get(name, 16))
        sheet.write_string(0, place, str(COLUMNS[name]), heading)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            value = row[name]
            if isinstance(value, datetime):
                sheet.write_datetime(count, place, value.astimezone(zone), moment)
            elif isinstance(value, int):
                sheet.write_number(count, place, value)
            elif value:
                sheet.write_string(count, place, value[:CELL])
    book.close()
    return count
