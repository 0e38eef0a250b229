"""What an office decides about its time limits: a preset for a kind of matter, presets of its own.

A decision holds for cases opened from then on. Clocks that run keep the rule they were started
with, so no edit ever shortens one. A preset that is in force and gets a new version takes the kinds
of matter it serves along.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.limits import key_of, limits_in_force, own_presets, preset_named, shipped
from huiyin.apps.org.models import Office, OfficePreset, Person, Policy
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.presets import KINDS, Preset, PresetClock, PresetError, read_preset, written
from huiyin.rules.refusals import Refusal


@transaction.atomic
def pick_preset(
    office: Office, kind: str, reference: str, *, actor: Person, now: datetime
) -> tuple[PresetClock, ...]:
    """Let every limit of a preset hold for this kind of matter; others stay as they are.

    Gives the limits. Raises StepRefused where the preset says nothing about the kind.
    """
    _check(office, actor)
    preset = preset_named(office, reference)
    clocks = preset.limits(kind) if preset else ()
    if preset is None or not clocks:
        raise StepRefused(Refusal.PRESET_SILENT)
    for clock in clocks:
        _put(office, kind, clock.purpose, clock.rule, _name(preset), now)
    record(
        "limits.picked", subject=f"office:{office.pk}", at=now, office=office, actor=actor,
        body={"kind": kind, "preset": _name(preset),
              "limits": {clock.purpose: clock.rule for clock in clocks}},
    )  # fmt: skip
    return clocks


@transaction.atomic
def drop_limit(office: Office, kind: str, purpose: str, *, actor: Person, now: datetime) -> None:
    """Let this limit hold no longer for this kind of matter. The handling always has one."""
    _check(office, actor)
    if purpose in ("handling", "sign", "bounce", "review") or kind not in KINDS:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    _put(office, kind, purpose, "", "", now)
    record(
        "limits.dropped", subject=f"office:{office.pk}", at=now, office=office, actor=actor,
        body={"kind": kind, "purpose": purpose},
    )  # fmt: skip


@transaction.atomic
def copy_preset(
    office: Office, reference: str, name: str, *, actor: Person, now: datetime
) -> OfficePreset:
    """A preset of the office's own, to be edited; raises StepRefused, PresetError."""
    _check(office, actor)
    source = preset_named(office, reference)
    if source is None:
        raise StepRefused(Refusal.PRESET_SILENT)
    if name in shipped() or name in own_presets(office):
        raise StepRefused(Refusal.NAME_TAKEN)
    copy = read_preset(name, written(replace(source, name=name, version=1)))
    return _keep(office, copy, _name(source), f"= {_name(source)}", actor, now)


@transaction.atomic
def save_preset(
    office: Office, preset: Preset, *, reason: str, actor: Person, now: datetime
) -> OfficePreset:
    """The next version of an own preset; what it is in force for follows it.

    Raises StepRefused, and PresetError for limits that cannot be read.
    """
    _check(office, actor)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    rows = OfficePreset.objects.select_for_update().filter(office=office, name=preset.name)
    last = rows.order_by("-version").first()
    if last is None:
        raise StepRefused(Refusal.PRESET_SILENT)
    edited = read_preset(preset.name, written(replace(preset, version=last.version + 1)))
    for kind, purpose in follows(office, edited, now):
        clock = edited.limit(kind, purpose)
        if clock is None:
            mend = f"{purpose} is in force for {kind}; pick another preset for it first"
            raise PresetError(preset.name, mend, 0, "clock")
        _put(office, kind, purpose, clock.rule, _name(edited), now)
    return _keep(office, edited, last.copied_from, reason.strip(), actor, now)


def follows(office: Office, preset: Preset, now: datetime) -> list[tuple[str, str]]:
    """The (kind, purpose) for which some version of this preset is in force."""
    return [
        (limit.kind, limit.purpose)
        for limit in limits_in_force(office, now)
        if limit.preset.partition("@")[0] == preset.name
    ]


def _keep(
    office: Office, preset: Preset, copied_from: str, reason: str, actor: Person, now: datetime
) -> OfficePreset:
    row = OfficePreset.objects.create(
        office=office, name=preset.name, version=preset.version, copied_from=copied_from,
        content=written(preset), by=actor, at=now, reason=reason[:200],
    )  # fmt: skip
    record(
        "preset.saved", subject=f"preset:{row.pk}", at=now, office=office, actor=actor,
        reason=row.reason, body={"preset": _name(preset), "copied_from": copied_from},
    )  # fmt: skip
    return row


def _put(office: Office, kind: str, purpose: str, rule: str, basis: str, now: datetime) -> None:
    Policy.objects.update_or_create(
        office=office, key=key_of(kind, purpose), since_at=now,
        defaults={"value": rule, "basis": basis},
    )  # fmt: skip


def _name(preset: Preset) -> str:
    return f"{preset.name}@{preset.version}"


def _check(office: Office, actor: Person) -> None:
    if actor.office_id != office.pk or not holds(actor, "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
