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

from huiyin.rules.text import duplicates
from huiyin.rules.text.prints import prints

SHARED = Path(__file__).parents[2] / "shared" / "data"
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
    items = prints([row["title"] for row in docs], [row["body"] for row in docs])
    same = {(one, other) for one, other in duplicates.reprints(items).tolist()}
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
