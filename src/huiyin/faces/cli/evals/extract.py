"""`huiyin eval extract FILE`: places and times that the product finds in annotated news.

FILE has rows with `text` and `spans` ([begin, end, tag, …] with the tags Location and Time).

place_recall, time_recall – the share of annotated spans that a found one of that sort overlaps.
place_precision, time_precision – the share of found spans that overlap an annotated one; the
annotation marks only places and times of events, so what is right can count as wrong here.
"""

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from huiyin.faces.cli.eval_rows import report, rows
from huiyin.rules.text.extract import Span, extract

Edges = tuple[int, int]
WARM_UP = 3


@click.command("extract")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Extract from every text of FILE and compare with its annotation."""
    wanted = rows(file)
    texts = [str(row["text"]) for row in wanted]
    extract(texts[:WARM_UP])
    started = time.monotonic()
    found = extract(texts)
    seconds = time.monotonic() - started
    places = [_edges(facts.places) for facts in found]
    times = [_edges(facts.times) for facts in found]
    locations = [_marked(row["spans"], "Location") for row in wanted]
    moments = [_marked(row["spans"], "Time") for row in wanted]
    report(
        {
            "place_recall": _share(locations, places),
            "time_recall": _share(moments, times),
            "place_precision": _share(places, locations),
            "time_precision": _share(times, moments),
            "docs": len(texts),
            "docs_per_s": round(len(texts) / seconds, 1),
        }
    )


def _edges(spans: Iterable[Span]) -> list[Edges]:
    return [(span.begin, span.end) for span in spans]


def _marked(spans: Iterable[Sequence[object]], tag: str) -> list[Edges]:
    return [(int(str(span[0])), int(str(span[1]))) for span in spans if span[2] == tag]


def _share(these: list[list[Edges]], those: list[list[Edges]]) -> float:
    """The share of these spans that one of those overlaps."""
    hits = [
        any(begin < other[1] and other[0] < end for other in others)
        for spans, others in zip(these, those, strict=True)
        for begin, end in spans
    ]
    return sum(hits) / len(hits) if hits else 0.0
