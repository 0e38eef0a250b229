"""The boolean language of keyword rules: what an expression says.

    expression  any ("|" any)*          also OR, 或; weakest
    any         each ("&" each)*        also AND, 且, or just a space
    each        "-" each                also NOT, 非, "!"
                "(" expression ")"
                term or "quoted phrase"

`且`, `或`, `非`, `and`, `or`, `not` are operators only where they stand alone, so that 非法集资 is
a term; `-` and `!` only before a term, so that covid-19 is one. Full-width signs and Chinese quotes
are taken as well. An expression that some text without any of its terms would satisfy is refused.
"""

import re
from dataclasses import dataclass

from huiyin.rules.text.normalise import fold

MAX_LENGTH, MAX_DEPTH = 4000, 50


class RuleError(ValueError):
    """An expression that cannot be understood.

    `position` is the offset in the expression, `near` what stands there, `message_code` one of
    empty, too_long, too_deep, unclosed_quote, unclosed_parenthesis, unexpected_parenthesis,
    missing_term, empty_phrase, only_negative. `key` is the rule's, where a set is compiled.
    """

    def __init__(self, position: int, message_code: str, near: str, key: object = None) -> None:
        super().__init__(f"{message_code} at {position}: {near!r}")
        self.position, self.message_code, self.near, self.key = position, message_code, near, key


@dataclass(frozen=True)
class Term:
    """A folded word or phrase."""

    text: str


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
    """Satisfied where at least one part is."""

    parts: tuple["Node", ...]


Node = Term | Not | All | Any


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"""\s*(?:(?P<open>[(（])|(?P<close>[)）])|(?P<or>[|｜]+)|(?P<and>[&＆]+)
    |(?P<not>[!！](?=\S)|[-－−](?=\S))
    |["“”](?P<phrase>[^"“”]*)["“”]|「(?P<corner>[^「」]*)」|『(?P<double>[^『』]*)』
    |(?P<quote>["“”「」『』])
    |(?P<word>[^\s()（）|｜&＆"“”「」『』]+))""",
    re.VERBOSE,
)
_WORDS = {"and": "and", "且": "and", "or": "or", "或": "or", "not": "not", "非": "not"}


def parse(expression: str) -> Node:
    """Read an expression; raises RuleError with the place of the first mistake."""
    if len(expression) > MAX_LENGTH:
        raise RuleError(MAX_LENGTH, "too_long", expression[MAX_LENGTH : MAX_LENGTH + 20])
    tokens = _tokens(expression)
    if not tokens:
        raise RuleError(0, "empty", "")
    node = _Reader(tokens, expression).whole()
    if supports(node, frozenset()) is not None:
        raise RuleError(0, "only_negative", expression[:20])
    return node


def _tokens(expression: str) -> list[_Token]:
    tokens = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        found = _TOKEN.match(expression, at)
        if found is None or found.lastgroup is None:
            raise RuleError(at, "missing_term", expression[at : at + 20])
        tokens.append(_token(found, expression))
        at = found.end()
    return tokens


def _token(found: re.Match[str], expression: str) -> _Token:
    kind, at = found.lastgroup or "", found.end() - len(found.group().lstrip())
    text = found.group(kind)
    near = expression[at : at + 20]
    if kind == "quote":
        raise RuleError(at, "unclosed_quote", near)
    if kind == "word":
        kind = _WORDS.get(text.lower(), "word")
    if kind in ("word", "phrase", "corner", "double"):
        folded = fold([text])[0]
        if not folded:
            raise RuleError(at, "empty_phrase", near)
        return _Token("term", folded, at)
    return _Token(kind, text, at)


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[_Token], expression: str) -> None:
        self._tokens, self._expression = tokens, expression
        self._next, self._depth = 0, 0

    def whole(self) -> Node:
        node = self._any()
        if self._peek() != "end":
            raise self._error("unexpected_parenthesis")
        return node

    def _peek(self) -> str:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else "end"

    def _error(self, code: str, at: int | None = None) -> RuleError:
        if at is None:
            ended = self._next >= len(self._tokens)
            at = len(self._expression) if ended else self._tokens[self._next].at
        return RuleError(at, code, self._expression[at : at + 20])

    def _any(self) -> Node:
        parts = [self._all()]
        while self._peek() == "or":
            self._next += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self) -> Node:
        parts = [self._each()]
        while (kind := self._peek()) in ("and", "term", "open", "not"):
            self._next += kind == "and"
            parts.append(self._each())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _each(self) -> Node:
        kind, begun = self._peek(), self._next
        if kind not in ("not", "term", "open"):
            raise self._error("missing_term")
        self._next += 1
        if kind == "term":
            return Term(self._tokens[begun].text)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error("too_deep", self._tokens[begun].at)
        node = Not(self._each()) if kind == "not" else self._group(begun)
        self._depth -= 1
        return node

    def _group(self, begun: int) -> Node:
        node = self._any()
        if self._peek() != "close":
            raise self._error("unclosed_parenthesis", self._tokens[begun].at)
        self._next += 1
        return node


def terms(node: Node) -> frozenset[str]:
    """Return every term of an expression, negated ones too."""
    match node:
        case Term(text):
            return frozenset([text])
        case Not(part):
            return terms(part)
        case All(parts) | Any(parts):
            return frozenset().union(*(terms(part) for part in parts))


def supports(node: Node, present: frozenset[str]) -> frozenset[str] | None:
    """Return the present terms that satisfy the expression, or None where they do not."""
    match node:
        case Term(text):
            return frozenset([text]) if text in present else None
        case Not(part):
            return frozenset() if supports(part, present) is None else None
        case All(parts):
            return _all_support(parts, present)
        case Any(parts):
            options = [supports(part, present) for part in parts]
            met = [each for each in options if each is not None]
            return frozenset().union(*met) if met else None


def _all_support(parts: tuple[Node, ...], present: frozenset[str]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for part in parts:
        support = supports(part, present)
        if support is None:
            return None
        found |= support
    return found


def anchors(node: Node) -> frozenset[str] | None:
    """Return terms without any of which the expression cannot hold; None where there are none."""
    match node:
        case Term(text):
            return frozenset([text])
        case Not():
            return None
        case All(parts):
            held = [anchor for part in parts if (anchor := anchors(part)) is not None]
            return min(held, key=_commonness, default=None)
        case Any(parts):
            options = [anchors(part) for part in parts]
            known = [option for option in options if option is not None]
            return frozenset().union(*known) if len(known) == len(options) else None


def _commonness(anchor: frozenset[str]) -> tuple[int, int, list[str]]:
    """Order anchors: few terms before many, long ones before short ones."""
    return len(anchor), -min(map(len, anchor)), sorted(anchor)
