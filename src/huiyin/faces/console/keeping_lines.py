"""The page of keeping: for each purpose what is kept how long and why, and what went last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.models import Copy, Fetch, Item, SourceHour
from huiyin.apps.org.models import Office, Policy
from huiyin.apps.org.queries import policy
from huiyin.flows.keeping import may_go
from huiyin.rules.keeping import BY_KEY, PURPOSES, Fault, days_of, kept_until

Text = str | Promise


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a purpose: what it is, what goes when its time is over and what stays."""

    name: Text
    goes: Text
    stays: Text
    why: Text


ABOUT: Final = {
    "keep.items": About(
        gettext_lazy("Words of published texts that joined no case"),
        gettext_lazy("The words, the entry as it came, the facts read from it, later versions"),
        gettext_lazy("Title, address, outlet and dates; everything that a case answers"),
        gettext_lazy("No longer than the purpose needs: watching, searching, reporting"),
    ),
    "keep.copies": About(
        gettext_lazy("Copies of pages as they were seen"),
        gettext_lazy("The copy of the page and its hash"),
        gettext_lazy("The item with its words; copies of what a case answers"),
        gettext_lazy("Proof of what was published, while it may be disputed"),
    ),
    "keep.fetches": About(
        gettext_lazy("Ledger of every look at a source"),
        gettext_lazy("Its lines"),
        gettext_lazy("What was seen hour by hour"),
        gettext_lazy("To mend sources, and to show what the desk was blind to"),
    ),
    "keep.hours": About(
        gettext_lazy("What was seen of each source, hour by hour"),
        gettext_lazy("The hours"),
        gettext_lazy("The items that came in them"),
        gettext_lazy("The yearly count of what was missed"),
    ),
}
FIXED: Final = (
    (gettext_lazy("What people told the desk, and its files"), gettext_lazy("for good"),
     gettext_lazy("Every intake is numbered and undeletable")),
    (gettext_lazy("Keys of a reporter's messages, files and contact data"),
     gettext_lazy("5 years after the matter was closed; questions 3, accusations 10 years"),
     gettext_lazy("Without its key nobody reads a matter; the office may decide otherwise")),
    (gettext_lazy("Cases, orders, clocks, answers and their versions"), gettext_lazy("for good"),
     gettext_lazy("History is append-only; every published version stays public")),
    (gettext_lazy("The chain of events"), gettext_lazy("for good"),
     gettext_lazy("Anybody can verify it only while it is whole")),
    (gettext_lazy("How sites were treated, by day"), gettext_lazy("400 days"),
     gettext_lazy("Proof of polite collection")),
    (gettext_lazy("What other systems pushed, and errands of the collector"),
     gettext_lazy("7 days after they were done"), gettext_lazy("Needed for a moment only")),
    (gettext_lazy("Names and accounts of private authors"), gettext_lazy("never kept"),
     gettext_lazy("The desk keeps no profiles of authors")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeepLine:
    """One purpose as it stands. `oldest_at` is of the oldest that is kept still."""

    key: str
    about: About
    time: str
    days: int | None
    basis: str
    since_at: datetime | None
    least_days: int
    oldest_at: datetime | None
    let_go: Event | None
    let_go_n: int


def keep_lines(office: Office, now: datetime) -> list[KeepLine]:
    """Every purpose that an office decides on."""
    return [_line(office, purpose.key, now) for purpose in PURPOSES]


def time_words(value: str) -> str:
    """A policy in words."""
    days = days_of(value)
    if days is None:
        return _("for good")
    return npgettext("kept", "%(n)s day", "%(n)s days", days) % {"n": days}


def fault_words(fault: Fault, key: str) -> str:
    """Why a time cannot be taken."""
    if fault is Fault.TOO_SHORT:
        return _("At least %(n)s days: the limits of the desk demand it.") % {
            "n": BY_KEY[key].least_days
        }
    return _("Write a number of days, up to 999999.")


def consequences(office: Office, key: str, value: str, now: datetime) -> list[str]:
    """Two sentences on what a new time brings: what goes, and what can be undone."""
    before, after = policy(office, key, now), kept_until(value, now, BY_KEY[key].least_days)
    n = 0 if after is None else may_go(office, key, after).count()
    about = ABOUT[key]
    longer = _is_longer(value, before)
    if n:
        what = ngettext(
            "%(n)s entry is older than that and is let go, beginning within ten minutes: %(goes)s.",
            "%(n)s entries are older than that and are let go, beginning within ten minutes:"
            " %(goes)s.",
            n,
        ) % {"n": n, "goes": about.goes}
        return [what, _("What was let go cannot be brought back; a longer time set later does not"
                        " return it.")]  # fmt: skip
    what = _("Nothing is let go by this now; from now on it is kept %(time)s.") % {
        "time": time_words(value)
    }
    if longer:
        return [what, _("What was let go before does not come back; more is held than until now,"
                        " so the reason must bear it.")]  # fmt: skip
    return [what, _("What reaches that age is let go without a further question and cannot be"
                    " brought back.")]  # fmt: skip


def _is_longer(value: str, before: str) -> bool:
    new, old = days_of(value), days_of(before)
    return old is not None and (new is None or new > old)


def _line(office: Office, key: str, now: datetime) -> KeepLine:
    rows = Policy.objects.filter(office=office, key=key, since_at__lte=now)
    row = rows.order_by("-since_at").first()
    value = row.value if row else BY_KEY[key].preset
    let_go = _last_let_go(office, key)
    return KeepLine(
        key, ABOUT[key], time_words(value), days_of(value), row.basis if row else "",
        row.since_at if row else None, BY_KEY[key].least_days, _oldest(office, key), let_go,
        int(let_go.body.get(key.removeprefix("keep."), 0)) if let_go else 0,
    )  # fmt: skip


def _last_let_go(office: Office, key: str) -> Event | None:
    """The last round in which something of the purpose went."""
    if key not in {"keep.items", "keep.copies"}:
        return None
    rows = Event.objects.filter(office=office, kind="texts.let_go")
    return rows.filter(**{f"body__{key.removeprefix('keep.')}__gt": 0}).order_by("-seq").first()


def _oldest(office: Office, key: str) -> datetime | None:
    """When the oldest was seen that is kept whole."""
    if key == "keep.items":
        items = Item.objects.filter(office=office, channel=Item.Channel.FEED, let_go_at=None)
        return items.order_by("pk").values_list("captured_at", flat=True).first()
    if key == "keep.copies":
        copies = Copy.objects.filter(item__office=office)
        return copies.order_by("pk").values_list("seen_at", flat=True).first()
    if key == "keep.fetches":
        fetches = Fetch.objects.filter(source__office=office)
        return fetches.order_by("pk").values_list("at", flat=True).first()
    hours = SourceHour.objects.filter(source__office=office)
    return hours.order_by("hour_at").values_list("hour_at", flat=True).first()
