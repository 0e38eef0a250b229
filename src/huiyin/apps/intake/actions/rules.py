"""Keyword rules and word lists of an office. They hold for what arrives from now on, never
backwards; every change is an event with what was written before and what is written now."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import KeywordRule, WordList
from huiyin.apps.intake.queries.rules import rules_using
from huiyin.apps.intake.rulebook import lists_of
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal
from huiyin.rules.text.expressions import RuleError, Term
from huiyin.rules.text.reading import parse
from huiyin.rules.text.word_lists import may_name, words

KEEPERS = ("duty", "office", "admin")


class ListRefused(ValueError):  # noqa: N818 - it is an answer, not a fault
    """A word list that cannot be kept so; `code` is name_unfit, in_use or too_few, `rules` are the
    names of the rules that would no longer be understood."""

    def __init__(self, code: str, rules: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.rules = code, rules


@transaction.atomic
def save_rule(
    office: Office,
    name: str,
    expression: str,
    *,
    now: datetime,
    urgent: bool = False,
    enabled: bool = True,
    actor: Person | None = None,
) -> KeywordRule:
    """Make the rule of that name, or change it.

    Raises `rules.text.expressions.RuleError` with the place of the first mistake, StepRefused for
    a missing name or right.
    """
    _may_keep(office, actor)
    name = name.strip()[:80]
    if not name:
        raise StepRefused(Refusal.TEXT_MISSING)
    parse(expression, lists_of(office))
    before = KeywordRule.objects.select_for_update().filter(office=office, name=name).first()
    rule, _new = KeywordRule.objects.update_or_create(
        office=office,
        name=name,
        defaults={"expression": expression.strip(), "urgent": urgent, "enabled": enabled},
    )
    body = {"name": rule.name, **_written(rule)}
    if before is not None:
        body["before"] = _written(before)
    record("rule.saved", subject=f"rule:{rule.pk}", at=now, office=office, actor=actor, body=body)
    return rule


def _written(rule: KeywordRule) -> dict[str, object]:
    return {"expression": rule.expression, "urgent": rule.urgent, "enabled": rule.enabled}


@transaction.atomic
def save_word_list(
    office: Office, name: str, text: str, *, now: datetime, actor: Person | None = None
) -> WordList:
    """Make the word list of that name, or change its words.

    Raises RuleError with the place of a word that cannot be looked for, ListRefused for a name that
    rules could not write and for words that rules need, StepRefused for a missing right.
    """
    _may_keep(office, actor)
    name = name.strip()
    if not may_name(name):
        raise ListRefused("name_unfit")
    kept = words(text)
    lists = {**lists_of(office), name: kept}
    broken = tuple(
        rule.name for rule in rules_using(office, name) if not _understood(rule.expression, lists)
    )
    if broken:
        raise ListRefused("too_few", broken)
    before = WordList.objects.select_for_update().filter(office=office, name=name).first()
    row, _new = WordList.objects.update_or_create(
        office=office, name=name, defaults={"words": text.strip()}
    )
    body: dict[str, object] = {"name": name, "words": row.words}
    if before is not None:
        body["before"] = before.words
    record("word_list.saved", subject=f"list:{row.pk}", at=now, office=office, actor=actor,
           body=body)  # fmt: skip
    return row


def _understood(expression: str, lists: dict[str, tuple[Term, ...]]) -> bool:
    try:
        parse(expression, lists)
    except RuleError:
        return False
    return True


@transaction.atomic
def end_word_list(office: Office, name: str, *, now: datetime, actor: Person | None = None) -> None:
    """Remove a word list that no rule uses, not even a paused one; ListRefused otherwise."""
    _may_keep(office, actor)
    row = WordList.objects.select_for_update().get(office=office, name=name)
    using = tuple(rule.name for rule in rules_using(office, name))
    if using:
        raise ListRefused("in_use", using)
    subject, body = f"list:{row.pk}", {"name": name, "before": row.words}
    row.delete()
    record("word_list.removed", subject=subject, at=now, office=office, actor=actor, body=body)


def _may_keep(office: Office, actor: Person | None) -> None:
    if actor is not None and not (actor.office_id == office.pk and holds(actor, *KEEPERS)):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
