"""Answers whose next step is a certain person's."""

from django.db.models import Q

from huiyin.apps.org.models import Person
from huiyin.apps.responses.models import Statement


def waiting_statements(person: Person, roles: frozenset[str], limit: int = 20) -> list[Statement]:
    """Drafts to approve (never one's own), approved texts to publish, own texts that came back."""
    mine = Q(author=person, state="returned")
    if "approver" in roles:
        mine |= Q(state="drafted") & ~Q(author=person)
        mine |= Q(state="approved")
    rows = Statement.objects.filter(mine, office=person.office).select_related("author", "case")
    return list(rows.order_by("drafted_at", "id")[:limit])
