"""What the office may do with whole cases: merge, undo it, split, link, send elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import offered
from huiyin.faces.console.steps import Field, NextStep
from huiyin.rules.machines import CASE


def joining_steps(case: CaseFile, items: list[Item], person: Person) -> list[NextStep]:
    """The steps this person may take with an open case."""
    if not holds(person, "office"):
        return []
    may = offered(CASE, case.state, person)
    number = Field("number", _("Number of the other case"), "line")
    found = [
        NextStep("link", _("Link with another case"), action=_of(case, "link"),
                 fields=(number, Field("why", _("What they have to do with each other"), "line"))),
    ]  # fmt: skip
    if "merge" in may:
        hint = _("The earliest due stays; every reporter of both is answered. It can be undone.")
        found.append(NextStep("merge", _("Merge into another case"), fields=(number,), note=hint,
                              action=_of(case, "merge")))  # fmt: skip
    if len(items) > 1:
        chosen = tuple((str(item.pk), item.title) for item in items)
        found.append(NextStep("split", _("Split an item off"), fields=(
            Field("item", _("Which item"), "choice", chosen),
            Field("title", _("Title of the new case"), "line"),
        ), action=_of(case, "split")))  # fmt: skip
    found.append(NextStep("meeting", _("Record a meeting"), fields=(
        Field("title", _("What it was about"), "line"),
        Field("held", _("Held at"), "moment", required=False, hint=_("Empty: now.")),
        Field("units", _("Who came"), "line", required=False),
        Field("minutes", _("What was confirmed")),
        Field("tasks", _("Tasks, one a line"), required=False),
    ), action=_of(case, "meeting")))  # fmt: skip
    if "transfer" in may:
        found.append(NextStep("transfer", _("Transfer to another body"), fields=(
            Field("destination", _("To which body, and how it is reached"), "line"),
            Field("reason", _("Reason, as the reporter reads it")),
            Field("letter", _("Letter that goes with the matter")),
        ), action=_of(case, "transfer")))  # fmt: skip
    return found


def undoing_step(case: CaseFile) -> NextStep:
    """Part merged cases again."""
    return NextStep("undo_merge", _("Undo the merge"), fields=(Field("reason", _("Reason")),),
                    action=_of(case, "undo_merge"))  # fmt: skip


def _of(case: CaseFile, code: str) -> str:
    return reverse("case_step", args=[case.pk, code])
