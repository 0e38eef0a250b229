"""The full-text index at 1,000,000 items: taking them in, and searches for words and phrases.

    PYTHONPATH=src:. python bench/search_million.py [--items N]

Prints one line a figure: name value unit. Times are of the processor, so that whatever else runs on
the machine does not count; the searches are made one after the other in one process. Recall is
the share of hits of a plain substring search over all texts that the index gives too (and it gives
nothing else), taken for 100 of the searches; `order` the share of searches whose first page is the
newest hits in order.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil  # type: ignore[import-untyped]

from bench.search_corpus import phrases, texts
from huiyin.engine.search import Entry, Filters, Marks, Place, Reader, Writer, open_reader, rank_of
from huiyin.rules.text.asking import Holds

COMMIT, PAGE, ASKED, PROVED = 20_000, 20, 600, 100


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=1_000_000)
    held = list(texts(parser.parse_args().items))
    folder = Path(tempfile.mkdtemp(prefix="huiyin-bench-"))
    try:
        reader = built(folder, held)
        asked = phrases(held, ASKED)
        measured("search_newest", lambda term: reader.newest(Holds(term), Filters(1), PAGE), asked)
        measured("search_best", lambda term: reader.best(Holds(term), Filters(1), PAGE), asked)
        measured("search_count", lambda term: reader.count(Holds(term), Filters(1)), asked)
        prove(reader, held, asked[:: ASKED // PROVED])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def built(folder: Path, held: list[str]) -> Reader:
    writer = Writer(Place(folder).begin())
    begun = time.process_time()
    for begin in range(0, len(held), COMMIT):
        chunk = held[begin : begin + COMMIT]
        writer.add(
            Entry(pk, 1, said(pk), "feed", pk % 200, text)
            for pk, text in enumerate(chunk, begin + 1)
        )
        writer.commit(Marks(items={1: begin + len(chunk)}))
    writer.close()
    spent = time.process_time() - begun
    size = sum(path.stat().st_size for path in writer.folder.iterdir())
    print(f"search_taken_in {len(held) / spent:.0f} items/cpu-s")
    print(f"search_index_size {size / sum(len(text.encode()) for text in held):.2f} of-the-text")
    print(f"search_memory {psutil.Process().memory_info().rss / 2**20:.0f} MB", flush=True)
    return open_reader(writer.folder)


def said(pk: int) -> int:
    """Rank of an item: one every 30 seconds, every tenth told of an hour late."""
    return rank_of(pk * 30_000 - (3_600_000 if pk % 10 == 0 else 0), pk)


def measured(name: str, ask: Callable[[str], object], asked: list[str]) -> None:
    spent = []
    for term in asked:
        begun = time.process_time()
        ask(term)
        spent.append((time.process_time() - begun) * 1000)
    for share in (50, 99):
        print(f"{name}_p{share} {np.percentile(spent, share):.2f} ms")
    print(f"{name}_most {max(spent):.2f} ms", flush=True)


def prove(reader: Reader, held: list[str], asked: list[str]) -> None:
    found = right = in_order = 0
    for term in asked:
        true = {pk for pk, text in enumerate(held, 1) if term in text}
        hits = [hit.id for hit in reader.newest(Holds(term), Filters(1), len(true) + 1)]
        found, right = found + len(true | set(hits)), right + len(true & set(hits))
        page = [hit.id for hit in reader.newest(Holds(term), Filters(1), PAGE)]
        in_order += page == sorted(true, key=said, reverse=True)[:PAGE]
    print(f"search_recall {right / found:.6f} share")
    print(f"search_order {in_order / len(asked):.4f} share")


if __name__ == "__main__":
    main()
