"""Watched sources: added, set, paused, allowed into the own network, asked at once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import Source
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.sealed import seal, unseal
from huiyin.ports import Comes, Kind, SourcePlugin, Words, schema_of, settle
from huiyin.ports import sources as source_plugins
from huiyin.rules.refusals import Refusal

SHORTEST_SECONDS, LONGEST_SECONDS = 60, 86_400
KEEPERS = ("duty", "office", "admin")


class SourceRefused(ValueError):  # noqa: N818 - it is an answer, not a fault
    """A source that cannot be watched; `code` is address_unfit, settings_missing or plugin_missing,
    `faults` say by setting what is wrong."""

    def __init__(self, code: str, faults: Mapping[str, Words] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.faults: Mapping[str, Words] = faults or MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SetUp:
    """A source as it is to run: where it is asked, its settings, and its secrets apart."""

    url: str
    settings: Mapping[str, object]
    secrets: Mapping[str, str]
    push_key: str = ""


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


def set_up(
    plugin_name: str,
    url: str,
    given: Mapping[str, object],
    held: Mapping[str, str] | None = None,
) -> SetUp:
    """Check what was typed for a source of this kind; `held` are the secrets it has already, which
    an empty field keeps. Raises SourceRefused."""
    plugin = source_plugins().plugins.get(plugin_name)
    if plugin is None:
        raise SourceRefused("plugin_missing")
    schema = schema_of(plugin)
    hidden = {setting.name for setting in schema if setting.kind is Kind.SECRET}
    kept = {name: value for name, value in (held or {}).items() if name in hidden}
    settled = settle(schema, {**given, **{n: given.get(n) or kept.get(n) for n in hidden}})
    if not settled.sound:
        raise SourceRefused("settings_missing", settled.faults)
    values = dict(settled.values)
    told = {name: str(values.pop(name)) for name in hidden}
    address, push_key = _address(plugin, url, dict(settled.values))
    return SetUp(address, values, told, push_key)


def _address(
    plugin: SourcePlugin, url: str, values: Mapping[str, str | int | bool]
) -> tuple[str, str]:
    if plugin.about.comes is Comes.PUSHED:
        key = secrets.token_hex(16)
        return f"push:{key}", key
    if plugin.about.address is None:
        return fit_address(url), ""
    made = plugin.about.address(values)
    if not made:
        raise SourceRefused("settings_missing")
    return made[:2000], ""


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
    settings: Mapping[str, object] | None = None,
) -> tuple[Source, bool]:
    """Watch a public address from now on; gives the source and whether it is new to the office.

    Raises SourceRefused for an address that is not http(s) or settings that are wrong, StepRefused
    for a person without the right.
    """
    _may_keep(actor, office)
    made = set_up(plugin, url, settings or {})
    host = urlsplit(made.url).hostname or ""
    source, new = Source.objects.get_or_create(
        office=office,
        url=made.url,
        defaults={
            "name": name.strip()[:160] or host[:160] or plugin,
            "outlet": outlet.strip()[:160],
            "plugin": plugin,
            "settings": dict(made.settings),
            "sealed": seal(made.secrets),
            "push_key": made.push_key,
            "added_at": now,
            "next_fetch_at": now,
        },
    )
    if new:
        told = {"url": made.url, "name": source.name, "plugin": plugin}
        if made.push_key:
            told["url"] = ""
        _tell("source.added", source, actor, now, told)
    return source, new


@transaction.atomic
def change_settings(
    source_id: int, given: Mapping[str, object], *, actor: Person, now: datetime
) -> Source:
    """Change how a source is read; its address stays unless it is made of the settings.

    An empty secret keeps the one that is held. Raises SourceRefused with the faults.
    """
    source = _locked(source_id, actor)
    held = unseal(source.sealed)
    made = set_up(source.plugin, source.url, given, held) if not source.push_key else None
    if made is None:
        made = SetUp(source.url, _settled(source, given), held)
    taken = Source.objects.filter(office_id=source.office_id, url=made.url).exclude(pk=source.pk)
    if taken.exists():
        raise SourceRefused("address_taken")
    source.url, source.settings = made.url, dict(made.settings)
    source.sealed = seal({**held, **made.secrets})
    source.etag = source.last_modified = source.moved_to = ""
    source.next_fetch_at = now
    source.save(update_fields=[
        "url", "settings", "sealed", "etag", "last_modified", "moved_to", "next_fetch_at",
    ])  # fmt: skip
    _tell("source.set", source, actor, now, {"settings": ", ".join(sorted(made.settings))})
    return source


def _settled(source: Source, given: Mapping[str, object]) -> dict[str, object]:
    plugin = source_plugins().plugins[source.plugin]
    settled = settle(schema_of(plugin), given)
    if not settled.sound:
        raise SourceRefused("settings_missing", settled.faults)
    return dict(settled.values)


@transaction.atomic
def renew_push_secret(source_id: int, *, actor: Person, now: datetime) -> str:
    """A new secret for whoever pushes to this source; it is given once, the old one ends."""
    source = _locked(source_id, actor)
    if not source.push_key:
        raise SourceRefused("plugin_missing")
    secret = secrets.token_urlsafe(32)
    source.sealed = seal({**unseal(source.sealed), "push": secret})
    source.save(update_fields=["sealed"])
    _tell("source.secret_renewed", source, actor, now)
    return secret


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
