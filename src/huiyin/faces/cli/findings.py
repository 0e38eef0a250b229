"""What a check of the desk can say: one line each, with the mend where something is wrong."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import click

from huiyin.engine.speech import _


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One line: which check, how it went, in words, and the mend."""

    check: str
    level: Level
    message: str
    mend: str = ""


COLOURS = {Level.OK: "green", Level.WARNING: "yellow", Level.ERROR: "red"}


def ok(check: str, message: str) -> Finding:
    return Finding(check, Level.OK, message)


def warning(check: str, message: str, mend: str) -> Finding:
    return Finding(check, Level.WARNING, message, mend)


def error(check: str, message: str, mend: str) -> Finding:
    return Finding(check, Level.ERROR, message, mend)


def say(findings: Sequence[Finding]) -> None:
    """Print the findings for a person: the word, not the colour alone, tells how it went."""
    words = {Level.OK: _("ok"), Level.WARNING: _("warning"), Level.ERROR: _("error")}
    for finding in findings:
        word = click.style(words[finding.level], fg=COLOURS[finding.level], bold=True)
        click.echo(f"{word}  {finding.message}")
        if finding.mend:
            click.echo(f"      → {finding.mend}")


def as_rows(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """The findings as plain data for ``--json``."""
    return [{name: str(value) for name, value in asdict(found).items()} for found in findings]
