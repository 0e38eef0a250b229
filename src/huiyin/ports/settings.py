"""What can be set on a source: a schema of frozen values, shown as a form and checked in one place.

A plug-in lists its settings; the console draws a field for each, and whatever was typed is read by
`settle`, which gives clean values and, for every field that is wrong, a sentence that says how to
mend it. A secret is a setting like the others, but the desk keeps it sealed and never shows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, cast
from urllib.parse import urlsplit

from huiyin.ports.words import UNSAID, Words
from huiyin.rules.documents import Value, no_settings

__all__ = ["Kind", "Schema", "Setting", "Settled", "Value", "defaults", "is_web_address", "settle"]
LONGEST: Final = 4000


class Kind(StrEnum):
    """How a setting is entered and what its value is: text except for FLAG (bool), NUMBER (int)."""

    TEXT = "text"
    LINES = "lines"  # text of several lines
    ADDRESS = "address"  # of a web page
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    SECRET = "secret"  # noqa: S105 - the name of a kind


@dataclass(frozen=True, slots=True)
class Setting:
    """One field.

    choices – value and words, for CHOICE. least, most – bounds of a NUMBER, both included.
    check – given a text that is not empty, gives what is wrong with it, or None.
    """

    name: str
    label: Words
    kind: Kind = Kind.TEXT
    hint: Words = UNSAID
    default: Value = ""
    required: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    least: int = 0
    most: int = 1_000_000
    check: Callable[[str], Words | None] | None = None


Schema = tuple[Setting, ...]


def _no_faults() -> Mapping[str, Words]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settled:
    """Clean values by name, one for every setting; `faults` says by name what is wrong."""

    values: Mapping[str, Value] = field(default_factory=no_settings)
    faults: Mapping[str, Words] = field(default_factory=_no_faults)

    @property
    def sound(self) -> bool:
        return not self.faults


MISSING: Final = Words("Please fill this in.", "请填写此项。")
TOO_LONG: Final = Words("This is too long.", "内容过长。")
NOT_OFFERED: Final = Words("Please choose one of those offered.", "请从所列选项中选择。")
NO_ADDRESS: Final = Words(
    "Please give an address that begins with http:// or https://.",
    "请填写以 http:// 或 https:// 开头的网址。",
)


def settle(schema: Schema, given: Mapping[str, object]) -> Settled:
    """Read what was typed or stored; names that the schema does not know are left out."""
    values: dict[str, Value] = {}
    faults: dict[str, Words] = {}
    for setting in schema:
        value = _read(setting, given.get(setting.name))
        if isinstance(value, Words):
            faults[setting.name] = value
            typed = given.get(setting.name)
            values[setting.name] = typed[:LONGEST] if isinstance(typed, str) else setting.default
        else:
            values[setting.name] = value
    return Settled(MappingProxyType(values), MappingProxyType(faults))


def defaults(schema: Schema) -> dict[str, Value]:
    """The values of a form that nobody has touched yet."""
    return {setting.name: setting.default for setting in schema}


def _read(setting: Setting, given: object) -> Value | Words:
    if setting.kind is Kind.FLAG:
        return _flag(setting, given)
    if setting.kind is Kind.NUMBER:
        return _number(setting, given)
    text = given.strip() if isinstance(given, str) else ""
    if given is None and isinstance(setting.default, str):
        text = setting.default
    if not text:
        return MISSING if setting.required else ""
    if len(text) > LONGEST:
        return TOO_LONG
    return _wrong(setting, text) or text


def _wrong(setting: Setting, text: str) -> Words | None:
    if setting.kind is Kind.CHOICE and text not in {value for value, _words in setting.choices}:
        return NOT_OFFERED
    if setting.kind is Kind.ADDRESS and not is_web_address(text):
        return NO_ADDRESS
    return setting.check(text) if setting.check else None


def _flag(setting: Setting, given: object) -> bool:
    if given is None:
        return bool(setting.default)
    return given is True or (isinstance(given, str) and given.lower() in {"yes", "on", "true", "1"})


def _number(setting: Setting, given: object) -> Value | Words:
    if given is None or given == "":
        return int(cast("int", setting.default or setting.least))
    text = str(given).strip()
    if isinstance(given, bool) or not (text.isascii() and text.isdigit() and len(text) < 10):
        return _bounds(setting)
    number = int(text)
    return number if setting.least <= number <= setting.most else _bounds(setting)


def _bounds(setting: Setting) -> Words:
    least, most = setting.least, setting.most
    return Words(
        f"Please give a whole number from {least} to {most}.",
        f"请填写 {least} 到 {most} 之间的整数。",
    )


def is_web_address(text: str) -> bool:
    """Whether this is an absolute http(s) address without blanks."""
    try:
        parts = urlsplit(text)
        fit = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
    return fit and len(text) <= 2000 and not any(letter.isspace() for letter in text)
