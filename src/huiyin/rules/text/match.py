"""Keyword rules: which texts say what an office listens for, and with which words.

The terms of all rules are looked for together, in one pass over the batch; only rules that own a
term of the text are then decided. The language is described in `expressions`.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from huiyin.rules.text.codes import Codes, encode
from huiyin.rules.text.expressions import Node, RuleError, anchors, parse, supports, terms
from huiyin.rules.text.scan import Found, Scanner

__all__ = ["Hit", "RuleError", "Ruleset", "Span", "compile"]


@dataclass(frozen=True)
class Span:
    """One place of a term in the folded text: characters `start` to `end` (exclusive)."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """A rule that a text satisfies, and the words that did it, in the order of the text."""

    key: Hashable
    spans: tuple[Span, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms that satisfied the rule, each once, in the order of the text."""
        return tuple(dict.fromkeys(span.term for span in self.spans))


class Ruleset:
    """Rules compiled together. Use `compile`."""

    def __init__(self, rules: Sequence[tuple[Hashable, Node]]) -> None:
        self._rules = tuple(rules)
        every = sorted(frozenset().union(*(terms(node) for _, node in rules)))
        self._scanner = Scanner(every)
        self._owners: dict[str, list[int]] = {term: [] for term in every}
        for index, (_, node) in enumerate(rules):
            for term in anchors(node) or ():
                self._owners[term].append(index)

    def match(self, folded: Sequence[str]) -> list[list[Hit]]:
        """Return for each folded text the rules it satisfies, in the order they were compiled."""
        return self.match_codes(encode(folded))

    def match_codes(self, codes: Codes) -> list[list[Hit]]:
        """Match texts that are encoded already."""
        hits: list[list[Hit]] = [[] for _ in range(codes.count)]
        for text, spans in self._spans(self._scanner.find(codes)):
            hits[text] = self._decide(spans)
        return hits

    def _spans(self, found: Found) -> Iterator[tuple[int, list[Span]]]:
        names = self._scanner.terms
        rows = zip(found.texts.tolist(), found.places.tolist(), found.terms.tolist(), strict=True)
        for text, group in groupby(rows, key=lambda row: row[0]):
            yield (
                text,
                [Span(names[term], at, at + len(names[term])) for _, at, term in group],
            )

    def _decide(self, spans: list[Span]) -> list[Hit]:
        present = frozenset(span.term for span in spans)
        asked = sorted({index for term in present for index in self._owners[term]})
        hits = []
        for index in asked:
            key, node = self._rules[index]
            spoke = supports(node, present)
            if spoke is not None:
                hits.append(Hit(key, tuple(span for span in spans if span.term in spoke)))
        return hits


def compile(rules: Sequence[tuple[Hashable, str]]) -> Ruleset:  # noqa: A001
    """Compile (key, expression) pairs; raises RuleError, with the key, at the first bad one."""
    nodes = []
    for key, expression in rules:
        try:
            nodes.append((key, parse(expression)))
        except RuleError as error:
            raise RuleError(error.position, error.message_code, error.near, key) from None
    return Ruleset(nodes)
