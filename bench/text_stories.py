"""Speed of grouping on one core: microseconds an item, with few and with 100,000 live stories.

    PYTHONPATH=src:. python bench/text_stories.py

Prints one line a figure: name value unit. Citizens' messages are taken where they lie beside the
repository, else made-up ones; the live stories are made of the words of other messages, so that
their words are as common as real ones are.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bench.text_analyse import citizens
from bench.text_corpus import messages
from huiyin.rules.text.analyse import Message
from huiyin.rules.text.cluster import Features, StoryIndex, assign, features
from huiyin.rules.text.features import microseconds
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.policies import TOLD
from huiyin.rules.text.stories import Held

LIVE, TAKEN, BATCH = 100_000, 4_000, 1_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of one run."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def read(texts: list[Message], first: int) -> Features:
    """The features of messages, ten seconds apart."""
    times = [START + timedelta(seconds=10 * (first + at)) for at in range(len(texts))]
    return features([each.title for each in texts], [each.body for each in texts], times)


def mixed(texts: list[Message], count: int) -> list[Message]:
    """Messages put together from clauses of others."""
    chance = random.Random(7)
    clauses = [part for each in texts for part in each.body.replace("。", ",").split(",") if part]
    titles = [each.title for each in texts]
    return [
        Message(
            chance.choice(titles)[:12] + chance.choice(clauses)[:12],
            ",".join(chance.choices(clauses, k=9)), START,
        )
        for _ in range(count)
    ]  # fmt: skip


def crowded(texts: list[Message]) -> StoryIndex:
    """An index of many live stories of one item each."""
    index = StoryIndex()
    at = microseconds(START)
    for begin in range(0, LIVE, 10_000):
        keys = list(range(begin + 1, begin + 10_001))
        held = [Held(key, at, at, 1, settled=False) for key in keys]
        index.load(held, read(mixed(texts, 10_000), 0), keys, keys, at)
    return index


def measure(name: str, index: StoryIndex, taken: Features, first_key: int) -> None:
    """Print what an item costs; the first batch is not counted."""
    seconds = []
    for begin in range(0, TAKEN, BATCH):
        chosen = list(range(begin, min(begin + BATCH, TAKEN)))
        batch = taken.take(chosen)
        keys = [first_key + at for at in chosen]
        seconds.append(spent(lambda: assign(batch, index, TOLD, keys)))  # noqa: B023 - run at once
    print(f"text_assign_{name} {sum(seconds[1:]) / (TAKEN - BATCH) * 1e6:.1f} us/item")


def main() -> None:
    texts = citizens() or messages(TAKEN)
    texts = [
        Message(title, body, START)
        for title, body in zip(
            fold([each.title for each in texts]), fold([each.body for each in texts]), strict=True
        )
    ]
    texts = (texts * (TAKEN // len(texts) + 1))[:TAKEN]
    short = [Message(each.title, (each.body * 4)[:200], START) for each in texts]
    read(short[:100], 0)
    cost = min(spent(lambda: read(short, 0)) for _ in range(5)) / TAKEN
    print(f"text_features_200 {cost * 1e6:.1f} us/item")
    taken = read(texts, 0)
    measure("few", StoryIndex(), taken, 1)
    index = crowded(texts)
    print(f"text_live_stories {len(index)} stories")
    measure("100000", index, taken, LIVE + 1)


if __name__ == "__main__":
    main()
