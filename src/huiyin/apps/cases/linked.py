"""Cases that somebody linked with a case, either way round."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.apps.cases.models import CaseFile, CaseLink


@dataclass(frozen=True, slots=True)
class Linked:
    """The other case, what both have to do with each other, and since when that is known."""

    case: CaseFile
    why: str
    at: datetime


def linked_cases(case: CaseFile) -> list[Linked]:
    """The linked cases, the newest link first; one query."""
    rows = CaseLink.objects.filter(Q(one=case) | Q(other=case)).select_related("one", "other")
    return [
        Linked(row.other if row.one_id == case.pk else row.one, row.why, row.at)
        for row in rows.order_by("-at", "-id")
    ]
