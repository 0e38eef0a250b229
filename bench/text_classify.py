"""Cost of judging kind, topic, severity and tone, on one core: the shipped model, folded texts.

    PYTHONPATH=src:. python bench/text_classify.py

Items have two hundred characters; batches of five hundred, best of nine rounds of CPU time. Prints
one line a figure.
"""

import time
from collections.abc import Callable

import numpy as np

from bench.text_corpus import messages
from huiyin.rules.text import classify, lexicon, linear, model_files
from huiyin.rules.text.codes import encode
from huiyin.rules.text.normalise import fold

COUNT, CHARACTERS, ROUNDS = 500, 200, 9


def main() -> None:
    """Print what judging costs, and its parts."""
    items = messages(COUNT)
    titles = fold([item.title[:40] for item in items])
    bodies = fold(
        [
            (item.body * 4)[: CHARACTERS - len(title)]
            for item, title in zip(items, titles, strict=True)
        ]
    )
    texts = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    outlets = np.arange(COUNT) % 2 == 0
    model, codes = model_files.shipped(), encode(texts)
    zones = linear.zones_of(codes, lengths, model.zones)
    says = lexicon.listen(codes, zones).says
    cost("text_classify", lambda: classify.judge_texts(texts, codes, lengths, outlets, model))
    cost("text_classify_lexicon", lambda: lexicon.listen(codes, zones))
    cost("text_classify_scores", lambda: linear.weigh(model, codes, zones, says))
    print(f"text_classify_model {len(model_files.to_bytes(model))} bytes")


def cost(name: str, work: Callable[[], object]) -> None:
    """Print the microseconds an item costs, best of a few rounds after a first one."""
    work()
    best = min(_seconds(work) for _ in range(ROUNDS))
    print(f"{name} {best / COUNT * 1e6:.1f} us/item")


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
