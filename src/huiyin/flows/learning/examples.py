"""Examples to learn from: texts and what a person says they are."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

TASKS = ("kind", "topic", "severity", "sentiment")
_OUTLETS = "news"


@dataclass(frozen=True)
class Example:
    """A text and its labels by task; a task that nobody answered is left out.

    The weight says how much a mistake with it counts.
    """

    title: str
    body: str
    labels: Mapping[str, str]
    weight: float = 1.0


class SeedError(ValueError):
    """A row of the seed that cannot be read: file, line and what is wrong."""


@lru_cache(maxsize=1)
def seed() -> tuple[Example, ...]:
    """Every example that comes with the desk, in the order of the files' names."""
    folder = resources.files("huiyin") / "data" / "seed"
    files = sorted((file for file in folder.iterdir() if _holds(file)), key=lambda file: file.name)
    return tuple(example for file in files for example in _read(file))


def _holds(file: Traversable) -> bool:
    return file.name.endswith(".tsv") and file.name != "topics.tsv"


def _read(file: Traversable) -> Sequence[Example]:
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    found: list[Example] = []
    for number, row in enumerate(rows, start=2):
        if None in row or not all(isinstance(value, str) for value in row.values()):
            raise SeedError(f"{file.name}, line {number}: not {len(rows.fieldnames or ())} columns")
        labels = {task: row[task] for task in TASKS if row.get(task)}
        # news is what outlets write, not something a citizen wants; tone is theirs alone
        labels.pop("kind" if labels.get("kind") == _OUTLETS else "sentiment", None)
        found.append(Example(row["title"], row["text"], labels))
    return found
