"""The columns of the ledger, in the order of practice, and their headings."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COLUMNS: Final = {
    "serial": _("No."),
    "number": _("Number"),
    "state": _("State"),
    "discovered_at": _("Discovered"),
    "first_at": _("First published"),
    "source": _("Source"),
    "url": _("Web address"),
    "title": _("Title"),
    "summary": _("Summary"),
    "kind": _("Kind"),
    "level": _("Level"),
    "concerns": _("Bodies concerned"),
    "reprints": _("Reprints"),
    "proposal": _("Proposed handling"),
    "instruction": _("Leaders' instructions"),
    "lead_unit": _("Handling unit"),
    "co_units": _("Co-handlers"),
    "handler": _("Person responsible"),
    "issued_at": _("Issued at"),
    "signed_at": _("Signed for at"),
    "due_at": _("Time limit"),
    "late": pgettext_lazy("ledger", "Late"),
    "extension": _("Extension"),
    "verdict": _("Finding of the verification"),
    "measures": _("Measures taken"),
    "response": _("Answer: channel, time, link"),
    "feedback": _("Feedback"),
    "rating": _("Satisfaction"),
    "closed_at": _("Completed on"),
    "archive_number": _("Archive number"),
    "remark": _("Remarks"),
}
SHOWN: Final = (
    "number", "state", "title", "kind", "level", "lead_unit", "handler", "due_at", "late",
    "verdict", "closed_at",
)  # fmt: skip


def chosen(asked: Sequence[str]) -> tuple[str, ...]:
    """The columns that were asked for, in the ledger's order; the usual ones for none."""
    picked = tuple(name for name in COLUMNS if name in asked)
    return picked or SHOWN
