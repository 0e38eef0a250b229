"""What keyword rules are made of, and the mistakes they may hold.

A rule is a tree: words at its leaves, `Not`, `All`, `Any`, `AtLeast` and `Near` above. `reading`
makes it of what a person wrote; here stands what it means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from huiyin.rules.text.fields import closest

CLAUSE, SENTENCE = -1, -2
"""Reaches of `Near` that end where the clause or the sentence does."""


class RuleError(ValueError):
    """An expression that cannot be understood.

    `position` is the offset in the expression, `near` what stands there, `message_code` one of
    empty, too_long, too_deep, unclosed_quote, unclosed_parenthesis, unexpected_parenthesis,
    missing_term, empty_phrase, only_negative, comma, wildcard_alone, wildcard_long, unknown_field,
    unknown_value, unknown_list, nested_field, near_reach, near_part, at_least_many. `key` is the
    rule's, where a set is compiled; `meant` a word that may have been meant instead of `near`.
    """

    def __init__(
        self, position: int, message_code: str, near: str, key: object = None, meant: str = ""
    ) -> None:
        super().__init__(f"{message_code} at {position}: {near!r}")
        self.position, self.message_code, self.near = position, message_code, near
        self.key, self.meant = key, meant


class Term(NamedTuple):
    """A folded word or phrase; where `wild`, its `?` and `*` stand for other characters.

    `field` is one of `fields.NAMES`, "" for title and body alike. Of `channel` and `kind` the text
    is a code.
    """

    text: str
    field: str = ""
    wild: bool = False


@dataclass(frozen=True)
class Listed:
    """Any word of the word list of that name; `at` is where it stands in the expression."""

    name: str
    field: str = ""
    at: int = 0


@dataclass(frozen=True)
class Not:
    """Satisfied where its part is not."""

    part: "Node"


@dataclass(frozen=True)
class All:
    """Satisfied where every part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Any:
    """Satisfied where at least one part is. `listed` names the word list the parts come from."""

    parts: tuple["Node", ...]
    listed: str = ""

    @cached_property
    def plain(self) -> frozenset[Term]:
        """The parts that are terms: a set, for lists may be long."""
        return frozenset(part for part in self.parts if isinstance(part, Term))

    @cached_property
    def others(self) -> tuple["Node", ...]:
        """The parts that are not terms."""
        return tuple(part for part in self.parts if not isinstance(part, Term))


@dataclass(frozen=True)
class AtLeast:
    """Satisfied where at least `count` of the parts are."""

    count: int
    parts: tuple["Node", ...]
    at: int = 0


@dataclass(frozen=True)
class Reach:
    """How far a thing may stand from the one before: `tokens` between them, or CLAUSE, SENTENCE.

    A token is a Chinese character or a whole word. `ordered` where it must stand after.
    """

    tokens: int
    ordered: bool = False


@dataclass(frozen=True)
class Near:
    """Satisfied where each part stands near the one before; parts are terms or any of some terms.

    `reaches` has one entry less than `parts`. Title and body are never near each other.
    """

    parts: tuple["Node", ...]
    reaches: tuple[Reach, ...]


Node = Term | Listed | Not | All | Any | AtLeast | Near
Lists = Mapping[str, Sequence[Term]]
"""The words of each word list, by name."""


def resolve(node: Node, lists: Lists) -> Node:
    """Put the words of lists where rules name them; raises RuleError for an unknown list."""
    match node:
        case Term():
            return node
        case Listed():
            return _words(node, lists)
        case Not(part):
            return Not(resolve(part, lists))
        case AtLeast(count, parts, at):
            each = [resolve(part, lists) for part in parts]
            spread = [one.parts if isinstance(one, Any) and one.listed else (one,) for one in each]
            inner = tuple(dict.fromkeys(part for parts in spread for part in parts))
            if count > len(inner):
                raise RuleError(at, "at_least_many", "", meant=str(len(inner)))
            return AtLeast(count, inner, at)
        case _:
            return replace(node, parts=tuple(resolve(part, lists) for part in node.parts))


def _words(listed: Listed, lists: Lists) -> Any:
    if listed.name not in lists:
        meant = closest(listed.name, sorted(lists)) or ""
        raise RuleError(listed.at, "unknown_list", listed.name, meant=meant)
    words = tuple(term._replace(field=listed.field) for term in lists[listed.name])
    return Any(words, listed.name)


def lists_of(node: Node) -> frozenset[str]:
    """Return the names of the word lists an expression uses, before they are resolved."""
    match node:
        case Listed(name):
            return frozenset([name])
        case Term():
            return frozenset()
        case Not(part):
            return lists_of(part)
        case _:
            return frozenset().union(*(lists_of(part) for part in node.parts))


def satisfied_by_nothing(node: Node) -> bool:
    """Tell whether a text without any of its words satisfies the expression."""
    match node:
        case Term() | Listed() | Near():
            return False
        case Not(part):
            return not satisfied_by_nothing(part)
        case All(parts):
            return all(satisfied_by_nothing(part) for part in parts)
        case Any(parts):
            return any(satisfied_by_nothing(part) for part in parts)
        case AtLeast(count, parts):
            return sum(satisfied_by_nothing(part) for part in parts) >= count


def plainly(node: Node) -> Node:
    """Return the same expression with `Not` only before terms, counts of terms, and `Near`.

    So an expression that nothing satisfies has, in each way to satisfy it, a word that must stand.
    """
    match node:
        case Not(part):
            return _denied(part)
        case All() | Any() | AtLeast():
            return replace(node, parts=tuple(plainly(part) for part in node.parts))
        case _:
            return node


def _denied(node: Node) -> Node:
    match node:
        case Not(part):
            return plainly(part)
        case All(parts):
            return Any(tuple(_denied(part) for part in parts))
        case Any() if node.plain:
            words = Not(Any(tuple(part for part in node.parts if part in node.plain)))
            return All((words, *(_denied(part) for part in node.others)))
        case Any(parts):
            return All(tuple(_denied(part) for part in parts))
        case AtLeast(count, parts) if not all(isinstance(part, Term) for part in parts):
            return AtLeast(len(parts) - count + 1, tuple(_denied(part) for part in parts))
        case _:
            return Not(node)
