"""Quality of the text rules on labelled texts that lie beside the repository.

    PYTHONPATH=src:. python bench/text_quality.py

Prints one line a figure: name value unit. Reprints: pairs of one original (a lookalike is none).
Stories: B-cubed; rows without a label count against precision. Kinds: share of right guesses among
complaint (with report and hazard), question, suggestion and request; "unsure" is wrong.
"""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from huiyin.rules.text import cluster, duplicates, fingerprint
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


def b_cubed(gold: Sequence[str | None], found: Sequence[int | None]) -> tuple[float, float]:
    """Return precision and recall averaged over labelled items."""
    sizes, labels = Counter(found), Counter(label for label in gold if label is not None)
    both = Counter((label, group) for label, group in zip(gold, found, strict=True))
    shared = [(both[label, group], label, group) for label, group in both if label is not None]
    total = sum(labels.values())
    precision = sum(count * count / sizes[group] for count, _, group in shared) / total
    recall = sum(count * count / labels[label] for count, label, _ in shared) / total
    return precision, recall


def stories(name: str, items: Sequence[Row], policy: cluster.Policy) -> None:
    titles = fold([row["title"] for row in items])
    bodies = fold([row["body"] for row in items])
    features = cluster.features(titles, bodies, [row["at"] for row in items])
    found = [each.opened_by for each in cluster.assign(features, cluster.StoryIndex(), policy)]
    report(name, *b_cubed([row["story"] for row in items], found))


def hot() -> None:
    """Citizens' hot issues; a matter lives for months here, so nothing fades."""
    items = [
        {
            **row,
            "story": row["event"],
            "at": datetime.fromisoformat(row["time"]).replace(tzinfo=UTC),
        }
        for row in rows("govmsg_hot/messages.jsonl.gz")
        if not row["ignore"]
    ]
    stories("govmsg_hot", items, _LASTING)


def news() -> None:
    """English news without dates: taken a minute apart, in the order of their ids."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    items = [
        {
            "title": row["text"].split("\n")[0],
            "body": row["text"],
            "story": row["story"],
            "at": start + timedelta(minutes=minute),
        }
        for minute, row in enumerate(rows("ecbplus_stories/docs.jsonl.gz"))
    ]
    stories("ecbplus", items, _LASTING)


_LASTING = cluster.Policy(half_life_hours=1e9, window_hours=1e6)


if __name__ == "__main__":
    if not SHARED.exists():
        raise SystemExit(f"no labelled texts at {SHARED}")
    reprints()
    hot()
    news()
