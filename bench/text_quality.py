"""Quality of the text rules on labelled texts that lie beside the repository.

    PYTHONPATH=src:. python bench/text_quality.py

Prints one line a figure: name value unit. Reprints: pairs of one original (a lookalike is none).
Kinds: share of right guesses among
complaint (with report and hazard), question, suggestion and request; "unsure" is wrong.
"""

import gzip
import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from huiyin.rules.text import duplicates, fingerprint
from huiyin.rules.text.normalise import fold

SHARED = Path(__file__).parents[2] / "shared" / "data"
_CROWDED = 100
"""A key that more texts share than this says nothing about any two of them."""

Row = dict[str, Any]


def rows(path: str) -> list[Row]:
    """Read JSON lines, compressed or not."""
    data = (SHARED / path).read_bytes()
    text = gzip.decompress(data) if path.endswith(".gz") else data
    return [json.loads(line) for line in text.decode().splitlines()]


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def reprints() -> None:
    docs = rows("reprint_zh/docs.jsonl.gz")
    folded = fold([row["body"] for row in docs])
    keys = zip(
        fingerprint.bands(fingerprint.signatures(folded)).tolist(),
        fingerprint.passages(folded),
        strict=True,
    )
    met: dict[int, list[int]] = defaultdict(list)
    for index, (bands, passages) in enumerate(keys):
        for key in sorted({*bands, *passages}):
            met[key].append(index)
    pairs = sorted(
        {
            pair
            for group in met.values()
            if len(group) <= _CROWDED
            for pair in combinations(group, 2)
        }
    )
    same = {
        pair
        for pair, likeness in zip(pairs, duplicates.likenesses(folded, pairs), strict=True)
        if likeness.relation == "reprint"
    }
    origin: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(docs):
        origin[row["orig"]].append(index)
    gold = {pair for group in origin.values() for pair in combinations(group, 2)}
    precision, recall = len(same & gold) / len(same), len(same & gold) / len(gold)
    report("reprint_zh", precision, recall)


def report(name: str, precision: float, recall: float) -> None:
    print(f"text_{name}_precision {precision:.3f} share")
    print(f"text_{name}_recall {recall:.3f} share")
    print(f"text_{name}_f1 {f1(precision, recall):.3f} share")


if __name__ == "__main__":
    if not SHARED.exists():
        raise SystemExit(f"no labelled texts at {SHARED}")
    reprints()
