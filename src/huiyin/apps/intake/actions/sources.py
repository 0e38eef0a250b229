"""Watched sources: added, paused, allowed into the own network, asked at once."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import Source
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

SHORTEST_SECONDS, LONGEST_SECONDS = 60, 86_400
KEEPERS = ("duty", "office", "admin")


class SourceRefused(ValueError):  # noqa: N818 - it is an answer, not a fault
    """A source that cannot be watched; `code` is address_unfit or name_missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fit_address(url: str) -> str:
    """The address without blanks around it; raises SourceRefused unless it is http or https."""
    address = url.strip()
    try:
        parts = urlsplit(address)
        fit = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fit = False
    if not fit or len(address) > 2000 or any(letter.isspace() for letter in address):
        raise SourceRefused("address_unfit")
    return address


@transaction.atomic
def add_source(
    office: Office,
    *,
    name: str,
    url: str,
    now: datetime,
    actor: Person | None = None,
    outlet: str = "",
    plugin: str = "feed",
) -> tuple[Source, bool]:
    """Watch a public address from now on; gives the source and whether it is new to the office.

    Raises SourceRefused for an address that is not http(s), StepRefused for a person without the
    right.
    """
    _may_keep(actor, office)
    address = fit_address(url)
    source, new = Source.objects.get_or_create(
        office=office,
        url=address,
        defaults={
            "name": name.strip()[:160] or (urlsplit(address).hostname or "")[:160],
            "outlet": outlet.strip()[:160],
            "plugin": plugin,
            "added_at": now,
            "next_fetch_at": now,
        },
    )
    if new:
        _tell("source.added", source, actor, now, {"url": address, "name": source.name})
    return source, new


@transaction.atomic
def edit_source(
    source_id: int, *, name: str, outlet: str, interval_seconds: int, actor: Person, now: datetime
) -> Source:
    """Change what a source is called and how often it is asked; its address never changes.

    The interval is taken between a minute and a day. Raises StepRefused for a missing name.
    """
    source = _locked(source_id, actor)
    if not name.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    source.name, source.outlet = name.strip()[:160], outlet.strip()[:160]
    source.interval_seconds = min(max(interval_seconds, SHORTEST_SECONDS), LONGEST_SECONDS)
    source.save(update_fields=["name", "outlet", "interval_seconds"])
    _tell("source.edited", source, actor, now, {"name": source.name, "outlet": source.outlet})
    return source


@transaction.atomic
def set_source_enabled(source_id: int, enabled: bool, *, actor: Person, now: datetime) -> Source:
    """Pause a source or watch it again, at once. Nothing that it brought is touched."""
    source = _locked(source_id, actor)
    if source.enabled != enabled:
        source.enabled = enabled
        if enabled:
            source.next_fetch_at = now
            source.failures = 0
        source.save(update_fields=["enabled", "next_fetch_at", "failures"])
        _tell("source.enabled" if enabled else "source.paused", source, actor, now)
    return source


@transaction.atomic
def allow_private(source_id: int, *, actor: Person, now: datetime, allowed: bool = True) -> Source:
    """Let this source stand in the own network, which collectors otherwise refuse to enter.

    Only an administrator may; anybody else is refused with `role_not_allowed`.
    """
    if not holds(actor, "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    source = _locked(source_id, actor)
    if source.allow_private != allowed:
        source.allow_private = allowed
        source.next_fetch_at = now
        source.save(update_fields=["allow_private", "next_fetch_at"])
        kind = "source.private_allowed" if allowed else "source.private_forbidden"
        _tell(kind, source, actor, now, {"url": source.url})
    return source


@transaction.atomic
def fetch_now(source_id: int, *, actor: Person, now: datetime) -> Source:
    """Ask the source at the next round of the watch, whatever its back-off."""
    source = _locked(source_id, actor)
    source.next_fetch_at = min(source.next_fetch_at, now)
    source.save(update_fields=["next_fetch_at"])
    _tell("source.fetch_asked", source, actor, now)
    return source


def _may_keep(actor: Person | None, office: Office) -> None:
    if actor is not None and (actor.office_id != office.pk or not holds(actor, *KEEPERS)):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def _locked(source_id: int, actor: Person) -> Source:
    rows = Source.objects.select_for_update(of=("self",)).select_related("office__calendar")
    source = rows.get(pk=source_id, office_id=actor.office_id)
    _may_keep(actor, source.office)
    return source


def _tell(
    kind: str,
    source: Source,
    actor: Person | None,
    now: datetime,
    body: dict[str, str] | None = None,
) -> None:
    record(
        kind, subject=f"source:{source.pk}", at=now, office=source.office, actor=actor, body=body
    )
