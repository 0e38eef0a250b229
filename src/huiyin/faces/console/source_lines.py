"""Watched sources and their attempts as lists show them: health in one word, troubles in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.apps.intake.models import Fetch, Source
from huiyin.ports import sources as source_plugins
from huiyin.ports.refusals import REASONS
from huiyin.rules.watching import Health

PILLS = {
    Health.HEALTHY.value: "ok",
    Health.UNCHANGED.value: "ok",
    Health.SLOW.value: "slow",
    Health.SILENT.value: "slow",
    Health.MALFORMED.value: "failing",
    Health.FAILING.value: "failing",
    Health.GONE.value: "failing",
    Health.BLOCKED.value: "failing",
    Health.REFUSED.value: "failing",
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with its pill and, where something is wrong, what and since when."""

    source: Source
    pill: str
    trouble: str
    items_n: int


@dataclass(frozen=True, slots=True)
class FetchLine:
    """One attempt: when, what came of it, and what was set aside."""

    at: datetime
    text: str
    ok: bool
    fetch: Fetch
    refusals: list[tuple[str, str]]


def source_line(source: Source) -> SourceLine:
    """How a source stands."""
    pill = PILLS.get(source.health, "unknown") if source.enabled else "off"
    return SourceLine(source, pill, _trouble(source), getattr(source, "items_n", 0))


def fetch_line(fetch: Fetch) -> FetchLine:
    """One line of the ledger of attempts."""
    ok = fetch.outcome in {"read", "unchanged"}
    refusals = [
        (str(row.get("where", "")), trouble_text(str(row.get("code", ""))))
        for row in fetch.refusals
    ]
    return FetchLine(fetch.at, _outcome(fetch), ok, fetch, refusals)


def kind_text(plugin_name: str) -> str:
    """The kind of a source in the reader's language; its bare name where it is not plugged in."""
    plugin = source_plugins().plugins.get(plugin_name)
    return plugin.about.label.said(get_language() or "en") if plugin else plugin_name


def trouble_text(code: str) -> str:
    """Why something could not be read, in the reader's language; an unknown code as it is."""
    # Here, for it brings the HTTP client along, which no other page of the console needs.
    from huiyin.engine.fetch.values import FAILURES

    english = REASONS.get(code) or FAILURES.get(code)
    if code == "address_taken":
        return _("Another source asks this address already.")
    return _(english) if english else code


def _trouble(source: Source) -> str:
    if source.health == Health.SILENT:
        return _("Nothing new for much longer than usual")
    if source.health_code:
        return trouble_text(source.health_code)
    return ""


def _outcome(fetch: Fetch) -> str:
    if fetch.outcome == "unchanged":
        return _("Nothing new, says the server")
    if fetch.outcome == "read":
        counted = {"entries": fetch.entries, "new": fetch.new_items}
        return _("%(entries)s entries, %(new)s new") % counted
    return trouble_text(fetch.outcome)
