"""The charter: every clause of the two founding documents and how far this version carries it.

The clauses stand in `huiyin/data/charter.toml`. They are promises, so the states are strict: what
works or works in part names the test that proves it, what works in part says what is missing, and
what the desk declines to do names the lawful thing it does instead.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class State(StrEnum):
    """How far a clause is carried."""

    WORKS = "works"
    PARTLY = "partly"
    LATER = "later"
    ORGANISATIONAL = "organisational"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `number` is "A1" … "B49", `text` an excerpt of the original, `kind` S, O, H or ✕.

    `by` is the screen or command that carries it, `tests` are pytest nodes without parameters.
    """

    number: str
    text: str
    capability: str
    kind: str
    state: State
    by: str = ""
    missing: str = ""
    substitute: str = ""
    tests: tuple[str, ...] = ()


@cache
def clauses() -> tuple[Clause, ...]:
    """All clauses in the order of the documents."""
    table = tomllib.loads((files("huiyin") / "data" / "charter.toml").read_text("utf-8"))
    return tuple(_clause(row) for row in table["clause"])


def counts(rows: Sequence[Clause]) -> dict[str, int]:
    """How many clauses are in each state, and `total`."""
    found = Counter(row.state for row in rows)
    return {**{state.value: found[state] for state in State}, "total": len(rows)}


def _clause(row: Mapping[str, object]) -> Clause:
    tests = row.get("tests", [])
    if not isinstance(tests, list):
        raise TypeError(f"{row.get('number')}: tests is a list")
    texts = {name: str(value) for name, value in row.items() if name not in {"state", "tests"}}
    return Clause(**texts, state=State(str(row["state"])), tests=tuple(map(str, tests)))
