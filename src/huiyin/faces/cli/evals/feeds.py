"""`huiyin eval feeds DIR_OR_TAR`: read every file with the product's own feed plug-in and
compare with feedparser.

agree – share of the entries of all files that feedparser calls well-formed whose title, link
and date equal feedparser's. Titles are compared as plain text (feedparser's markup is reduced by
the same rule as ours), links exactly, dates to the second; an entry that one side lacks counts
as a disagreement.
"""

import calendar
import io
import json
import sys
import tarfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from huiyin.engine.speech import _
from huiyin.ports import Document, Entry, Reading, SourcePlugin, sources
from huiyin.ports.plain import from_html, one_line

Compared = tuple[str, str, datetime | None]


@dataclass(slots=True)
class Tally:
    files: int = 0
    read: int = 0
    refused: int = 0
    crashed: int = 0
    entries: int = 0
    agreeing: int = 0
    slowest: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)
    disagreements: list[str] = field(default_factory=list)

    @property
    def agree(self) -> float:
        return round(self.agreeing / self.entries, 4) if self.entries else 1.0


@click.command("feeds")
@click.argument("where", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True)
@click.option("--show", is_flag=True, help="List the entries that disagree.")
def command(where: tuple[Path, ...], show: bool) -> None:
    """Read every file of DIR_OR_TAR as a feed and compare with feedparser."""
    plugin = sources().plugins["feed"]
    tally = Tally()
    for place in where:
        for name, body in files_in(place):
            measure(plugin, name, body, tally)
    report(tally, show=show)
    if tally.crashed:
        sys.exit(1)


def files_in(place: Path) -> Iterator[tuple[str, bytes]]:
    """Every regular file of a folder or of a tar archive, one after the other."""
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.is_file():
                yield from (
                    files_in(path)
                    if tarfile.is_tarfile(path)
                    else [(str(path.relative_to(place)), path.read_bytes())]
                )
        return
    with tarfile.open(place) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name, content.read()


def measure(plugin: SourcePlugin, name: str, body: bytes, tally: Tally) -> None:
    tally.files += 1
    started = time.monotonic()
    try:
        reading = plugin.read(Document(body))
    except Exception as error:  # counting crashes is what this command is for
        tally.crashed += 1
        cause = f"{type(error).__name__}: {error}"
        click.echo(_("{name} crashed: {cause}").format(name=name, cause=cause), err=True)
        return
    tally.slowest = max(tally.slowest, time.monotonic() - started)
    for refusal in reading.refusals:
        tally.reasons[refusal.code] = tally.reasons.get(refusal.code, 0) + 1
    if reading.refused:
        tally.refused += 1
    else:
        tally.read += 1
    compare(name, reading, theirs(body), tally)


def theirs(body: bytes) -> list[Compared]:
    """What feedparser reads of a document it calls well-formed; nothing of any other."""
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(io.BytesIO(body)) if body else None
        if parsed is None or parsed.bozo:
            return []
        return [_compared(entry) for entry in parsed.entries]


def _compared(entry: Any) -> Compared:
    title = entry.get("title", "")
    detail = entry.get("title_detail") or {}
    markup = detail.get("type", "text/plain") in {"text/html", "application/xhtml+xml"}
    struct = entry.get("published_parsed") or entry.get("updated_parsed")
    at = datetime.fromtimestamp(calendar.timegm(struct), UTC) if struct else None
    return one_line(from_html(title) if markup else title), entry.get("link", "").strip(), at


def compare(name: str, reading: Reading, expected: list[Compared], tally: Tally) -> None:
    found = positioned(reading)
    for number, wanted in enumerate(expected, start=1):
        entry = found.get(number)
        got: Compared = (entry.title, entry.url, entry.published_at) if entry else ("", "", None)
        tally.entries += 1
        if got == wanted and (entry or number in emptied(reading)):
            tally.agreeing += 1
        else:
            tally.disagreements.append(f"{name}#{number}: {got} is not {wanted}")


def positioned(reading: Reading) -> dict[int, Entry]:
    """Entries by their number in the document; those refused as empty leave a gap."""
    gaps = emptied(reading)
    numbers = (number for number in range(1, 10**9) if number not in gaps)
    return dict(zip(numbers, reading.entries, strict=False))


def emptied(reading: Reading) -> set[int]:
    return {
        int(refusal.where.removeprefix("entry "))
        for refusal in reading.refusals
        if refusal.code == "empty_entry"
    }


def report(tally: Tally, *, show: bool) -> None:
    if show:
        for line in tally.disagreements:
            click.echo(line)
    for code, number in sorted(tally.reasons.items(), key=lambda pair: -pair[1]):
        click.echo("\t".join((str(number), code)))
    summary = _("{entries} entries compared; the slowest file took {seconds} s")
    click.echo(summary.format(entries=tally.entries, seconds=round(tally.slowest, 3)))
    keys = ("files", "read", "refused", "crashed", "agree")
    click.echo(json.dumps({key: getattr(tally, key) for key in keys}))
