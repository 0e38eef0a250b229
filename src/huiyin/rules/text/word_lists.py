"""Word lists: words that several rules share, under one name."""

import re

from huiyin.rules.text.characters import fold_whole
from huiyin.rules.text.expressions import RuleError, Term
from huiyin.rules.text.patterns import fault

MOST_WORDS = 5000
_NAME = re.compile(r"[^\s()（）|｜&＆\"“”「」『』、+＋@＠,，:：]{1,40}")
_WORD = re.compile(r"[^\n\r,，、;；]+")


def may_name(name: str) -> bool:
    """Tell whether rules can refer to a list by that name."""
    return _NAME.fullmatch(name) is not None


def words(text: str) -> tuple[Term, ...]:
    """Return the words of a list, one a line or parted by commas, each once, in order.

    A word may hold spaces and the wildcards `?` and `*`. Raises RuleError (`position` in the text):
    empty, too_long, wildcard_alone, wildcard_long.
    """
    found: dict[Term, None] = {}
    for match in _WORD.finditer(text):
        folded = fold_whole(match[0])
        if not folded:
            continue
        wild = any(sign in folded for sign in "?*")
        if wild and (code := fault(folded)):
            raise RuleError(match.start(), code, match[0].strip()[:20])
        found[Term(folded, wild=wild)] = None
    if not found:
        raise RuleError(0, "empty", "")
    if len(found) > MOST_WORDS:
        raise RuleError(len(text), "too_long", "")
    return tuple(found)
