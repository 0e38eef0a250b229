"""Keyword rules and word lists of an office, and what arrived lately, to try rules on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from huiyin.apps.intake.models import Item, KeywordRule, WordList
from huiyin.apps.org.models import Office
from huiyin.rules.text.expressions import RuleError, lists_of
from huiyin.rules.text.match import Facts
from huiyin.rules.text.reading import read

TRIED = timedelta(days=30)
_PART = 2000


def rules_for(office: Office) -> list[KeywordRule]:
    """The office's keyword rules, by name; paused ones too."""
    return list(KeywordRule.objects.filter(office=office).order_by("name"))


def lists_for(office: Office) -> list[WordList]:
    """The office's word lists, by name."""
    return list(WordList.objects.filter(office=office).order_by("name"))


def rules_using(office: Office, name: str) -> list[KeywordRule]:
    """The office's rules that take in the word list of that name."""
    return [rule for rule in rules_for(office) if name in lists_in(rule.expression)]


def lists_in(expression: str) -> frozenset[str]:
    """The names of the word lists an expression takes in; none where it cannot be read."""
    try:
        return lists_of(read(expression))
    except RuleError:
        return frozenset()


class Latest(NamedTuple):
    """An item as rules read it."""

    pk: int
    folded: str
    said_at: datetime
    outlet: str
    place: str
    channel: str
    kind: str

    def facts(self) -> Facts:
        """What rules may ask of it besides its text."""
        return Facts(self.outlet, self.place, self.channel, self.kind)


def latest(office: Office, now: datetime, most: int) -> Iterator[list[Latest]]:
    """What reached the office in the last thirty days, newest first, in parts; at most so many."""
    every = Item.objects.filter(office=office, said_at__gt=now - TRIED, said_at__lte=now)
    rows = every.order_by("-said_at", "-id").values_list(*Latest._fields)
    left = most
    while left > 0:
        found = [Latest(*row) for row in rows[: min(_PART, left)]]
        if not found:
            return
        yield found
        left -= len(found)
        last = found[-1]
        rows = every.order_by("-said_at", "-id").values_list(*Latest._fields)
        rows = rows.filter(said_at__lte=last.said_at).exclude(said_at=last.said_at, id__gte=last.pk)
