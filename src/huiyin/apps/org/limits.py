"""Which time limit holds for a kind of matter, and which preset it comes from.

A limit is a dated policy of the office: `limit.KIND` for the handling, `limit.PURPOSE.KIND` for
everything else, empty where the office dropped it. Before anything was decided the charter's own
limits hold. `basis` names the preset and its version ("xinfang@1"), so that every limit shows its
source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from huiyin.apps.org.models import Office, OfficePreset, Policy
from huiyin.apps.org.queries import PRESETS, policy
from huiyin.rules.presets import CLOCKS, KINDS, Preset, read_file, read_preset
from huiyin.rules.promises import PROMISES

FIRST = ("charter-a", "charter-b")  # what holds before anything was decided
FOR_ALL_KINDS = ("sign", "opinion", "bounce", "review")  # may be set for the whole office too


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in force: its rule, the preset it comes from, and since when (None: always)."""

    kind: str
    purpose: str
    rule: str
    preset: str
    since_at: datetime | None


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Preset]:
    """The presets that come with the desk, by name."""
    folder = files("huiyin") / "data" / "presets"
    found = {file.name: file for file in folder.iterdir() if file.name.endswith(".toml")}
    read = (read_file(name, found[name].read_text("utf-8")) for name in sorted(found))
    return {preset.name: preset for preset in read}


def own_presets(office: Office) -> dict[str, Preset]:
    """The office's own presets by name, each in its newest version."""
    rows = OfficePreset.objects.filter(office=office).order_by("name", "version")
    return {row.name: read_preset(str(row), row.content) for row in rows}


def preset_named(office: Office, reference: str) -> Preset | None:
    """The preset "name@version"; of the shipped ones the version that is shipped now."""
    name, _at, version = reference.partition("@")
    if name in shipped():
        return shipped()[name]
    rows = OfficePreset.objects.filter(office=office, name=name)
    if version.isdecimal():
        rows = rows.filter(version=int(version))
    row = rows.order_by("-version").first()
    return read_preset(str(row), row.content) if row else None


def key_of(kind: str, purpose: str) -> str:
    """The key of the policy that sets this limit."""
    return f"limit.{kind}" if purpose == "handling" else f"limit.{purpose}.{kind}"


def limit_of(office: Office, kind: str, purpose: str, at: datetime) -> str:
    """The rule in force at that instant for this kind and purpose; "" for none."""
    key = key_of(kind, purpose)
    rows = Policy.objects.filter(office=office, key=key, since_at__lte=at)
    chosen = rows.order_by("-since_at", "-id").values_list("value", flat=True).first()
    if chosen is not None:
        return str(chosen)
    return policy(office, f"limit.{purpose}", at) if _is_for_all(purpose) else _first(key)


def limits_in_force(office: Office, at: datetime) -> list[Limit]:
    """Every limit that holds, by kind and purpose; one query."""
    decided: dict[str, Policy] = {}
    rows = Policy.objects.filter(office=office, key__startswith="limit.", since_at__lte=at)
    for row in rows.order_by("since_at", "id"):
        decided[row.key] = row
    return [limit for kind, purpose in _pairs() if (limit := _limit(kind, purpose, decided)).rule]


def _limit(kind: str, purpose: str, decided: Mapping[str, Policy]) -> Limit:
    row = decided.get(key_of(kind, purpose))
    if row is None and _is_for_all(purpose):
        row = decided.get(f"limit.{purpose}")
    if row is not None:
        return Limit(kind, purpose, row.value, row.basis, row.since_at)
    source = next((shipped()[name] for name in FIRST if shipped()[name].limit(kind, purpose)), None)
    rule = PRESETS[f"limit.{purpose}"] if _is_for_all(purpose) else _first(key_of(kind, purpose))
    return Limit(kind, purpose, rule, f"{source.name}@{source.version}" if source else "", None)


def _first(key: str) -> str:
    """What holds before the office decided."""
    if key in PRESETS:
        return PRESETS[key]
    purpose = key.split(".")[1]
    return PROMISES[purpose].limit if purpose in PROMISES else ""


def _is_for_all(purpose: str) -> bool:
    return purpose in FOR_ALL_KINDS and f"limit.{purpose}" in PRESETS


def _pairs() -> Iterator[tuple[str, str]]:
    return ((kind, purpose) for kind in KINDS for purpose in CLOCKS)
