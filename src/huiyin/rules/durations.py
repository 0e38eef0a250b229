"""How long: the short text of a time limit, read into a rule.

`H36` plain hours, nights and holidays included · `WH8` hours while the office is open ·
`WD4` working days, the day of receipt not counted, due at closing (`@24`: at midnight) ·
`CD15` calendar days and `MO2` months, rolling on to the next open day (`@24` too) ·
`ESC120m/3` an escalation of 120 minutes in all over three levels. `WD0` and `CD0` are the same
day. Hours may have a fraction that is whole minutes (`H0.5`).
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

_FORM = re.compile(
    r"(?:(?P<hours>WH|H)(?P<h>\d{1,6}(?:\.\d{1,4})?)"
    r"|(?P<days>WD|CD|MO)(?P<d>\d{1,4})(?P<midnight>@24)?"
    r"|ESC(?P<m>\d{1,7})M/(?P<levels>\d{1,3}))",
    re.IGNORECASE | re.ASCII,
)
_UNITS = {"H": "H", "D": "CD"}  # what "+24h" and "+3d" mean beside the rule's own units
_BY = re.compile(r"\+\s*(?P<n>\d{1,6}(?:\.\d{1,4})?)\s*(?P<unit>WH|WD|CD|MO|H|D)", re.IGNORECASE)


class Kind(StrEnum):
    """What a rule counts."""

    HOURS = "H"
    WORKING_HOURS = "WH"
    WORKING_DAYS = "WD"
    CALENDAR_DAYS = "CD"
    MONTHS = "MO"
    ESCALATION = "ESC"


class RuleError(ValueError):
    """A time limit that cannot be read."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A time limit. `amount` is minutes for hours and escalations, else days or months."""

    kind: Kind
    amount: int
    at_midnight: bool = False
    levels: int = 1

    @property
    def time(self) -> timedelta:
        """The amount as a duration; only of the kinds that count minutes."""
        return timedelta(minutes=self.amount)

    def __str__(self) -> str:
        if self.kind is Kind.ESCALATION:
            return f"ESC{self.amount}m/{self.levels}"
        if self.kind in (Kind.HOURS, Kind.WORKING_HOURS):
            whole, rest = divmod(self.amount, 60)
            return f"{self.kind}{whole}" if not rest else f"{self.kind}{self.amount / 60:.10g}"
        return f"{self.kind}{self.amount}{'@24' if self.at_midnight else ''}"


def read_rule(text: str) -> Rule:
    """Read a rule like `WD4@24`. Raises RuleError."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise RuleError(
            f"{text!r} is no time limit; write H36, WH8, WD4, WD4@24, CD15, MO2 or ESC120m/3"
        )
    if match["hours"]:
        return Rule(Kind(match["hours"].upper()), _minutes(text, match["h"]))
    if match["days"]:
        kind = Kind(match["days"].upper())
        amount = int(match["d"])
        if kind is Kind.MONTHS and amount == 0:
            raise RuleError(f"{text!r}: at least one month")
        return Rule(kind, amount, at_midnight=match["midnight"] is not None)
    minutes, levels = int(match["m"]), int(match["levels"])
    if not minutes or not levels:
        raise RuleError(f"{text!r}: an escalation needs minutes and levels above 0")
    return Rule(Kind.ESCALATION, minutes, levels=levels)


def read_extension(text: str, *, at_midnight: bool = False) -> Rule:
    """Read the length of an extension like `+3WD`, `+24h` or `+30d`. Raises RuleError."""
    match = _BY.fullmatch(text.strip())
    if match is None:
        raise RuleError(f"{text!r} is no extension; write +3WD, +24h, +8WH, +30CD or +1MO")
    unit = _UNITS.get(match["unit"].upper(), match["unit"].upper())
    suffix = "@24" if at_midnight and unit in ("WD", "CD", "MO") else ""
    rule = read_rule(f"{unit}{match['n']}{suffix}")
    if rule.amount == 0:
        raise RuleError(f"{text!r}: an extension is longer than nothing")
    return rule


def _minutes(text: str, number: str) -> int:
    minutes = Fraction(number) * 60
    if minutes.denominator != 1 or minutes == 0:
        raise RuleError(f"{text!r}: hours are above 0 and whole minutes")
    return int(minutes)
