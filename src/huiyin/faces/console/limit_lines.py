"""The page of time limits: what holds for each kind of matter, the presets, and their trial."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from huiyin.apps.org.clock_words import purpose_text
from huiyin.apps.org.limit_words import extension_text, rule_text
from huiyin.apps.org.limits import limits_in_force, preset_named
from huiyin.apps.org.models import Office
from huiyin.faces.shared.wording import duration
from huiyin.faces.shared.words import KINDS
from huiyin.flows.limit_trials import Trial
from huiyin.rules.presets import CLOCKS, Begins, Both, Preset, PresetClock, PresetError
from huiyin.rules.presets import KINDS as KIND_CODES

FIXED = ("handling", "sign", "bounce", "review")  # these always have a limit
_OWN: Mapping[str, str | Promise] = {
    "handling": gettext_lazy("Handling"),
    "sign": gettext_lazy("Signing for the order"),
    "opinion": gettext_lazy("Opinion of a co-handler"),
    "bounce": gettext_lazy("Returning it as wrong unit"),
    "review": gettext_lazy("Asking for a review"),
}
_FROM: Mapping[Begins, str | Promise] = {
    Begins.REGISTERED: gettext_lazy("from the registration"),
    Begins.ORDERED: gettext_lazy("from the order"),
    Begins.DECIDED: gettext_lazy("from the decision"),
    Begins.BY_HAND: gettext_lazy("started by hand"),
    Begins.WINDOW: gettext_lazy("may be done so long"),
}
_FIELDS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "purpose": gettext_lazy("Purpose"),
    "rule": gettext_lazy("Time limit"),
    "extension": gettext_lazy("Most that may be added"),
    "kinds": gettext_lazy("Kinds of matter"),
    "en": gettext_lazy("What it says, in English"),
    "zh": gettext_lazy("What it says, in Chinese"),
    "title_en": gettext_lazy("Title in English"),
    "title_zh": gettext_lazy("Title in Chinese"),
    "source_en": gettext_lazy("Source in English"),
    "source_zh": gettext_lazy("Source in Chinese"),
    "clock": gettext_lazy("Time limits"),
}


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit in words; `basis` is the preset's title, `source` what it rests on."""

    purpose: str
    name: str
    time: str
    begins: str
    says: str
    extension: str
    preset: str
    basis: str
    source: str
    since_at: datetime | None
    may_drop: bool


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One limit of a preset in words; `clock` as it is for the form."""

    clock: PresetClock
    name: str
    time: str
    begins: str
    says: str
    extension: str
    kinds: str


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A trial in words; `tone` is later, earlier or same."""

    trial: Trial
    name: str
    difference: str
    tone: str


def in_words(text: Both) -> str:
    """The text in the reader's language."""
    return text.zh if (get_language() or "").startswith("zh") else text.en


def purpose_name(purpose: str) -> str:
    """What a limit is for."""
    return str(_OWN[purpose]) if purpose in _OWN else purpose_text(purpose)


def purposes() -> list[tuple[str, str]]:
    """All purposes, for a choice."""
    return [(code, f"{purpose_name(code)} · {_FROM[begins]}") for code, begins in CLOCKS.items()]


def limit_lines(office: Office, now: datetime) -> list[tuple[str, str, list[LimitLine]]]:
    """For each kind: code, name, and what holds for it."""
    presets: dict[str, Preset | None] = {}
    found: dict[str, list[LimitLine]] = {kind: [] for kind in KIND_CODES}
    for limit in limits_in_force(office, now):
        if limit.preset not in presets:
            presets[limit.preset] = preset_named(office, limit.preset)
        preset = presets[limit.preset]
        clock = preset.limit(limit.kind, limit.purpose) if preset else None
        found[limit.kind].append(
            LimitLine(
                limit.purpose, purpose_name(limit.purpose), rule_text(limit.rule),
                str(_FROM[CLOCKS[limit.purpose]]), in_words(clock.says) if clock else "",
                _extension(clock), preset.name if preset else "",
                in_words(preset.title) if preset else _("Default of the desk"),
                in_words(preset.source) if preset else "", limit.since_at,
                limit.purpose not in FIXED and limit.since_at is not None,
            )
        )  # fmt: skip
    return [(kind, str(KINDS[kind]), lines) for kind, lines in found.items()]


def clock_rows(preset: Preset) -> list[ClockRow]:
    """The limits of a preset."""
    return [
        ClockRow(
            clock, purpose_name(clock.purpose), rule_text(clock.rule),
            str(_FROM[clock.begins]), in_words(clock.says), _extension(clock),
            _listed([str(KINDS[kind]) for kind in clock.kinds]),
        )
        for clock in preset.clocks
    ]  # fmt: skip


def _listed(names: list[str]) -> str:
    line = names[0]
    for name in names[1:]:
        line = _("%(line)s, %(next)s") % {"line": line, "next": name}
    return line


def _extension(clock: PresetClock | None) -> str:
    return extension_text(clock.extension) if clock and clock.extension else ""


def trial_lines(trials: list[Trial]) -> tuple[str, list[TrialLine]]:
    """A sentence that sums up, and the trials in words."""
    lines = [_trial_line(trial) for trial in trials]
    tones = Counter(line.tone for line in lines)
    cases = len({trial.case.pk for trial in trials})
    said = ngettext(
        "%(n)s case counted: %(later)s due later, %(earlier)s earlier, %(same)s the same.",
        "%(n)s cases counted: %(later)s due later, %(earlier)s earlier, %(same)s the same.",
        cases,
    ) % {"n": cases, **{tone: tones[tone] for tone in ("later", "earlier", "same")}}
    return said, lines


def _trial_line(trial: Trial) -> TrialLine:
    gap = trial.difference
    if gap is None:
        return TrialLine(trial, purpose_name(trial.purpose), _("new"), "new")
    if not gap:
        return TrialLine(trial, purpose_name(trial.purpose), _("the same"), "same")
    tone = "later" if gap > timedelta() else "earlier"
    wording = _("%(span)s later") if tone == "later" else _("%(span)s earlier")
    return TrialLine(
        trial, purpose_name(trial.purpose), wording % {"span": duration(abs(gap))}, tone
    )


def typed_preset(name: str, version: int, typed: QueryDict) -> dict[str, object]:
    """The form of a preset as plain values for `read_preset`; rows without a limit are left out."""
    texts = ("title_en", "title_zh", "source_en", "source_zh", "note_en", "note_zh")
    rows = [number for number in range(60) if typed.get(f"rule-{number}", "").strip()]
    fields = ("purpose", "rule", "en", "zh", "extension", "basis")
    clocks = [
        {
            **{field: typed.get(f"{field}-{number}", "").strip() for field in fields},
            "kinds": typed.getlist(f"kinds-{number}"),
        }
        for number in rows
    ]
    head = {text: typed.get(text, "").strip() for text in texts}
    return {"name": name, "version": version, **head, "clock": clocks}


def fault_words(error: PresetError) -> str:
    """What is wrong with a preset, for the person who typed it."""
    field = str(_FIELDS.get(error.field, error.field))
    if error.clock:
        words = {"row": error.clock, "field": field}
        said = _("Row %(row)s: please check “%(field)s”.") % words
    else:
        said = _("Please check “%(field)s”.") % {"field": field}
    if error.field in ("rule", "extension"):
        said += " " + _("Write H36 (hours), WH8 (working hours), WD4 (working days), CD15 (days) "
                        "or MO2 (months); more time like +10WD.")  # fmt: skip
    return said
