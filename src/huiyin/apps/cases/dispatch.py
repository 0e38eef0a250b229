"""To whom an order should go: what was learned before, and how often orders came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from huiyin.apps.cases.models import CaseFile, DispatchRule, Order
from huiyin.apps.org.models import Office, Person


@dataclass(frozen=True, slots=True)
class Quality:
    """Orders that one person issued, how many of them came back once and twice."""

    person: Person
    issued: int
    returned: int
    twice: int

    @property
    def share(self) -> float:
        """The part that came back, 0 to 1."""
        return self.returned / self.issued if self.issued else 0.0


def dispatch_rules(office: Office) -> list[DispatchRule]:
    """What is in use, newest first."""
    rows = DispatchRule.objects.filter(office=office, ended_at=None)
    return list(rows.select_related("unit", "by", "order").order_by("-id"))


def proposed_units(case: CaseFile, rules: Sequence[DispatchRule]) -> list[DispatchRule]:
    """The rules that speak for a unit in this case: one of their words stands in it."""
    said = f"{case.title}\n{case.summary}".casefold()
    return [rule for rule in rules if any(word.casefold() in said for word in rule.words.split())]


def dispatch_quality(office: Office, since: datetime) -> list[Quality]:
    """A row for each person who issued orders since then, most returns first. Two queries."""
    rows = (
        Order.objects.filter(office=office, issued_at__gte=since)
        .values("issued_by")
        .annotate(
            issued=Count("pk"),
            returned=Count("pk", filter=Q(bounces__gte=1)),
            twice=Count("pk", filter=Q(bounces__gte=2)),
        )
    )
    counted = {row["issued_by"]: row for row in rows}
    people = Person.objects.filter(pk__in=counted)
    found = [
        Quality(person, *(counted[person.pk][name] for name in ("issued", "returned", "twice")))
        for person in people
    ]
    return sorted(found, key=lambda one: (-one.returned, -one.issued, one.person.pk))
