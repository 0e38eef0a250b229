"""What may have been meant by an expression that cannot be read.

Each kind of mistake has one small repair; repairs are made until the expression can be read, or
four of them were not enough.
"""

import re

from huiyin.rules.text.expressions import Lists, RuleError
from huiyin.rules.text.reading import parse

_CLOSING = {"(": ")", "（": "）", "“": "”", "「": "」", "『": "』"}
_LOOSE = re.compile(
    r"(?:\s*(?:[(（|｜&＆、+＋!！－−-]|\b(?:and|or|not)\b|(?<!\S)[与且或非](?!\S)"
    r"|(?<!\S)(?:(?:near|近|before|先于)[/／]\S*|(?-i:NEAR)(?!\S))))+\s*$",
    re.IGNORECASE,
)
_ROUNDS = 4


def mend(expression: str, lists: Lists) -> str:
    """Return an expression like the given one that can be read; "" where none is known."""
    mended = expression.strip()
    for _round in range(_ROUNDS):
        try:
            parse(mended, lists)
        except RuleError as error:
            changed = _repair(mended, error)
            if changed == mended or not changed:
                return ""
            mended = changed
        else:
            return mended if mended != expression.strip() else ""
    return ""


def _repair(text: str, error: RuleError) -> str:
    at = error.position
    match error.message_code:
        case "unclosed_parenthesis" | "unclosed_quote":
            return text + _CLOSING.get(text[at], text[at])
        case "unexpected_parenthesis":
            return text[:at] + text[at + 1 :]
        case "missing_term":
            return _without_loose(text, at)
        case "empty_phrase":
            return text[:at] + text[at + 2 :]
        case "comma":
            return f"{text[:at]} | {text[at + 1 :]}"
        case "near_reach":
            return re.sub(r"([/／])\S*", r"\g<1>10", text[at:], count=1).join((text[:at], ""))
        case "at_least_many":
            return text[:at] + re.sub(r"\d+", error.meant, text[at:], count=1)
        case "unknown_field":
            return _field(text, error)
        case "unknown_value" | "unknown_list" if error.meant:
            sign = "@" if error.message_code == "unknown_list" else ""
            old = re.match(r"""[@＠]?[^\s()（）|｜&＆"“”「」『』、+＋@＠,，]+""", text[at:])
            return f"{text[:at]}{sign}{error.meant}{text[at + (old.end() if old else 0) :]}"
        case _:
            return ""


def _without_loose(text: str, at: int) -> str:
    """Leave out the operators before the place, or at it; and brackets around nothing."""
    before, after = text[:at], text[at:]
    if re.search(r"[(（]\s*$", before) and re.match(r"[)）]", after):
        return re.sub(r"[(（]\s*$", "", before) + after[1:]
    shorter = _LOOSE.sub("", before)
    if shorter != before:
        return f"{shorter} {after}".strip()
    return before + re.sub(r"^\s*(?:[|｜&＆、+＋]+|\S+)\s*", "", after)


def _field(text: str, error: RuleError) -> str:
    at = error.position
    name = re.match(r"[^:：]+", text[at:])
    end = at + (name.end() if name else 0)
    if error.meant:
        return f"{text[:at]}{error.meant}{text[end:]}"
    word = re.match(r"[^\s()（）|｜&＆\"“”「」『』]+", text[at:])
    return f'{text[:at]}"{word[0]}"{text[at + word.end() :]}' if word else ""
