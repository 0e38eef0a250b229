"""Files of labelled rows that ``huiyin eval`` measures with: JSON lines, plain or gzipped."""

import gzip
import json
from pathlib import Path
from typing import Any

import click
import msgspec

from huiyin.engine.speech import _

GZIP = b"\x1f\x8b"


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file; ends the command, naming the line, where one is no JSON object."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if data.startswith(GZIP) else data).splitlines()
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line)
        except msgspec.DecodeError as error:
            row = error
        if not isinstance(row, dict):
            raise click.ClickException(
                _("{path}, line {number}: not a JSON object ({cause})").format(
                    path=path, number=number, cause=row
                )
            )
        found.append(row)
    return found


def report(figures: dict[str, float | int]) -> None:
    """Print the figures as one JSON object on the last line; shares to four places."""
    shown = {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in figures.items()
    }
    click.echo(json.dumps(shown))
