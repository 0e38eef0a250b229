"""`huiyin eval pages PAGES.tar.gz TRUTH.jsonl`: the main text of known pages, read by the
product's own page reader.

A row of TRUTH either has `id`, `url` and `body` – the file `ID.html` and its text – or `file`,
`url`, `with` and `without`: pieces that the text must and must not have.

f1, precision, recall – for rows with a body: runs of four words that both texts have, as the
article-extraction-benchmark counts them (each page weighs the same; precision and recall are
averaged over the pages, and F1 is of the averages). For rows with pieces: right pieces among
those found, and found among those wanted. pages_per_s – pages by the wall clock.
"""

import re
import tarfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from huiyin.engine.garbage import collect_rarely
from huiyin.engine.speech import _
from huiyin.faces.cli.eval_rows import report, rows
from huiyin.ports.pages import Page, read_page

WORDS: Final = re.compile(r"\w+")
RUN: Final = 4
WARM_UP: Final = 5
# A page without a sentence: reading it once loads the second reader.
SPARSE: Final = b"<table>" + b"<tr><td>a row of words</td></tr>" * 100 + b"</table>"
Runs = Counter[tuple[str, ...]]


@click.command("pages")
@click.argument("pages", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("truth", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--show", is_flag=True, help="List the pages with their precision and recall.")
def command(pages: Path, truth: Path, show: bool) -> None:
    """Read every page of PAGES and compare its text with TRUTH."""
    wanted = rows(truth)
    bodies = _bodies(pages, wanted)
    now = datetime.now(UTC)
    addresses = [str(row.get("url", "")) for row in wanted]
    for body, address in list(zip(bodies, addresses, strict=True))[:WARM_UP]:
        read_page(body, address, now=now)
    read_page(SPARSE, now=now)
    collect_rarely()  # as the worker does
    started = time.monotonic()
    read = [read_page(body, url, now=now) for body, url in zip(bodies, addresses, strict=True)]
    seconds = time.monotonic() - started
    scores = [_scores(row, page) for row, page in zip(wanted, read, strict=True)]
    if show:
        for row, score in sorted(zip(wanted, scores, strict=True), key=lambda pair: sum(pair[1])):
            click.echo(f"{score[0]:.3f}\t{score[1]:.3f}\t{row.get('id') or row.get('file')}")
    report(
        {
            **_averages(scores),
            "pages": len(read),
            "refused": sum(not page.text for page in read),
            "dated": sum(page.published_at is not None for page in read),
            "pages_per_s": round(len(read) / seconds, 1),
        }
    )


def _bodies(pages: Path, wanted: Sequence[Mapping[str, Any]]) -> list[bytes]:
    found: dict[str, bytes] = {}
    with tarfile.open(pages) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                found[member.name.removeprefix("./")] = content.read()
    names = [str(row.get("file") or f"{row.get('id')}.html") for row in wanted]
    missing = [name for name in names if name not in found]
    if missing:
        raise click.ClickException(
            _("{path} has no file {name}").format(path=pages, name=missing[0])
        )
    return [found[name] for name in names]


def _scores(row: Mapping[str, Any], page: Page) -> tuple[float, float]:
    """Precision and recall of one page."""
    if "body" in row:
        return shingle_scores(str(row["body"]), page.text)
    kept = sum(piece in page.text for piece in row["with"])
    wrong = sum(piece in page.text for piece in row["without"])
    return (kept / (kept + wrong) if kept + wrong else 0.0), kept / max(len(row["with"]), 1)


def shingle_scores(true: str, read: str) -> tuple[float, float]:
    """Precision and recall of the runs of four words, counted with their repetitions."""
    wanted, found = _runs(true), _runs(read)
    both, missed, wrong = (
        (wanted & found).total(),
        (wanted - found).total(),
        (found - wanted).total(),
    )
    if not missed and not wrong:
        return 1.0, 1.0
    return both / (both + wrong) if both + wrong else 0.0, (
        both / (both + missed) if both + missed else 0.0
    )


def _runs(text: str) -> Runs:
    words = WORDS.findall(text)
    starts = range(max(1, len(words) - RUN + 1))
    return Counter(run for at in starts if (run := tuple(words[at : at + RUN])))


def _averages(scores: Sequence[tuple[float, float]]) -> dict[str, float]:
    if not scores:
        return {"f1": 0.0, "precision": 0.0, "recall": 0.0}
    precision = sum(score[0] for score in scores) / len(scores)
    recall = sum(score[1] for score in scores) / len(scores)
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"f1": f1, "precision": precision, "recall": recall}
