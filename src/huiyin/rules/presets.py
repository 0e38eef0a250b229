"""Presets: the time limits of one rule book as data, with their source and version.

A preset names clocks. Each has a purpose (`CLOCKS`), a rule ("WD15"), the kinds of matter it is
for, what the rule book says in both languages and where; a purpose stands once for each kind. What
begins a clock belongs to its purpose: `handling` runs from the order, `acceptance` from the
registration, others by hand, and a window is no clock but a time in which something may be done.
Reading is strict: an unknown field, a missing text or an unreadable rule is refused by name and
line, so that a slip in a file never becomes a promise.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from huiyin.rules.durations import Kind, Rule, RuleError, read_extension, read_rule

KINDS: Final = ("concern", "suggestion", "complaint", "hazard", "question", "report")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HEAD = re.compile(r"\s*\[\[\s*clock\s*\]\]")
_FIELD = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_TEXTS = ("title_en", "title_zh", "source_en", "source_zh")
_TOP = (*_TEXTS, "name", "version", "note_en", "note_zh", "clock")
_OF_CLOCK = ("purpose", "rule", "kinds", "en", "zh", "extension", "basis")
_LONGEST = 400


class Begins(StrEnum):
    """What starts a clock."""

    REGISTERED = "registered"
    ORDERED = "ordered"
    DECIDED = "decided"
    BY_HAND = "by_hand"
    WINDOW = "window"


CLOCKS: Final[Mapping[str, Begins]] = {
    "handling": Begins.ORDERED,
    "sign": Begins.ORDERED,
    "opinion": Begins.ORDERED,
    "acceptance": Begins.REGISTERED,
    "result": Begins.DECIDED,
    "bounce": Begins.WINDOW,
    "review": Begins.WINDOW,
    **dict.fromkeys(
        (
            *("first_information", "press_conference", "response", "next_update"),
            *("report", "report_up", "follow_up_report", "supplement", "first_hand"),
            *("pass_on", "inquiry", "inquiry_reply", "review_answer"),
        ),
        Begins.BY_HAND,
    ),
}


class PresetError(ValueError):
    """A preset that cannot be used: where it stands (file and line), what is wrong.

    `clock` is the number of the clock, 0 for the head; `field` the field that is wrong.
    """

    def __init__(self, where: str, mend: str, clock: int = 0, field: str = "") -> None:
        super().__init__(f"{where}: {mend}")
        self.where = where
        self.mend = mend
        self.clock = clock
        self.field = field


@dataclass(frozen=True, slots=True)
class Both:
    """A text in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class PresetClock:
    """One limit: `rule` and `extension` (the most that may be added) are codes."""

    purpose: str
    rule: str
    kinds: tuple[str, ...]
    says: Both
    extension: str = ""
    basis: str = ""

    @property
    def begins(self) -> Begins:
        """What starts it."""
        return CLOCKS[self.purpose]


@dataclass(frozen=True, slots=True)
class Preset:
    """The limits of one rule book."""

    name: str
    version: int
    title: Both
    source: Both
    note: Both
    clocks: tuple[PresetClock, ...]

    def limit(self, kind: str, purpose: str) -> PresetClock | None:
        """The clock of this purpose for this kind of matter; None where it says nothing."""
        fit = (one for one in self.clocks if one.purpose == purpose and kind in one.kinds)
        return next(fit, None)

    def limits(self, kind: str) -> tuple[PresetClock, ...]:
        """Every clock for this kind of matter."""
        return tuple(clock for clock in self.clocks if kind in clock.kinds)


def read_file(file: str, text: str) -> Preset:
    """Read a preset written in TOML; `file` names it in errors. Raises PresetError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PresetError(file, f"not TOML: {error}") from None
    return _Reader(file, _lines_of(text)).preset(data)


def read_preset(where: str, data: Mapping[str, object]) -> Preset:
    """Read a preset from plain values of the same shape, as `written` gives them."""
    return _Reader(where, {}).preset(data)


def written(preset: Preset) -> dict[str, object]:
    """The preset as plain values, in the shape of the files."""
    return {
        "name": preset.name,
        "version": preset.version,
        **_both("title", preset.title),
        **_both("source", preset.source),
        **_both("note", preset.note),
        "clock": [
            {
                "purpose": clock.purpose,
                "rule": clock.rule,
                "kinds": list(clock.kinds),
                "en": clock.says.en,
                "zh": clock.says.zh,
                "extension": clock.extension,
                "basis": clock.basis,
            }
            for clock in preset.clocks
        ],
    }


def _both(name: str, text: Both) -> dict[str, str]:
    return {f"{name}_en": text.en, f"{name}_zh": text.zh}


def _lines_of(text: str) -> dict[tuple[int, str], int]:
    """(number of the clock, 0 for the top; field) → line; "" stands for the clock's head."""
    lines: dict[tuple[int, str], int] = {}
    clock = 0
    for number, line in enumerate(text.splitlines(), 1):
        if _HEAD.match(line):
            clock += 1
            lines[clock, ""] = number
        elif field := _FIELD.match(line):
            lines.setdefault((clock, field[1]), number)
    return lines


def _read_limit(code: str) -> Rule:
    rule = read_rule(code)
    if rule.kind is Kind.ESCALATION:
        raise RuleError(f"{code!r}: an escalation is no limit of a preset")
    return rule


class _Reader:
    """Reads one preset; knows on which line a field stands."""

    def __init__(self, file: str, lines: Mapping[tuple[int, str], int]) -> None:
        self._file = file
        self._lines = lines

    def preset(self, data: Mapping[str, object]) -> Preset:
        self._known(data, _TOP, 0)
        name, version = self._text(data, 0, "name"), data.get("version")
        if not _NAME.fullmatch(name):
            raise self._error(0, "name", "small letters, digits and hyphens only, at most 40")
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise self._error(0, "version", "write a whole number from 1 on")
        title_en, title_zh, source_en, source_zh = (self._text(data, 0, key) for key in _TEXTS)
        note = Both(*(self._text(data, 0, key, needed=False) for key in ("note_en", "note_zh")))
        rows = data.get("clock")
        if not isinstance(rows, list) or not rows:
            raise self._error(0, "clock", "write at least one [[clock]]")
        clocks = tuple(self._clock(number, row) for number, row in enumerate(rows, 1))
        self._each_once(clocks)
        return Preset(
            name, version, Both(title_en, title_zh), Both(source_en, source_zh), note, clocks
        )

    def _clock(self, number: int, row: object) -> PresetClock:
        if not isinstance(row, Mapping):
            raise self._error(number, "", "write a table of fields")
        self._known(row, _OF_CLOCK, number)
        purpose, rule = (self._text(row, number, key) for key in ("purpose", "rule"))
        if purpose not in CLOCKS:
            known = ", ".join(CLOCKS)
            raise self._error(number, "purpose", f"no such purpose {purpose!r}; known: {known}")
        extension = self._text(row, number, "extension", needed=False)
        self._check(number, "rule", _read_limit, rule)
        if extension:
            self._check(number, "extension", read_extension, extension)
        says = Both(*(self._text(row, number, key) for key in ("en", "zh")))
        basis = self._text(row, number, "basis", needed=False)
        return PresetClock(purpose, rule, self._kinds(row, number), says, extension, basis)

    def _check(self, number: int, key: str, read: Callable[[str], Rule], code: str) -> None:
        try:
            read(code)
        except RuleError as error:
            raise self._error(number, key, str(error)) from None

    def _kinds(self, row: Mapping[str, object], number: int) -> tuple[str, ...]:
        kinds = row.get("kinds")
        if not isinstance(kinds, list) or not kinds:
            raise self._error(number, "kinds", f"write a list of kinds: {', '.join(KINDS)}")
        for kind in kinds:
            if kind not in KINDS:
                known = ", ".join(KINDS)
                raise self._error(number, "kinds", f"no such kind {kind!r}; known: {known}")
        return tuple(kind for kind in KINDS if kind in kinds)

    def _each_once(self, clocks: tuple[PresetClock, ...]) -> None:
        seen: set[tuple[str, str]] = set()
        for number, clock in enumerate(clocks, 1):
            for kind in clock.kinds:
                if (kind, clock.purpose) in seen:
                    mend = f"{clock.purpose} stands twice for {kind}"
                    raise self._error(number, "kinds", mend)
                seen.add((kind, clock.purpose))

    def _known(self, data: Mapping[str, object], fields: tuple[str, ...], number: int) -> None:
        for key in data:
            if key not in fields:
                mend = f"no such field {key!r}; known: {', '.join(fields)}"
                raise self._error(number, str(key), mend)

    def _text(
        self, data: Mapping[str, object], number: int, key: str, *, needed: bool = True
    ) -> str:
        value = data.get(key, "")
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise self._error(number, key, f"{key}: write a text of at most {_LONGEST} characters")
        if needed and not value.strip():
            raise self._error(number, key, f"{key} is missing")
        return value.strip()

    def _error(self, number: int, key: str, mend: str) -> PresetError:
        line = self._lines.get((number, key)) or self._lines.get((number, ""))
        where = f", line {line}" if line is not None else f", clock {number}" if number else ""
        return PresetError(self._file + where, mend, number, key)
