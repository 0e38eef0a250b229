"""A rule tried on what reached the office in the last thirty days.

Bounded twice: by `MOST` items and by `SECONDS`; the answer says how far back it looked.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries import Latest, latest
from huiyin.apps.org.models import Office
from huiyin.faces.console.found_words import places, pointed, surroundings
from huiyin.rules.text.expressions import Node
from huiyin.rules.text.match import Hit, Rule, Ruleset

MOST, SECONDS, SHOWN = 50_000, 2.0, 10
FEW = 30  # fewer items tell nothing of a rule
MUCH = 0.2  # of all items: a rule that marks so many tells nothing


@dataclass(frozen=True, slots=True)
class Line:
    """An item the rule would have marked, with the words that did it."""

    pk: int
    said_at: datetime
    title: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have marked: of how many items, back to when, and the latest of them."""

    tried: int = 0
    found: int = 0
    whole: bool = True
    since: datetime | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """Its share of all items, in whole percent, at least 1 where there is one."""
        return max(round(100 * self.found / self.tried), 1) if self.found else 0

    @property
    def warning(self) -> str:
        """`everything` or `nothing` where the rule will not serve; else empty."""
        if self.tried < FEW:
            return ""
        return "nothing" if not self.found else "everything" * (self.found > MUCH * self.tried)


def tried(office: Office, node: Node, now: datetime) -> Trial:
    """Try a rule, its word lists in place; one query for each few thousand items."""
    ruleset = Ruleset([Rule(0, node)])
    count = found = 0
    since, whole = None, False
    shown: dict[int, Hit] = {}
    until = time.monotonic() + SECONDS
    for part in latest(office, now, MOST):
        hits = _hits(ruleset, part, SHOWN - len(shown))
        count, since = count + len(part), part[-1].said_at
        found += hits[0]
        shown.update(hits[1])
        if time.monotonic() > until:
            break
    else:
        whole = count < MOST
    return Trial(count, found, whole, since, list(_lines(office, shown)))


def _hits(ruleset: Ruleset, part: list[Latest], wanted: int) -> tuple[int, dict[int, Hit]]:
    """How many of the items the rule marks, and the hits of the first few."""
    texts, facts = [item.folded for item in part], [item.facts() for item in part]
    marked = [at for at, holds in enumerate(ruleset.marks(texts, facts)) if holds]
    first = marked[:wanted]
    hits = ruleset.match([texts[at] for at in first], [facts[at] for at in first])
    return len(marked), {part[at].pk: hit[0] for at, hit in zip(first, hits, strict=True)}


def _lines(office: Office, hits: dict[int, Hit]) -> Iterator[Line]:
    rows = Item.objects.filter(office=office).only("title", "body", "said_at").in_bulk(list(hits))
    for pk, hit in hits.items():
        item = rows[pk]
        title, body = places(item.title, item.body, [(one.start, one.end) for one in hit.spans])
        yield Line(pk, item.said_at, pointed(item.title, title), surroundings(item.body, body))
