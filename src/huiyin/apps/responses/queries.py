"""Reading statements at the desk (the public reads `public`)."""

from django.db.models import Q

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.models import Office, Person
from huiyin.apps.responses.models import Publication, Statement

PAGE = 50


def statements_of(case: CaseFile) -> list[Statement]:
    """All statements of a case, oldest first."""
    rows = Statement.objects.filter(case=case).select_related("author", "approver")
    return list(rows.order_by("id"))


def statements(office: Office, state: str = "", before: int | None = None) -> list[Statement]:
    """Statements newest first, `PAGE` + 1 at most; `before` is the id of the last row shown."""
    rows = Statement.objects.filter(office=office).select_related("author", "approver", "case")
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-id")[: PAGE + 1])


def statement(office: Office, pk: int) -> Statement | None:
    """One statement of the office."""
    rows = Statement.objects.select_related(
        "author", "approver", "case", "office", "predecessor", "machine_draft__by"
    )
    return rows.filter(office=office, pk=pk).first()


def versions(row: Statement) -> list[Publication]:
    """All published versions of a statement, newest first."""
    rows = Publication.objects.filter(office_id=row.office_id, statement_number=row.number)
    return list(rows.order_by("-version"))


def waiting_statements(person: Person, roles: frozenset[str], limit: int = 20) -> list[Statement]:
    """Statements whose next step is this person's: to approve, to publish, to revise."""
    mine = Q(author=person, state="returned")
    if "approver" in roles:
        mine |= Q(state="drafted") & ~Q(author=person)
        mine |= Q(state="approved")
    rows = Statement.objects.filter(mine, office=person.office).select_related("case", "author")
    return list(rows.order_by("id")[:limit])


def answer_in_work(case_id: int) -> Statement | None:
    """The newest answer of a case that is drafted, returned or approved."""
    rows = Statement.objects.filter(case=case_id, state__in=("drafted", "returned", "approved"))
    return rows.order_by("-id").first()
