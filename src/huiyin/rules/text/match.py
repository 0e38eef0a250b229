"""Keyword rules: which texts say what an office listens for, and with which words.

All rules of all offices are one set: their terms are looked for together, in one pass over the
batch, and only rules that own a term of the text are then decided. The language is described in
`reading`.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from huiyin.rules.text import characters, clauses, explain, programs
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.explain import MOST_PLACES, MOST_SPANS, Span
from huiyin.rules.text.expressions import Lists, Node, RuleError, Term, plainly
from huiyin.rules.text.fields import CODE_FIELDS, SAID_FIELDS
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.patterns import Pattern, plain, wild
from huiyin.rules.text.reading import parse
from huiyin.rules.text.scan import Bytes, Scanner

if TYPE_CHECKING:
    from huiyin.rules.text.kernels_match import Int32
    from huiyin.rules.text.kernels_scan import Finds

_FACTS = (*SAID_FIELDS, *CODE_FIELDS)
_KEPT = 10_000  # values of outlets and places whose terms are remembered

__all__ = ["Facts", "Hit", "Rule", "RuleError", "Ruleset", "Span", "compile"]


@dataclass(frozen=True)
class Rule:
    """A rule of a group (an office); `node` is as it was read, its word lists in place."""

    key: Hashable
    node: Node
    group: Hashable = None


@dataclass(frozen=True)
class Facts:
    """What is said of a text besides its words: names as given, codes of channel and kind."""

    outlet: str = ""
    place: str = ""
    channel: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Hit:
    """A rule that a text satisfies, and the words that did it, in the order of the text.

    At most `MOST_SPANS` places. `facts` are the terms of outlet, place, channel and kind.
    """

    key: Hashable
    spans: tuple[Span, ...]
    facts: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The words that satisfied the rule, each once, in the order of the text."""
        return tuple(dict.fromkeys(span.term for span in self.spans))


@dataclass(frozen=True)
class Decided:
    """The (text, rule) pairs of a batch, ascending (int32, shape (n, 2)), and what they rest on.

    Rules are numbered as `Ruleset.rules` holds them; see `Scanner.finds` for the others.
    """

    pairs: "Int32"
    finds: "Finds"
    said: Sequence[frozenset[Term]]
    kinds: Bytes
    breaks: Bytes


class Ruleset:
    """Rules compiled together; immutable, and safe to share between threads."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        order = {group: at for at, group in enumerate(dict.fromkeys(one.group for one in rules))}
        self.rules = tuple(sorted(rules, key=lambda one: order[one.group]))
        self._plain = tuple(plainly(one.node) for one in self.rules)
        self._compiled = programs.compiled(self._plain)
        self._scanner = Scanner([_pattern(term) for term in self._compiled.terms])
        self._breaks = self._scanner.wild or len(self._compiled.rules.nears) > 0
        self._numbers = {term: number for number, term in enumerate(self._compiled.terms)}
        self._groups = {one.group: (0, 0) for one in self.rules}
        for at, one in enumerate(self.rules):
            first, last = self._groups[one.group]
            self._groups[one.group] = (at if last == 0 else first, at + 1)
        self._beside = {field: _Beside(field, self._compiled.said) for field in _FACTS}

    @property
    def asks_facts(self) -> bool:
        """Whether a rule asks of outlet, place, channel or kind."""
        return bool(self._compiled.said)

    def match(
        self, folded: Sequence[str], facts: Sequence[Facts] = (), group: Hashable = None
    ) -> list[list[Hit]]:
        """Return for each folded text the rules of the group it satisfies, in their order.

        A text is a title, a line break and a body, or a body alone; `facts` has an entry for each
        text, or none.
        """
        return self.match_codes(encode(folded), facts, group)

    def match_codes(
        self, codes: Codes, facts: Sequence[Facts] = (), group: Hashable = None
    ) -> list[list[Hit]]:
        """Match texts that are encoded already."""
        hits: list[list[Hit]] = [[] for _ in range(codes.count)]
        if group not in self._groups:
            return hits
        decided = self.decide(codes, facts, group)
        for index, pairs in groupby(decided.pairs.tolist(), key=itemgetter(0)):
            text = self._text(codes, decided, index)
            hits[index] = [self._hit(rule, text) for _index, rule in pairs]
        return hits

    def marks(
        self, folded: Sequence[str], facts: Sequence[Facts] = (), group: Hashable = None
    ) -> list[bool]:
        """Tell for each text whether it satisfies any rule of the group."""
        marked = [False] * len(folded)
        if group in self._groups:
            for index, _rule in self.decide(encode(folded), facts, group).pairs.tolist():
                marked[index] = True
        return marked

    def decide(self, codes: Codes, facts: Sequence[Facts] = (), group: Hashable = None) -> Decided:
        """Decide the rules without explaining the hits."""
        from huiyin.rules.text import kernels_match

        kinds = characters.kinds(codes.points)
        breaks = clauses.ends(codes.points, kinds) if self._breaks else kinds[:0]
        finds = self._scanner.finds(codes, kinds, breaks)
        said = [self._said(one) for one in facts] if self._compiled.said else []
        texts, standing = self._standing(codes, finds, said)
        low, high = self._groups.get(group, (0, 0))
        size = max(codes.count * 4, 64)
        while True:
            pairs = np.empty((size, 2), dtype=np.int32)
            count = kernels_match.decide(
                codes.points, kinds, breaks, codes.starts, finds, self._compiled.rules, texts,
                standing, low, high, pairs,
            )  # fmt: skip
            if count <= size:
                order = np.lexsort((pairs[:count, 1], pairs[:count, 0]))
                return Decided(pairs[order], finds, said, kinds, breaks)
            size = count

    def _standing(
        self, codes: Codes, finds: "Finds", said: Sequence[frozenset[Term]]
    ) -> tuple[Ints, "Int32"]:
        """The leaves that are true of each text, with where each text's begin."""
        from huiyin.rules.text import kernels_match

        rules = self._compiled.rules
        fact_starts, facts = self._leaves(said, codes.count)
        entries = np.diff(rules.term_starts)[finds.terms].sum() + len(facts)
        texts, standing = np.empty(codes.count + 1, np.int64), np.empty(entries, np.int32)
        kernels_match.stand(
            codes.points, codes.starts, finds, rules, fact_starts, facts, texts, standing
        )
        return texts, standing

    def _hit(self, rule: int, text: explain.Text) -> Hit:
        node = self._plain[rule]
        spoke = sorted(explain.support(node, text) or {}, key=_place)
        facts = tuple(dict.fromkeys(explain.said(node, text))) if text.said else ()
        return Hit(self.rules[rule].key, tuple(spoke[:MOST_SPANS]), facts)

    def _said(self, facts: Facts) -> frozenset[Term]:
        """The terms of outlet, place, channel and kind that are so."""
        return frozenset().union(
            *(self._beside[field].holding(getattr(facts, field)) for field in _FACTS)
        )

    def _leaves(self, said: Sequence[frozenset[Term]], count: int) -> tuple[Ints, "Int32"]:
        """The leaves that are true of each text besides its terms, with where each text's begin."""
        starts = np.zeros(count + 1, dtype=np.int64)
        rows = [[leaf for term in one for leaf in self._compiled.said[term]] for one in said]
        if rows:
            np.cumsum([len(row) for row in rows], out=starts[1:])
        return starts, np.array([leaf for row in rows for leaf in row], dtype=np.int32)

    def _text(self, codes: Codes, decided: Decided, index: int) -> explain.Text:
        """A text that satisfies rules, with the first places of its terms."""
        finds, low = decided.finds, int(codes.starts[index])
        part = slice(int(finds.texts[index]), int(finds.texts[index + 1]))
        points = codes.points[low : int(codes.starts[index + 1]) - 1]
        folded = points.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")
        places: dict[int, list[tuple[int, int]]] = {}
        for number, begin, end in zip(
            finds.terms[part].tolist(), (finds.begins[part] - low).tolist(),
            (finds.ends[part] - low).tolist(), strict=True,
        ):  # fmt: skip
            held = places.setdefault(number, [])
            if len(held) < MOST_PLACES:
                held.append((begin, end))
        said = decided.said[index] if decided.said else frozenset()
        around = slice(low, low + len(folded))
        return explain.Text(
            folded, self._compiled.terms, self._numbers, places, said,
            decided.kinds[around], decided.breaks[around],
        )  # fmt: skip


class _Beside:
    """The terms that rules ask of one field beside the text, and which of them a value holds."""

    def __init__(self, field: str, said: Iterable[Term]) -> None:
        self._terms = [term for term in said if term.field == field]
        self._codes = field in CODE_FIELDS
        self._known: dict[str, frozenset[Term]] = {"": frozenset()}
        self._scanner = None if self._codes else Scanner([_pattern(term) for term in self._terms])

    def holding(self, value: str) -> frozenset[Term]:
        """The terms a value holds; values repeat, so the answers are kept."""
        if not self._terms:
            return self._known[""]
        if value not in self._known:
            if len(self._known) > _KEPT:
                self._known = {"": frozenset()}
            self._known[value] = self._held(value)
        return self._known[value]

    def _held(self, value: str) -> frozenset[Term]:
        if self._scanner is None:
            return frozenset(term for term in self._terms if term.text == value)
        found = self._scanner.find(encode(fold([value])))
        return frozenset(self._terms[index] for index in found.terms.tolist())


def compile(  # noqa: A001
    rules: Sequence[tuple[Hashable, str]], lists: Lists = MappingProxyType({})
) -> Ruleset:
    """Compile (key, expression) pairs; raises RuleError, with the key, at the first bad one."""
    read = []
    for key, expression in rules:
        try:
            read.append(Rule(key, parse(expression, lists)))
        except RuleError as error:
            error.key = key
            raise
    return Ruleset(read)


def _pattern(term: Term) -> Pattern:
    return wild(term.text) if term.wild else plain(term.text)


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end
