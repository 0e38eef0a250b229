"""The whole engine: lines of JSON → stored, grouped into stories, searchable, alerted.

    PYTHONPATH=src:. python bench/whole_engine.py [--items N] [--every N] [--apart S]

Items of about 200 characters of which one in six repeats an earlier one and half tell more of an
event that others told of; 2,000 keyword rules of 10,000 terms; 50 kept searches. One process takes
them in, in batches of 1,000 of which the next is analysed while one is stored, as an import does,
while the index is followed, notices and searches are told in threads beside it as in the worker and
with its environment; the database server runs for itself. Nothing is synced to disk.

Prints one line a figure: name value unit. `whole_engine` counts until the last item is searchable
and its alerts are told; the cpu figures say what storing and its stages, the threads
beside it, the index's own thread and the server used. Memory is told part by part at the start and
at the end, and every `--every` items on stderr (see `bench.engine_memory`). It grows until stories
begin to end: items `--apart` seconds apart are live for 14 days, 100,800 of them at 12 seconds.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import psutil  # type: ignore[import-untyped]

from bench.engine_memory import parts_of_memory
from bench.import_messages import processor_seconds
from bench.search_corpus import WORDS, vocabulary
from huiyin.engine.garbage import collect_rarely
from huiyin.engine.postgres import OWNER, Cluster
from huiyin.faces.cli.desk import FRUGAL
from tests.postgres import new_data_dir

PACES = {"indexing": 1.0, "searches": 1.0}  # seconds, as `flows.duties` has them

if TYPE_CHECKING:
    from huiyin.apps.intake.arrivals import Arrival
    from huiyin.apps.org.models import Office

BATCH, RULES, TERMS_OF_A_RULE, SEARCHES = 1_000, 2_000, 5, 50
START = datetime(2026, 3, 1, tzinfo=UTC)
STAGES = (
    "unknown", "_analysed", "name_items", "gather", "write_items", "raise_alerts", "record_all"
)  # fmt: skip


class Line(msgspec.Struct):
    """One item as it comes."""

    id: str
    at: float
    title: str
    body: str
    outlet: str


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=50_000)
    parser.add_argument("--every", type=int, default=10_000)
    parser.add_argument("--apart", type=float, default=12.0, help="seconds between two items")
    asked = parser.parse_args()
    if any(os.environ.get(name) != value for name, value in FRUGAL.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **FRUGAL})
    folder, place = new_data_dir(), Path(tempfile.mkdtemp(prefix="huiyin-bench-"))
    server = Cluster(folder, durable=False)
    try:
        server.ensure()
        process = server.start(death_signal=signal.SIGQUIT)
        server.wait_ready()
        os.environ["HUIYIN_DB"] = server.url(OWNER)
        os.environ["HUIYIN_DATA"] = str(place)
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.conf.worker"
        measure(psutil.Process(process.pid), asked.items, asked.every, asked.apart)
    finally:
        server.stop(seconds=5)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)


def measure(server: psutil.Process, items: int, every: int, apart: float) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    office = prepared()
    lines = encoded(items + BATCH, apart)
    run(office, [lines[:BATCH]])  # compiled, connected, and every table touched
    stages = staged()
    collect_rarely()  # as the worker does
    sides = Sides()
    first = parts_of_memory(server)
    begun, before = time.perf_counter(), processor_seconds(server)
    mine, main = time.process_time(), time.thread_time()
    batches = (lines[begin : begin + BATCH] for begin in range(BATCH, len(lines), BATCH))
    run(office, batches, lambda count: told(server, count, every, begun))
    main = time.thread_time() - main
    sides.finish()
    wall, whole = time.perf_counter() - begun, processor_seconds(server) - before
    mine = time.process_time() - mine
    last = parts_of_memory(server)
    others = mine - main - stages["_analysed"] - sum(sides.spent.values())
    print(f"whole_engine {items / wall:.0f} items/s")
    print(f"whole_engine_cpu {items / whole:.0f} items/cpu-s")
    print(f"whole_engine_storing {main / items * 1e6:.1f} us/item")
    for name in STAGES:
        print(f"whole_engine_{name.lstrip('_')} {stages[name] / items * 1e6:.1f} us/item")
    for name, seconds in sides.spent.items():
        print(f"whole_engine_{name} {seconds / items * 1e6:.1f} us/item")
    print(f"whole_engine_index_writer {others / items * 1e6:.1f} us/item")
    print(f"whole_engine_client {mine / items * 1e6:.1f} us/item")
    print(f"whole_engine_server {(whole - mine) / items * 1e6:.1f} us/item")
    for name, (value, unit) in first.items():
        print(f"whole_engine_{name}_first {value:.0f} {unit}")
        print(f"whole_engine_{name}_last {last[name][0]:.0f} {unit}", flush=True)


def told(server: psutil.Process, count: int, every: int, begun: float) -> None:
    """Say on stderr how far it is and how much memory is used, every so many items."""
    if count % every == 0:
        parts = parts_of_memory(server).items()
        said = ", ".join(f"{name} {value:.0f} {unit}" for name, (value, unit) in parts)
        took = time.perf_counter() - begun
        print(f"{count} items, {took:.0f} s: {said}", file=sys.stderr, flush=True)


def prepared() -> "Office":
    """An office with rules, and searches that somebody wants to be told of."""
    from huiyin.apps.intake.actions import save_search
    from huiyin.apps.intake.models import KeywordRule
    from huiyin.apps.org.models import Person
    from huiyin.engine.clock import now
    from tests.makers import make_office

    office, words = make_office(), vocabulary()
    dice = np.random.default_rng(7)
    terms = dice.choice(WORDS, RULES * TERMS_OF_A_RULE, replace=False)
    rules = []
    for number in range(RULES):
        one, two, three, four, five = (words[at] for at in terms[number * 5 : number * 5 + 5])
        text = f'("{one}" OR "{two}" OR "{three}") AND ("{four}" OR "{five}")'
        rules.append(KeywordRule(office=office, name=f"规则{number}", expression=text))
    KeywordRule.objects.bulk_create(rules)
    owner = Person.objects.create(username="bench", office=office, name="测")
    for number in range(SEARCHES):
        asked = {"q": f'"{words[1000 + number * 40]}" OR "{words[9000 + number]}"'}
        save_search(owner, f"搜索{number}", asked, alert=True, now=now())
    return office


def encoded(count: int, apart: float = 0.1) -> list[bytes]:
    """Items of about 200 characters, oldest first."""
    dice, words = np.random.default_rng(11), vocabulary()
    shares = 1 / (np.arange(1, WORDS + 1) + 20)
    lines: list[Line] = []
    for begin in range(0, count, 10_000):
        drawn = dice.choice(WORDS, (10_000, 90), p=shares / shares.sum()).tolist()
        lots, earlier = dice.random(10_000).tolist(), dice.integers(1, 3_000, 10_000).tolist()
        for number in range(begin, min(count, begin + 10_000)):
            row, lot = drawn[number - begin], lots[number - begin]
            back = lines[number - earlier[number - begin]] if number > 3_000 else None
            lines.append(line(number, words, row, lot, back, number * apart))
    return [msgspec.json.encode(each) for each in lines]


def line(
    number: int, words: list[str], row: list[int], lot: float, back: Line | None, at: float
) -> Line:
    told = ["".join(words[word] for word in row[at : at + 6]) for at in range(0, 90, 6)]
    title, body = told[0], ",".join(told[1:]) + "。"
    if back is not None and lot < 0.17:
        title, body = back.title, back.body + "(转载)"
    elif back is not None and lot < 0.67:
        title = back.title[:6] + title[:6]
        body = back.body[:110] + body[:80]
    return Line(f"n{number}", at, title, body, f"第{number % 60}报")


def run(
    office: "Office",
    batches: Iterable[list[bytes]],
    stored: Callable[[int], object] = int,
) -> None:
    """Take batches in, each analysed while the one before is stored."""
    from huiyin.engine.clock import now
    from huiyin.flows.grouping import ahead, look_up, store_batch

    decode = msgspec.json.Decoder(Line).decode
    read = ([arrival(decode(each)) for each in batch] for batch in batches)
    count = 0
    for arrivals, begun in ahead(read, lambda chunk: look_up(office, chunk, now())):
        store_batch(office, arrivals, now=now(), begun=begun)
        count += len(arrivals)
        stored(count)


def arrival(given: Line) -> "Arrival":
    from huiyin.apps.intake.arrivals import Arrival

    return Arrival(
        "feed", given.title, given.body, outlet=given.outlet, external_id=given.id,
        published_at=START + timedelta(seconds=given.at),
    )  # fmt: skip


def staged() -> dict[str, float]:
    """Let the stages of a batch add up what they use of the processor."""
    from huiyin.flows import grouping

    spent = dict.fromkeys(STAGES, 0.0)

    def timed(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            begun = time.thread_time()
            try:
                return do(*given, **named)
            finally:
                spent[name] += time.thread_time() - begun

        return wrapped

    for name in STAGES:
        setattr(grouping, name, timed(name, getattr(grouping, name)))
    return spent


class Sides:
    """The duties beside the intake, each in its thread, until there is nothing left to do."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._last = threading.Event()
        self._threads = [threading.Thread(target=self._keep, args=duty) for duty in self._duties()]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        self._last.set()
        for thread in self._threads:
            thread.join()

    @staticmethod
    def _duties() -> Iterator[tuple[str, Callable[[], int]]]:
        from huiyin.apps.intake.indexing import Follower, place
        from huiyin.engine.clock import now
        from huiyin.flows.notices import tell_of_events
        from huiyin.flows.searches import tell_of_answers

        where = place()
        assert where is not None
        yield "indexing", Follower(where).round
        yield "searches", lambda: tell_of_answers(now())
        yield "notices", lambda: tell_of_events(now())

    def _keep(self, name: str, do: Callable[[], int]) -> None:
        from django.db import connection

        begun = time.thread_time()
        while True:
            ending = self._last.is_set()
            if not do():
                if ending:
                    break
                self._last.wait(0.5)
            else:
                self._last.wait(PACES.get(name, 0.0))
        self.spent[name] = time.thread_time() - begun
        connection.close()


if __name__ == "__main__":
    main()
