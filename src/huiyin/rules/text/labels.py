"""The tree of topics: what an office tells its messages apart by, as data.

A row has a code, a name in Chinese and one in English, and the code of its parent (empty at the
top). A code is its parent's, a dot, and a word of its own, so that a tree reads well as a list.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

COLUMNS = ("code", "zh", "en", "parent")
_LONGEST_CODE = 60


class TreeError(ValueError):
    """A tree that cannot be used: which line, and what is wrong with it."""


@dataclass(frozen=True)
class Topic:
    """One topic."""

    code: str
    zh: str
    en: str
    parent: str

    def name(self, language: str) -> str:
        """Return its name in a language; Chinese unless English is asked for."""
        return self.en if language.startswith("en") and self.en else self.zh


@dataclass(frozen=True)
class Tree:
    """Topics in their order, by code."""

    topics: Mapping[str, Topic]

    def chain(self, code: str) -> tuple[Topic, ...]:
        """Return the topic with all above it, highest first; nothing for an unknown code."""
        found: list[Topic] = []
        while code in self.topics:
            found.insert(0, self.topics[code])
            code = self.topics[code].parent
        return tuple(found)


def read(text: str) -> Tree:
    """Read a tree from tab-separated lines with a heading. Raises TreeError."""
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(rows.fieldnames or ())[: len(COLUMNS)] != COLUMNS:
        raise TreeError(f"line 1: the columns are {', '.join(COLUMNS)}, parted by tabs")
    return tree([{name: row.get(name) or "" for name in COLUMNS} for row in rows])


def tree(rows: Sequence[Mapping[str, str]]) -> Tree:
    """Build a tree from rows; a parent stands before its children. Raises TreeError."""
    topics: dict[str, Topic] = {}
    for line, row in enumerate(rows, start=2):
        topic = Topic(*(row[name].strip() for name in COLUMNS))
        if not topic.code or len(topic.code) > _LONGEST_CODE or not topic.zh:
            raise TreeError(f"line {line}: a code of at most {_LONGEST_CODE} characters and a name")
        if topic.code in topics:
            raise TreeError(f"line {line}: {topic.code} stands twice")
        if topic.parent and topic.parent not in topics:
            raise TreeError(f"line {line}: the parent {topic.parent} does not stand above")
        topics[topic.code] = topic
    if len(topics) < 2:
        raise TreeError("a tree has at least two topics")
    return Tree(topics)


def rows_of(known: Tree) -> list[dict[str, str]]:
    """Return the rows a tree was built from."""
    return [{name: getattr(topic, name) for name in COLUMNS} for topic in known.topics.values()]


@lru_cache(maxsize=1)
def shipped() -> Tree:
    """Read the tree that comes with the desk."""
    file = resources.files("huiyin") / "data" / "seed" / "topics.tsv"
    return read(file.read_text(encoding="utf-8"))
