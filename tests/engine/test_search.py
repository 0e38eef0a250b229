"""The index finds a phrase where a substring search finds it, and is whole after every commit."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huiyin.engine.search import (
    Entry,
    Filters,
    IndexBusy,
    Marks,
    Place,
    Reader,
    Writer,
    open_reader,
    rank,
)
from huiyin.rules.text.asking import question, satisfied

START = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = ["爆炸", "火", "化工厂", "电梯", "pm2.5", "a", "b", "路灯", "路", "灯", "😀", "3人", "%"]
QUESTIONS = (
    "爆炸", "火", "工厂", "pm2", "2.5", "路灯", "灯路", "路 灯", '"路 灯"', "😀", "%", "\\",
    "火 OR 电梯", "火 -电梯", "-火", "(火 OR a) b -路", '"a b" OR 3人', "没有", "火电梯",
)  # fmt: skip


def made(count: int, seed: int = 3) -> list[Entry]:
    """Items of two offices; ids do not follow the time they were said."""
    dice = random.Random(seed)
    found = []
    for pk in range(1, count + 1):
        title, body = ("".join(dice.choices([*WORDS, " "], k=dice.randrange(1, 9))) for _ in "ab")
        said = START + timedelta(minutes=dice.randrange(500))
        channel = dice.choice(["feed", "portal"])
        text = f"{' '.join(title.split())}\n{' '.join(body.split())}"
        found.append(Entry(pk, 1 + pk % 2, rank(said, pk), channel, pk % 3, text))
    return found


def indexed(folder: Path, entries: Sequence[Entry]) -> Reader:
    generation = Place(folder).begin()
    writer = Writer(generation)
    writer.add(entries)
    writer.commit(Marks("a", items={1: entries[-1].id, 2: entries[-1].id}))
    writer.close()
    return open_reader(generation)


@pytest.mark.parametrize(
    "narrow", [{}, {"channel": "portal"}, {"source": 2}, {"upto": 200}, {"channel": "x"}]
)
def test_what_is_found_is_what_the_texts_hold(
    tmp_path: Path, narrow: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.engine.search.reader.STEPS", (20, 80, 200))
    entries = made(400)
    reader = indexed(tmp_path, entries)
    before = sorted(each.rank for each in entries)[300]
    for asked in QUESTIONS:
        wanted = question(asked)
        assert wanted is not None
        for extra in ({}, {"before": before}, {"since": before}):
            filters = Filters(1, **{**narrow, **extra})  # type: ignore[arg-type]
            held = [each for each in entries if fits(each, filters)]
            right = [each for each in held if satisfied(wanted, each.folded)]
            right.sort(key=lambda each: -each.rank)
            assert [hit.id for hit in reader.newest(wanted, filters, 7)] == [
                each.id for each in right[:7]
            ], (asked, filters)
            assert reader.count(wanted, filters) == len(right)
            assert {hit.id for hit in reader.best(wanted, filters, 999)} == {
                each.id for each in right
            }


def fits(entry: Entry, filters: Filters) -> bool:
    return (
        entry.office == filters.office
        and filters.channel in ("", entry.channel)
        and filters.source in (None, entry.source)
        and (filters.upto is None or entry.id <= filters.upto)
        and (filters.before is None or entry.rank < filters.before)
        and (filters.since is None or entry.rank >= filters.since)
    )


def test_what_says_it_more_often_in_fewer_words_comes_first(tmp_path: Path) -> None:
    texts = ("电梯\n一台电梯和很多别的事情都要说", "路灯\n电梯", "电梯电梯\n电梯")
    entries = [Entry(pk, 1, pk, "feed", 0, text) for pk, text in enumerate(texts, 1)]
    hits = indexed(tmp_path, entries).best(question("电梯"), Filters(1), 9)  # type: ignore[arg-type]
    assert [hit.id for hit in hits] == [3, 2, 1]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    writer = Writer(Place(tmp_path).begin())
    with pytest.raises(IndexBusy):
        Writer(writer.folder)
    writer.close()
    Writer(writer.folder).close()


def test_a_broken_index_says_so(tmp_path: Path) -> None:
    generation = Place(tmp_path).begin()
    indexed(tmp_path / "other", made(3))
    (generation / "meta.json").write_text("{")
    with pytest.raises(ValueError):
        open_reader(generation)


def test_a_generation_answers_until_the_next_one_is_ready(tmp_path: Path) -> None:
    place = Place(tmp_path / "search")
    assert (place.current, place.building) == (None, None)
    first = place.begin()
    assert (place.current, place.building) == (first, None)
    second = place.begin()
    assert (place.current, place.building) == (first, second)
    place.settle(second)
    assert (place.current, place.building, first.exists()) == (second, None, False)


KILLED = """
import sys
from pathlib import Path
from huiyin.engine.search import Entry, Marks, Writer
writer = Writer(Path(sys.argv[1]))
at = writer.marks.items[1] if writer.marks else 0
while True:
    writer.add(Entry(pk, 1, pk, "feed", 0, f"第{pk}件\\n电梯") for pk in range(at + 1, at + 51))
    at += 50
    writer.commit(Marks(items={1: at}))
    print(at, flush=True)
"""


def test_a_killed_writer_leaves_neither_gaps_nor_doubles(tmp_path: Path) -> None:
    generation = Place(tmp_path).begin()
    for round_ in range(2):
        told = [sys.executable, "-c", KILLED, str(generation)]
        with subprocess.Popen(told, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _line in range(2 + round_):
                writer.stdout.readline()
            os.kill(writer.pid, signal.SIGKILL)
        reader = open_reader(generation)
        reached = reader.marks.items[1]
        elevator = question("电梯")
        assert elevator is not None
        hits = reader.newest(elevator, Filters(1), 10_000)
        assert [hit.id for hit in hits] == list(range(reached, 0, -1))
