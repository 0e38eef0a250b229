"""Folding, prints and reprints on one core: what they cost an item, best of five rounds.

    PYTHONPATH=src:. python bench/text_duplicates.py

Prints one line a figure: name value unit. Items are those made from the seed in `text_corpus`, cut
at 200 characters, in batches of 500 as they arrive; and where they lie beside the repository the
edited copies of reprint_zh, as one batch.
"""

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

from bench.text_corpus import messages
from huiyin.rules.text.duplicates import reprints
from huiyin.rules.text.newer import news
from huiyin.rules.text.normalise import fold_codes, fold_with_offsets
from huiyin.rules.text.prints import Prints, joined, prints
from huiyin.rules.text.reprints import Printed, tree

SHARED = Path(__file__).parents[2] / "shared" / "data" / "reprint_zh" / "docs.jsonl.gz"
ITEMS, LENGTH, BATCH, ROUNDS = 5_000, 200, 500, 5


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of the best round, after one that loads kernels and fills tables."""
    work()
    spent = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def made() -> None:
    said = messages(ITEMS)
    titles = [each.title for each in said]
    bodies = [(each.body * 4)[:LENGTH] for each in said]
    batches = [slice(at, at + BATCH) for at in range(0, ITEMS, BATCH)]
    texts = [text for pair in zip(titles, bodies, strict=True) for text in pair]
    doubled = [slice(2 * batch.start, 2 * batch.stop) for batch in batches]

    def printed() -> list[Prints]:
        return [prints(titles[batch], bodies[batch]) for batch in batches]

    whole = joined(printed())
    costs = {
        "fold": seconds(lambda: [fold_codes(texts[batch]) for batch in doubled]),
        "fold_with_offsets": seconds(
            lambda: [fold_with_offsets(texts[batch]) for batch in doubled]
        ),
        "fold_and_prints": seconds(printed),
        "reprints": seconds(lambda: reprints(whole)),
    }
    for name, spent in costs.items():
        print(f"text_{name}_200 {spent / ITEMS * 1e6:.2f} us/item")
    print(f"text_news {seconds(lambda: news(bodies[0], bodies[1] + bodies[0])) * 1e3:.2f} ms/pair")


def edited() -> None:
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    titles, bodies = [row["title"] for row in rows], [row["body"] for row in rows]
    spent = seconds(lambda: reprints(prints(titles, bodies)))
    print(f"text_reprint_zh {len(rows) / spent:.0f} items/s")
    story = [
        Printed(row["id"], messages(1)[0].published_at, row["id"], row["title"], row["body"])
        for row in rows[:500]
    ]
    print(f"text_reprint_tree_500 {seconds(lambda: tree(story)) * 1e3:.1f} ms")


if __name__ == "__main__":
    made()
    if SHARED.exists():
        edited()
