"""The keyword rules of all offices, compiled together and kept as long as none of them changes.

Whoever stores a batch asks for the standing rules; that costs one query for the token, and a second
of reading and compiling after a change. A rule that is no longer understood is left out, the others
hold; the page of rules says which one that is.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from uuid import UUID

from huiyin.apps.intake.models import KeywordRule, Rulebook, WordList
from huiyin.apps.org.models import Office
from huiyin.rules.text.expressions import Lists, Node, RuleError, Term
from huiyin.rules.text.match import Rule, Ruleset
from huiyin.rules.text.reading import parse
from huiyin.rules.text.word_lists import words


@dataclass(frozen=True, slots=True)
class Standing:
    """The enabled rules as they stand: compiled, grouped by office, and by their number."""

    token: UUID | None
    ruleset: Ruleset
    rules: dict[int, KeywordRule]


class _Kept:
    """What this process compiled last."""

    lock = Lock()
    standing: Standing | None = None


def standing_rules() -> Standing:
    """The rules as they stand now; groups of the rule set are offices' primary keys."""
    token = Rulebook.objects.values_list("token", flat=True).first()
    with _Kept.lock:
        kept = _Kept.standing
        if kept is None or token is None or kept.token != token:
            kept = _Kept.standing = _compiled(token)
        return kept


def _compiled(token: UUID | None) -> Standing:
    lists: dict[int, dict[str, tuple[Term, ...]]] = defaultdict(dict)
    for row in WordList.objects.order_by("pk"):
        lists[row.office_id][row.name] = _words(row.words)
    rules = list(KeywordRule.objects.filter(enabled=True).order_by("office", "pk"))
    sound = [
        Rule(rule.pk, node, rule.office_id)
        for rule in rules
        if (node := _read(rule.expression, lists[rule.office_id])) is not None
    ]
    return Standing(token, Ruleset(sound), {rule.pk: rule for rule in rules})


def _read(expression: str, lists: Lists) -> Node | None:
    try:
        return parse(expression, lists)
    except RuleError:
        return None


@lru_cache(maxsize=2000)
def _words(text: str) -> tuple[Term, ...]:
    try:
        return words(text)
    except RuleError:
        return ()


def lists_of(office: Office) -> dict[str, tuple[Term, ...]]:
    """The words of the office's lists, by the lists' names."""
    rows = WordList.objects.filter(office=office).order_by("name")
    return {row.name: _words(row.words) for row in rows}
