"""Keyword rules and word lists of an office, and what arrived lately, to try rules on."""

from collections.abc import Iterator
from datetime import datetime, timedelta

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


def latest(office: Office, now: datetime, most: int) -> Iterator[list[Item]]:
    """What reached the office in the last thirty days, newest first, in parts; at most so many.

    Items carry what rules read and what a line of a list shows, nothing else.
    """
    rows = Item.objects.filter(office=office, said_at__gt=now - TRIED, said_at__lte=now)
    rows = rows.order_by("-said_at", "-id").only(
        "title", "folded", "said_at", "outlet", "place", "channel", "kind"
    )
    last, left = None, most
    while left > 0:
        part = rows if last is None else rows.filter(said_at__lte=last.said_at).exclude(
            said_at=last.said_at, id__gte=last.pk
        )  # fmt: skip
        found = list(part[: min(_PART, left)])
        if not found:
            return
        last, left = found[-1], left - len(found)
        yield found


def facts_of(item: Item) -> Facts:
    """What rules may ask of an item besides its text."""
    return Facts(item.outlet, item.place, item.channel, item.kind)
