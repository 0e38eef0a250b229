"""An official document as a value, laid out after GB/T 9704-2012 by each of the three forms.

A4; text area 156 × 225 mm, 37 mm from the top and 28 mm from the left; body 3号 (16 pt) 仿宋 in 22
lines of 28 characters; title 2号 (22 pt) 小标宋; a red rule 4 mm below the number; page numbers 4号
between dashes, odd ones right and even ones left, 7 mm below the text.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from django.utils.translation import gettext as _

TOP_MM: Final = 37.0
LEFT_MM: Final = 28.0
RIGHT_MM: Final = 26.0
BOTTOM_MM: Final = 35.0
LINE_PT: Final = 28.95  # 225 mm in 22 lines
BODY_PT: Final = 16.0
TABLE_PT: Final = 14.0
TITLE_PT: Final = 22.0
NOTE_PT: Final = 9.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the form: its name and what stands there, paragraphs parted by newlines."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. `rows` holds the lines of its form, one or two fields each; `body` paragraphs."""

    issuer: str
    number: str
    title: str
    file_name: str
    secrecy: str = ""
    urgency: str = ""
    addressee: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    body: tuple[str, ...] = ()
    signature: str = ""
    dated: str = ""
    copies_to: str = ""
    printed: str = ""


class CannotPrint(Exception):  # noqa: N818 - it says what is missing
    """The document cannot be made; the text says why and how to mend it."""


def day_text(at: datetime, zone: tzinfo) -> str:
    """A date as documents write it, without leading zeros."""
    day = at.astimezone(zone)
    return _("%(year)s-%(month)s-%(day)s") % {
        "year": day.year, "month": day.month, "day": day.day,
    }  # fmt: skip


def moment_text(at: datetime | None, zone: tzinfo) -> str:
    """Date and local time of the office; "" for none."""
    if at is None:
        return ""
    return f"{day_text(at, zone)} {at.astimezone(zone):%H:%M}"


def document_number(series: str, number: str) -> str:
    """The desk's "D2026-0017" as a document has it: the year in 〔〕, no leading zeros."""
    year, dash, count = number[1:].partition("-")
    if not dash or not year.isdecimal() or not count.isdecimal():
        return number
    return _("%(series)s〔%(year)s〕No. %(count)s") % {
        "series": series, "year": year, "count": int(count),
    }  # fmt: skip


def layout_note(body: str, heading: str, *, embedded: bool) -> str:
    """What the document says of its own fonts: the standard's are not free to ship."""
    told = {"body": body, "heading": heading}
    if embedded:
        return (
            _(
                "Layout after GB/T 9704-2012; %(body)s stands in for FangSong and XiaoBiaoSong, "
                "%(heading)s for SimHei."
            )
            % told
        )
    return (
        _(
            "Layout after GB/T 9704-2012; set in %(body)s and %(heading)s. The fonts are not part "
            "of this file; where one is missing the word processor puts another in its place."
        )
        % told
    )
