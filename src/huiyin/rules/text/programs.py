"""Rules as tables and short programs, all rules together.

A *leaf* is a set of terms, one or many (any of some words, a whole word list): it is true where one
of them stands, and it knows how many of them do. Each set has one leaf, however many rules ask for
it. A rule is a program over leaves, decided only where one of its *anchors* is true: leaves without
which it cannot hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from huiyin.rules.text.expressions import All, Any, AtLeast, Near, Node, Not, Term
from huiyin.rules.text.fields import CODE_FIELDS, SAID_FIELDS

if TYPE_CHECKING:
    from huiyin.rules.text.kernels_match import Rules

TEST, NEAR, DENY, JUMP, COUNT, ADD, ENOUGH = range(7)  # as in `kernels_match`
_WHERE = {"": 3, "title": 1, "body": 2}
Leaf = frozenset[Term]
Step = tuple[int, int, int]


@dataclass(frozen=True)
class Compiled:
    """Rules as tables; `terms` are those of texts in the order of the tables, without fields.

    `said` gives for each term of an outlet or place, and each code of a channel or kind, the
    leaves it speaks for.
    """

    terms: tuple[Term, ...]
    rules: "Rules"
    said: dict[Term, list[int]]


class _Tables:
    """Leaves and programs as they are found rule by rule."""

    def __init__(self) -> None:
        self.leaves: dict[Leaf, int] = {}
        self.owners: list[list[int]] = []
        self.programs: list[list[Step]] = []
        self.nears: list[list[tuple[int, int, int]]] = []

    def add(self, node: Node) -> None:
        """Take in one rule (see `expressions.plainly`)."""
        rule = len(self.programs)
        self.programs.append(self._steps(node))
        for leaf in anchors(node) or ():
            self.owners[self._leaf(leaf)].append(rule)

    def _leaf(self, terms: Leaf) -> int:
        if terms not in self.leaves:
            self.leaves[terms] = len(self.owners)
            self.owners.append([])
        return self.leaves[terms]

    def _steps(self, node: Node) -> list[Step]:
        match node:
            case Not(part):
                return [*self._steps(part), (DENY, 0, 0)]
            case All(parts):
                ordered = sorted(parts, key=lambda part: isinstance(part, Near))
                return _chained([self._steps(part) for part in ordered], when=False)
            case Any():
                words = [(TEST, self._leaf(node.plain), 1)] if node.plain else []
                options = [self._steps(part) for part in node.others]
                return _chained([words, *options] if words else options, when=True)
            case AtLeast(count, parts):
                return self._count(count, parts)
            case Near():
                tests: list[list[Step]] = [
                    [(TEST, self._leaf(_words(part)), 1)] for part in node.parts
                ]
                return _chained([*tests, [(NEAR, self._near(node), 0)]], when=False)
            case _:
                return [(TEST, self._leaf(_words(node)), 1)]

    def _count(self, count: int, parts: Sequence[Node]) -> list[Step]:
        if all(isinstance(part, Term) for part in parts):
            return [(TEST, self._leaf(_words(Any(tuple(parts)))), count)]
        steps: list[Step] = [(COUNT, 0, 0)]
        for part in parts:
            steps += [*self._steps(part), (ADD, 0, 0)]
        return [*steps, (ENOUGH, 0, count)]

    def _near(self, node: Near) -> int:
        reaches = [(0, 0), *((reach.tokens, int(reach.ordered)) for reach in node.reaches)]
        leaves = [self._leaf(_words(part)) for part in node.parts]
        self.nears.append([(leaf, *reach) for leaf, reach in zip(leaves, reaches, strict=True)])
        return len(self.nears) - 1


def _chained(parts: list[list[Step]], *, when: bool) -> list[Step]:
    """Join programs; after each one that holds or not (`when`) the rest cannot matter."""
    steps: list[Step] = []
    for part in reversed(parts):
        steps = [*part, (JUMP, len(steps), int(when)), *steps] if steps else part
    return steps


def _words(node: Node) -> Leaf:
    """Return the terms of a term, or of any of some terms."""
    match node:
        case Term():
            return frozenset([node])
        case Any():
            return node.plain.union(*(_words(part) for part in node.others))
        case _:
            raise TypeError("only terms stand near each other")


def anchors(node: Node) -> frozenset[Leaf] | None:
    """Return leaves without any of which the expression cannot hold; None where there are none."""
    match node:
        case Term():
            return frozenset([_words(node)])
        case Not():
            return None
        case All(parts):
            held = [anchor for part in parts if (anchor := anchors(part)) is not None]
            return min(held, key=_commonness, default=None)
        case Near(parts):
            return min((frozenset([_words(part)]) for part in parts), key=_commonness)
        case Any():
            options = [anchors(part) for part in node.others]
            words = [frozenset([node.plain])] if node.plain else []
            return _all_of([*options, *words])
        case AtLeast(count, parts):
            if all(isinstance(part, Term) for part in parts):
                return frozenset([_words(Any(parts))])
            known = [anchor for part in parts if (anchor := anchors(part)) is not None]
            return _all_of(known) if len(parts) - len(known) < count else None
        case _:
            raise TypeError("word lists are put in place first")


def _all_of(options: Sequence[frozenset[Leaf] | None]) -> frozenset[Leaf] | None:
    known = [option for option in options if option is not None]
    return frozenset[Leaf]().union(*known) if len(known) == len(options) else None


def _commonness(anchor: frozenset[Leaf]) -> tuple[int, int]:
    """Order anchors: few terms before many, long ones before short ones."""
    lengths = [len(term.text) for leaf in anchor for term in leaf]
    return len(lengths), -min(lengths)


def compiled(nodes: Sequence[Node]) -> Compiled:
    """Compile rules (see `expressions.plainly`), in their order."""
    tables = _Tables()
    for node in nodes:
        tables.add(node)
    said: dict[Term, list[int]] = {}
    spoken: dict[Term, list[tuple[int, int]]] = {}
    for leaf, index in tables.leaves.items():
        for term in sorted(leaf, key=lambda term: (term.text, term.wild, term.field)):
            if term.field in (*SAID_FIELDS, *CODE_FIELDS):
                said.setdefault(term, []).append(index)
            else:
                bare = Term(term.text, wild=term.wild)
                spoken.setdefault(bare, []).append((index, _WHERE[term.field]))
    return Compiled(tuple(spoken), _arrays(tables, list(spoken.values())), said)


def _arrays(tables: _Tables, entries: list[list[tuple[int, int]]]) -> "Rules":
    from huiyin.rules.text.kernels_match import Rules

    flat = np.array([one for row in entries for one in row], dtype=np.int32).reshape(-1, 2)
    owners = [one for row in tables.owners for one in row]
    steps = [one for row in tables.programs for one in row]
    nears = [one for row in tables.nears for one in row]
    fielded = [any(where != 3 for _leaf, where in row) for row in entries]
    return Rules(
        np.array(fielded, dtype=np.uint8),
        _starts(entries),
        np.ascontiguousarray(flat[:, 0]),
        flat[:, 1].astype(np.uint8),
        _starts(tables.owners),
        np.array(owners, dtype=np.int32),
        _starts(tables.programs),
        np.array(steps, dtype=np.int32).reshape(-1, 3),
        _starts(tables.nears),
        np.array(nears, dtype=np.int32).reshape(-1, 3),
    )


def _starts(rows: Sequence[Sequence[object]]) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    starts = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return starts
