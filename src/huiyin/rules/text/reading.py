"""The boolean language of keyword rules: how an expression is read.

    expression  any ("|" any)*          also OR, 或, 、; weakest
    any         each ("&" each)*        also AND, 且, 与, +, or just a space
    each        "-" each                also NOT, 非, "!"
                near
    near        part ("NEAR/5" part)*   also 近/5; BEFORE/5, 先于/5 in that order;
                                        /clause, /分句 and /sentence, /句 instead of a number
    part        "(" expression ")"
                field ":" part          see `fields`
                "2 of" part             also AT LEAST 2 OF, 至少2个
                "@" list
                term or "quoted phrase"

Operators that are words count only where they stand alone, so that 非法集资 is a term; see `signs`
for the rest. An expression that some text without any of its terms would satisfy is refused.
"""

from functools import lru_cache

from huiyin.rules.text.expressions import (
    All,
    Any,
    AtLeast,
    Listed,
    Lists,
    Near,
    Node,
    Not,
    Reach,
    RuleError,
    Term,
    resolve,
    satisfied_by_nothing,
)
from huiyin.rules.text.fields import CODE_FIELDS, closest_value, value_named
from huiyin.rules.text.signs import MAX_LENGTH, Sign, signs

MAX_DEPTH = 50
_STARTS = ("not", "term", "open", "field", "at_least", "listed")


def parse(expression: str, lists: Lists) -> Node:
    """Read an expression; raises RuleError with the place of the first mistake."""
    node = read(expression)
    try:
        return resolve(node, lists)
    except RuleError as error:
        at = error.position
        error.near = expression[at : at + 20]
        raise


@lru_cache(maxsize=50_000)
def read(expression: str) -> Node:
    """Read an expression, leaving its word lists as names; raises RuleError."""
    if len(expression) > MAX_LENGTH:
        raise RuleError(MAX_LENGTH, "too_long", expression[MAX_LENGTH : MAX_LENGTH + 20])
    found = signs(expression)
    if not found:
        raise RuleError(0, "empty", "")
    node = _Reader(found, expression).whole()
    if satisfied_by_nothing(node):
        raise RuleError(0, "only_negative", expression[:20])
    return node


class _Reader:
    """Recursive descent over the signs."""

    def __init__(self, found: list[Sign], expression: str) -> None:
        self._signs, self._expression = found, expression
        self._next, self._depth, self._field = 0, 0, ""

    def whole(self) -> Node:
        node = self._any()
        if self._peek() == "close":
            raise self._error("unexpected_parenthesis")
        if self._peek() != "end":
            raise self._error("missing_term")
        return node

    def _peek(self) -> str:
        return self._signs[self._next].kind if self._next < len(self._signs) else "end"

    def _take(self) -> Sign:
        self._next += 1
        return self._signs[self._next - 1]

    def _error(self, code: str, at: int | None = None, meant: str = "") -> RuleError:
        if at is None:
            ended = self._next >= len(self._signs)
            at = len(self._expression) if ended else self._signs[self._next].at
        return RuleError(at, code, self._expression[at : at + 20], meant=meant)

    def _any(self) -> Node:
        parts = [self._all()]
        while self._peek() == "or":
            self._next += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self) -> Node:
        if self._peek() == "and" and self._signs[self._next].text in "+＋":
            self._next += 1  # +爆炸 +化工: each of them, as some write it
        parts = [self._each()]
        while (kind := self._peek()) == "and" or kind in _STARTS:
            self._next += kind == "and"
            parts.append(self._each())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _each(self) -> Node:
        if self._peek() != "not":
            return self._near()
        self._deeper(self._take())
        node = Not(self._each())
        self._depth -= 1
        return node

    def _near(self) -> Node:
        begun = self._next
        parts, reaches = [self._part()], []
        while self._peek() == "near":
            self._check_near(parts[-1], begun)
            sign = self._take()
            reaches.append(Reach(sign.number, sign.ordered))
            begun = self._next
            parts.append(self._part())
        if not reaches:
            return parts[0]
        self._check_near(parts[-1], begun)
        return Near(tuple(parts), tuple(reaches))

    def _check_near(self, part: Node, begun: int) -> None:
        inner = part.parts if isinstance(part, Any) else (part,)
        for one in inner:
            if not isinstance(one, Term | Listed) or one.field not in ("", "title", "body"):
                raise self._error("near_part", self._signs[begun].at)

    def _part(self) -> Node:
        if self._peek() not in _STARTS or self._peek() == "not":
            raise self._error("missing_term")
        sign = self._take()
        if sign.kind == "term":
            return self._term(sign)
        if sign.kind == "listed":
            if self._field in CODE_FIELDS:
                raise self._error("unknown_value", sign.at)
            return Listed(sign.text, self._field, sign.at)
        self._deeper(sign)
        node = {"open": self._group, "field": self._in_field, "at_least": self._count}[sign.kind](
            sign
        )
        self._depth -= 1
        return node

    def _deeper(self, sign: Sign) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error("too_deep", sign.at)

    def _term(self, sign: Sign) -> Node:
        if self._field not in CODE_FIELDS:
            return Term(sign.text, self._field, sign.wild)
        code = value_named(self._field, sign.text)
        if code is None:
            meant = closest_value(self._field, sign.text) or ""
            raise self._error("unknown_value", sign.at, meant)
        return Term(code, self._field)

    def _group(self, sign: Sign) -> Node:
        node = self._any()
        if self._peek() != "close":
            raise self._error("unclosed_parenthesis", sign.at)
        self._next += 1
        return node

    def _in_field(self, sign: Sign) -> Node:
        if self._field:
            raise self._error("nested_field", sign.at)
        self._field = sign.text
        node = self._part()
        self._field = ""
        return node

    def _count(self, sign: Sign) -> Node:
        node = self._part()
        parts = node.parts if isinstance(node, Any) else (node,)
        listed = any(isinstance(part, Listed) for part in parts)
        if sign.number < 1 or (sign.number > len(parts) and not listed):
            raise self._error("at_least_many", sign.at, str(min(max(sign.number, 1), len(parts))))
        return AtLeast(sign.number, parts, sign.at)
