"""The entry form: what somebody said by hotline, letter or visit, as the desk writes it down."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item
from huiyin.engine.clock import now as desk_now

CHANNELS = ("hotline", "letter", "visit", "mailbox", "survey", "inspection")
KINDS = ("hazard", "complaint", "suggestion", "question", "report", "request")


@dataclass(frozen=True, slots=True)
class EntryForm:
    """What was typed, what is wrong with it, and the arrival once nothing is."""

    channel: str = "hotline"
    kind: str = ""
    text: str = ""
    subject: str = ""
    place: str = ""
    said_at: str = ""
    urgent: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    arrival: Arrival | None = None

    @property
    def channels(self) -> list[tuple[str, str]]:
        """Channels a person writes down, with their names."""
        return [(code, str(Item.Channel(code).label)) for code in CHANNELS]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds that may be chosen, with their names."""
        return [(code, str(Item.Kind(code).label)) for code in KINDS]


def read_entry(given: QueryDict) -> EntryForm:
    """The form as it was sent; nothing typed is lost when something is missing."""
    typed = {name: given.get(name, "").strip() for name in ("text", "subject", "place", "said_at")}
    channel = given.get("channel", "")
    kind = given.get("kind", "")
    urgent = bool(given.get("urgent"))
    errors = {}
    if channel not in CHANNELS:
        errors["channel"] = _("Choose how it reached the desk.")
        channel = "hotline"
    if not typed["text"]:
        errors["text"] = _("Write down what was said.")
    said, problem = _said(typed["said_at"])
    if problem:
        errors["said_at"] = problem
    form = EntryForm(
        channel=channel,
        kind=kind,
        text=typed["text"],
        subject=typed["subject"],
        place=typed["place"],
        said_at=typed["said_at"],
        urgent=urgent,
        errors=errors,
    )
    if errors:
        return form
    title = typed["subject"] or typed["text"].splitlines()[0][:60]
    arrival = Arrival(
        channel=channel,
        title=title,
        body=typed["text"],
        place=typed["place"],
        published_at=said or desk_now(),
        kind=kind if kind in KINDS else "",
        urgent=urgent,
    )
    return replace(form, arrival=arrival)


def _said(written: str) -> tuple[datetime | None, str]:
    """A local wall time from a date-and-time field; empty means now."""
    if not written:
        return None, ""
    try:
        parsed = parse_datetime(written)
    except ValueError:
        parsed = None
    if parsed is None:
        return None, _("Write date and time as 2026-05-20 09:30.")
    aware = timezone.make_aware(parsed) if timezone.is_naive(parsed) else parsed
    if aware > desk_now():
        return None, _("This time lies in the future.")
    return aware, ""
