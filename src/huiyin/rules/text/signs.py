"""The signs of a rule expression: brackets, operators, words, phrases, each with its place.

- `-` and `!` deny before a word or bracket, and `-` between Chinese characters (爆炸-演习), so that
  covid-19 is one word; `+` joins, except at the end of letters (C++, 5G+).
- A word before a colon is a field; digits (12:30) and addresses (https://…) stay words.
- In a word outside quotation marks `?` is one character and `*` some; see `patterns`.
- Full-width signs and Chinese quotation marks are taken like their half-width sisters.
"""

import re
from dataclasses import dataclass

from huiyin.rules.text.characters import fold_whole
from huiyin.rules.text.expressions import CLAUSE, SENTENCE, RuleError
from huiyin.rules.text.fields import closest_field, field_named
from huiyin.rules.text.patterns import fault

MAX_LENGTH = 4000
MAX_REACH, REACH = 100, 10


@dataclass(frozen=True)
class Sign:
    """One sign: its kind, its (folded) text and its offset; `number` of near and at_least."""

    kind: str
    text: str
    at: int
    number: int = 0
    ordered: bool = False
    wild: bool = False


_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_OF = rf"(?=\s*(?:[(（@＠]|(?:[A-Za-z]{{2,}}|[{_HAN}]{{2,4}})[:：]))"
_SIGN = re.compile(
    rf"""\s*(?:(?P<open>[(（])|(?P<close>[)）])|(?P<or>[|｜]+|、)|(?P<and>[&＆]+|[+＋])
    |(?P<not>[!！－−-])
    |(?P<at_least>(?:at\s+least\s+)?\d{{1,4}}\s+of{_OF}
        |至少\s*\d{{1,4}}\s*个?{_OF})
    |(?P<field>(?:[A-Za-z]{{2,}}|[{_HAN}]{{2,4}})[:：])(?!//)(?=\s*\S)
    |["“”](?P<phrase>[^"“”]*)["“”]|「(?P<corner>[^「」]*)」|『(?P<double>[^『』]*)』
    |(?P<quote>["“”「」『』])
    |[@＠](?P<listed>[^\s()（）|｜&＆"“”「」『』、+＋@＠,，]+)
    |(?P<word>(?:[^\s()（）|｜&＆"“”「」『』、+＋－−-]
        |(?<=[A-Za-z0-9+])[+＋](?=[+＋\s)）|｜&＆、]|$)
        |[-－−](?!(?<=[{_HAN}].)[{_HAN}(（"“「『@]))+))""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = {
    **dict.fromkeys(("and", "且", "与", "并且"), "and"),
    **dict.fromkeys(("or", "或", "或者"), "or"),
    **dict.fromkeys(("not", "非"), "not"),
}
_NEAR = re.compile(r"(near|近|before|先于)[/／](.*)", re.IGNORECASE)
_REACHES = {
    **dict.fromkeys(("clause", "c", "分句"), CLAUSE),
    **dict.fromkeys(("sentence", "s", "句", "同句"), SENTENCE),
}
_COMMA = re.compile(r"(?<![0-9])[,，]|[,，](?![0-9])")


def signs(expression: str) -> list[Sign]:
    """Cut an expression into its signs; raises RuleError at one that cannot stand."""
    found = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        match = _SIGN.match(expression, at)
        if match is None or match.lastgroup is None:
            raise RuleError(at, "missing_term", expression[at : at + 20])
        found.append(_sign(match, expression))
        at = match.end()
    return found


def _sign(match: re.Match[str], expression: str) -> Sign:
    kind, at = match.lastgroup or "", match.end() - len(match.group().lstrip())
    text = match.group(kind)
    near = expression[at : at + 20]
    if kind == "quote":
        raise RuleError(at, "unclosed_quote", near)
    if kind == "word":
        return _word(text, at, near)
    if kind in ("phrase", "corner", "double"):
        return Sign("term", _folded(text, at, near), at)
    if kind == "field":
        return _field(text[:-1], at, near)
    if kind == "listed":
        return Sign(kind, text, at)
    if kind == "at_least":
        return Sign(kind, text, at, number=int("".join(filter(str.isdigit, text))))
    return Sign(kind, text, at)


def _word(text: str, at: int, near: str) -> Sign:
    kind = _WORDS.get(text.lower())
    if kind:
        return Sign(kind, text, at)
    if text == "NEAR":
        return Sign("near", text, at, number=REACH)
    if reach := _NEAR.fullmatch(text):
        return _near(reach, at, near)
    if comma := _COMMA.search(text):
        raise RuleError(at + comma.start(), "comma", near[comma.start() :])
    folded = _folded(text, at, near)
    wild = any(sign in folded for sign in "?*")
    if wild and (code := fault(folded)):
        raise RuleError(at, code, near)
    return Sign("term", folded, at, wild=wild)


def _folded(text: str, at: int, near: str) -> str:
    folded = fold_whole(text)
    if not folded:
        raise RuleError(at, "empty_phrase", near)
    return folded


def _near(reach: re.Match[str], at: int, near: str) -> Sign:
    how_far = reach[2].lower()
    number = _REACHES.get(how_far, 0)
    if not number and how_far.isascii() and how_far.isdigit() and len(how_far) < 5:
        number = int(how_far)
    if number == 0 or number > MAX_REACH:
        raise RuleError(at, "near_reach", near)
    return Sign("near", reach[0], at, number=number, ordered=reach[1].lower() in ("before", "先于"))


def _field(name: str, at: int, near: str) -> Sign:
    field = field_named(name)
    if field is None:
        raise RuleError(at, "unknown_field", near, meant=closest_field(name) or "")
    return Sign("field", field, at)
