"""The tree of topics: what an office tells its messages apart by, as data.

A row has a code, a name in Chinese and one in English, the code of its parent (empty at the top),
the department that answers for it, and whether it is retired. A code is its parent's, a dot, and a
word of its own, so that a tree reads well as a list. A topic is never removed: retired, it is
offered no more, and what was called by it keeps its name.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

COLUMNS = ("code", "zh", "en", "parent")
OPTIONAL = ("unit", "retired")
LONGEST_CODE, LONGEST_NAME = 60, 120
NO, YES = "", "yes"


class TreeError(ValueError):
    """A tree that cannot be used: which line (0 where none is meant), what is wrong, and with
    what. `fault` is heading, code, name, twice, parent, few, retired_parent or unknown."""

    def __init__(self, fault: str, line: int = 0, name: str = "") -> None:
        self.fault, self.line, self.name = fault, line, name
        super().__init__(f"line {line}: {_FAULTS[fault]}" if line else _FAULTS[fault])

    def __str__(self) -> str:
        return f"{super().__str__()} ({self.name})" if self.name else super().__str__()


_FAULTS = {
    "heading": f"the columns are {', '.join(COLUMNS)}, parted by tabs or commas",
    "code": f"a code is needed, of at most {LONGEST_CODE} letters, digits and dots",
    "name": f"a name is needed, of at most {LONGEST_NAME} characters",
    "twice": "the code stands twice",
    "parent": "the parent does not stand above",
    "few": "a tree has at least two topics",
    "retired_parent": "what stands above it is retired",
    "unknown": "there is no such topic",
}


@dataclass(frozen=True)
class Topic:
    """One topic; `unit` is the name of the department that answers for it."""

    code: str
    zh: str
    en: str
    parent: str
    unit: str = ""
    retired: bool = False

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

    def open(self) -> dict[str, Topic]:
        """Return the topics that may be chosen, in their order."""
        return {code: topic for code, topic in self.topics.items() if not topic.retired}

    def unit(self, code: str) -> str:
        """Return the department that answers for a topic: its own, or that of the nearest above."""
        return next((topic.unit for topic in reversed(self.chain(code)) if topic.unit), "")

    def with_added(self, topic: Topic) -> "Tree":
        """Return the tree with one more topic, after its parent and what is below that."""
        if topic.parent and self._known(topic.parent).retired:
            raise TreeError("retired_parent", name=topic.parent)
        topics = list(self.topics.values())
        below = [at for at, one in enumerate(topics) if topic.parent in _above(self, one.code)]
        topics.insert(below[-1] + 1 if topic.parent and below else len(topics), topic)
        return _built(topics)

    def with_renamed(self, code: str, zh: str, en: str, unit: str) -> "Tree":
        """Return the tree with other names and another department for a topic."""
        return self._with(replace(self._known(code), zh=zh, en=en, unit=unit))

    def with_retired(self, code: str) -> "Tree":
        """Return the tree with a topic, and all below it, offered no more."""
        self._known(code)
        gone = [one for one in self.topics if code in _above(self, one)]
        topics = [replace(one, retired=one.retired or one.code in gone)
                  for one in self.topics.values()]  # fmt: skip
        return _built(topics)

    def with_reopened(self, code: str) -> "Tree":
        """Return the tree with a topic offered again; those below it stay as they are."""
        topic = self._known(code)
        if topic.parent and self.topics[topic.parent].retired:
            raise TreeError("retired_parent", name=topic.parent)
        return self._with(replace(topic, retired=False))

    def after(self, earlier: "Tree") -> "Tree":
        """Return this tree with the topics of an earlier one that it lacks, retired."""
        lacking = [replace(one, retired=True)
                   for one in earlier.topics.values() if one.code not in self.topics]  # fmt: skip
        return _built([*self.topics.values(), *lacking])

    def _known(self, code: str) -> Topic:
        if code not in self.topics:
            raise TreeError("unknown", name=code)
        return self.topics[code]

    def _with(self, topic: Topic) -> "Tree":
        return _built([topic if one.code == topic.code else one for one in self.topics.values()])


def _above(known: Tree, code: str) -> list[str]:
    return [topic.code for topic in known.chain(code)]


def read(text: str) -> Tree:
    """Read a tree from lines parted by tabs or commas, with a heading. Raises TreeError."""
    heading = text.partition("\n")[0]
    tabs = "\t" in heading
    rows = csv.DictReader(
        io.StringIO(text, newline=""),
        delimiter="\t" if tabs else ",",
        quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL,
    )
    if tuple(rows.fieldnames or ())[: len(COLUMNS)] != COLUMNS:
        raise TreeError("heading", 1)
    try:
        named = [{name: row.get(name) or "" for name in (*COLUMNS, *OPTIONAL)} for row in rows]
    except csv.Error as error:
        raise TreeError("heading", rows.line_num) from error
    return tree(named)


def write(known: Tree) -> str:
    """Write a tree as CSV that `read` reads."""
    kept = io.StringIO()
    rows = csv.DictWriter(kept, (*COLUMNS, *OPTIONAL), lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(rows_of(known))
    return kept.getvalue()


def tree(rows: Sequence[Mapping[str, str]]) -> Tree:
    """Build a tree from rows; a parent stands before its children. Raises TreeError."""
    return _built([_topic(row) for row in rows], first_line=2)


def _topic(row: Mapping[str, str]) -> Topic:
    code, zh, en, parent = (row[name].strip() for name in COLUMNS)
    retired = row.get("retired", NO).strip().lower() not in {"", "no", "0", "false", "否"}
    return Topic(code, zh, en, parent, row.get("unit", "").strip(), retired)


def _built(listed: Sequence[Topic], first_line: int = 0) -> Tree:
    topics: dict[str, Topic] = {}
    for number, topic in enumerate(listed):
        line = first_line + number if first_line else 0
        if not _is_code(topic.code):
            raise TreeError("code", line, topic.code)
        if not topic.zh or max(map(len, (topic.zh, topic.en, topic.unit))) > LONGEST_NAME:
            raise TreeError("name", line, topic.code)
        if topic.code in topics:
            raise TreeError("twice", line, topic.code)
        if topic.parent and topic.parent not in topics:
            raise TreeError("parent", line, topic.parent)
        topics[topic.code] = topic
    if len(topics) < 2:
        raise TreeError("few")
    return Tree(topics)


def _is_code(code: str) -> bool:
    """Whether a code can stand in addresses and tables: letters, digits and -_. within."""
    plain = code.replace(".", "").replace("-", "").replace("_", "")
    return plain.isalnum() and len(code) <= LONGEST_CODE


def rows_of(known: Tree) -> list[dict[str, str]]:
    """Return the rows a tree was built from."""
    return [
        {**{name: getattr(topic, name) for name in (*COLUMNS, "unit")},
         "retired": YES if topic.retired else NO}
        for topic in known.topics.values()
    ]  # fmt: skip


@lru_cache(maxsize=1)
def shipped() -> Tree:
    """Read the tree that comes with the desk."""
    file = resources.files("huiyin") / "data" / "seed" / "topics.tsv"
    return read(file.read_text(encoding="utf-8"))
