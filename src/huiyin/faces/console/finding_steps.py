"""What a person may do about what a case rests on: verify, decide, settle, promise, review."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.apps.cases.actions.deciding import DURING as DECIDABLE
from huiyin.apps.cases.actions.following import UNANSWERED
from huiyin.apps.cases.actions.verifying import DURING as VERIFIABLE
from huiyin.apps.cases.findings import Findings
from huiyin.apps.cases.models import CaseFile, Decision, Review, Verification
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import offered
from huiyin.faces.console.steps import Field, NextStep
from huiyin.rules.machines import CASE
from huiyin.rules.machines_of_findings import DECISION, REVIEW, VERIFICATION

MEASURES = (1, 2, 3)
Steps = list[NextStep]
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What the steps are made from; `people` are those who may verify or review."""

    case: CaseFile
    found: Findings
    units: list[Unit]
    people: list[Person]
    person: Person


def finding_steps(matter: Matter) -> tuple[Steps, Steps]:
    """Steps that wait for this person, and steps that they may take besides."""
    first: Steps = []
    aside: Steps = [*_assessing(matter), *_settling(matter)]
    verification = next(iter(matter.found.verifications[-1:]), None)
    if verification is not None and verification.state != "concluded":
        first += _verifying(matter, verification)
    else:
        aside += _planning(matter, verification)
    decision = next(iter(matter.found.decisions[-1:]), None)
    if decision is not None and decision.state != "done":
        first += _deciding(matter, decision)
    if decision is None or decision.state not in ("proposed", "returned"):
        aside += _proposing(matter)
    aside += _promising(matter)
    review = next((one for one in matter.found.reviews if one.state in ("asked", "assigned")), None)
    if review is not None:
        first += _reviewing(matter, review)
    elif matter.case.state in ("closed", "assessed"):
        aside += _asking_review(matter)
    return first, aside


def _assessing(matter: Matter) -> Steps:
    may = offered(CASE, matter.case.state, matter.person)
    found = []
    if "assess" in may:
        found.append(_step(matter, "assess", _("Assess it first"), (
            Field("checkable", _("What was said can be looked into"), "check",
                  hint=_("A report without a name is taken up if it can be checked.")),
            Field("text", _("Assessment")),
        )))  # fmt: skip
    if "appraise" in may:
        grounds = Field("grounds", _("How it was handled, and what to do better"))
        found.append(_step(matter, "appraise", _("Appraise the handling"), (grounds,)))
    if "archive" in may:
        found.append(_step(matter, "archive", _("Archive it")))
    return found


def _settling(matter: Matter) -> Steps:
    case = matter.case
    open_now = case.closed_at is None and case.state not in ("registered", "assessing")
    if case.kind != CaseFile.Kind.SUGGESTION or not open_now:
        return []
    if not holds(matter.person, "office", "handler"):
        return []
    return [_step(matter, "settle", _("Settle the suggestion"), (
        Field("settled", _("What becomes of the suggestion?"), "choice",
              _choices(CaseFile.Adoption.choices),
              value=case.adoption),
        Field("because", _("Because"), hint=_("The public reads this beside the answer.")),
    ))]  # fmt: skip


def _planning(matter: Matter, last: Verification | None) -> Steps:
    found = []
    may = holds(matter.person, "office", "handler", "dept_head")
    if may and matter.case.state in VERIFIABLE:
        found.append(_step(matter, "plan", _("Plan a verification"), (
            Field("subject", _("What is checked"), "line",
                  hint=_("In your own words: it stands on the paper shown on the spot, which names "
                         "no source.")),
            Field("place", _("Where, at whose"), "line", required=False),
            Field("basis", _("Legal basis"), "line", required=False),
            Field("plan", _("How it is checked"), required=False),
        )))  # fmt: skip
    if last is not None and "take_up" in offered(VERIFICATION, last.state, matter.person):
        found.append(_step(matter, "take_up", _("Verify again"),
                           (Field("reason", _("Reason")),), last.pk))  # fmt: skip
    return found


def _verifying(matter: Matter, row: Verification) -> Steps:
    may = offered(VERIFICATION, row.state, matter.person)
    inside = matter.person.pk in (row.first_id, row.second_id)
    people: Options = tuple((str(one.pk), one.name) for one in matter.people)
    found = []
    if "collect" in may:
        found.append(_step(matter, "collect", _("Send two persons"), (
            Field("first", _("First person"), "choice", people),
            Field("second", _("Second person"), "choice", people,
                  hint=_("Their first-hand report is due within hours from now.")),
        ), row.pk))  # fmt: skip
    if inside and row.state == "collecting":
        found.append(_step(matter, "first_hand", _("Report first-hand"),
                           (Field("text", _("What you saw")),), row.pk))  # fmt: skip
    if "conclude" in may and not inside:
        found.append(_step(matter, "conclude", _("Sign the verdict"), (
            Field("verdict", _("Verdict"), "choice",
                  _choices(CaseFile.Verdict.choices)),
            Field("finding", _("What was established")),
            Field("next_at", _("If it cannot be verified yet: when it is looked at again"),
                  "moment", required=False),
        ), row.pk))  # fmt: skip
    if row.state in ("collecting", "first_hand") and (inside or holds(matter.person, "dept_head")):
        found.append(_step(matter, "evidence", _("Add evidence"), (
            Field("title", _("What it shows"), "line"), Field("file", _("File"), "file"),
        ), row.pk))  # fmt: skip
    return found


def _proposing(matter: Matter) -> Steps:
    if not holds(matter.person, "office", "handler", "dept_head"):
        return []
    if matter.case.state not in DECIDABLE:
        return []
    return [_step(matter, "propose", _("Propose a decision"), _decision_fields(matter))]


def _decision_fields(matter: Matter, text: str = "") -> tuple[Field, ...]:
    units: Options = (("", "–"), *((str(unit.pk), unit.name) for unit in matter.units))
    fields = [Field("text", _("What is decided"), value=text)]
    for number in MEASURES:
        label = {"n": number}
        fields += [
            Field(f"measure_{number}", _("Measure %(n)s") % label, "line", required=False),
            Field(f"unit_{number}", _("By which department"), "choice", units, required=False),
            Field(f"due_{number}", _("Until when"), "moment", required=False),
        ]
    return tuple(fields)


def _deciding(matter: Matter, decision: Decision) -> Steps:
    may = offered(DECISION, decision.state, matter.person)
    found = []
    if "approve" in may and decision.author_id != matter.person.pk:
        found.append(_step(matter, "approve_decision", _("Approve the decision"), (),
                           decision.pk, decision.text))  # fmt: skip
        found.append(_step(matter, "return_decision", _("Return the decision"),
                           (Field("reason", _("Reason")),), decision.pk))  # fmt: skip
    if "revise" in may:
        found.append(_step(matter, "revise_decision", _("Propose the decision anew"),
                           _decision_fields(matter, decision.text), decision.pk,
                           decision.returned_note))  # fmt: skip
    if "notify" in may:
        found.append(_step(matter, "notify_decision", _("Notify the decision"), (
            Field("recipients", _("Whom you told, and how"), "line",
                  hint=_("The clocks of its measures start.")),
        ), decision.pk))  # fmt: skip
    return [*found, *_measures(matter, decision, complete="complete" in may)]


def _measures(matter: Matter, decision: Decision, *, complete: bool) -> Steps:
    if decision.state != "notified":
        return []
    person = matter.person
    left = [one for one in decision.measures.all() if one.done_at is None]
    mine: Options = tuple(
        (str(one.pk), one.text)
        for one in left
        if holds(person, "office")
        or (one.unit_id == person.unit_id and holds(person, "handler", "dept_head"))
    )
    found = []
    if mine:
        found.append(_step(matter, "measure_done", _("Record a measure as carried out"), (
            Field("measure", _("Which measure"), "choice", mine), Field("note", _("What was done")),
        )))  # fmt: skip
    if complete and not left:
        found.append(_step(matter, "complete_decision", _("Record the decision as carried out"),
                           (Field("result", _("What came of it")),), decision.pk))  # fmt: skip
    return found


def _promising(matter: Matter) -> Steps:
    person, found = matter.person, []
    answered = matter.case.state in ("responded", "fed_back")
    roles = ("approver",) if answered else ("office", "handler", "approver")
    if (answered or matter.case.state in UNANSWERED) and holds(person, *roles):
        units: Options = tuple((str(unit.pk), unit.name) for unit in matter.units)
        found.append(_step(matter, "follow_up", _("Promise something with the answer"), (
            Field("text", _("What is promised"), "line",
                  hint=_("It stands in public beside the answer, with its date and how it was "
                         "kept.")),
            Field("text_en", _("In English"), "line", required=False),
            Field("promise_unit", _("By which department"), "choice", units),
            Field("due", _("Until when"), "moment"),
        )))  # fmt: skip
    open_ones: Options = tuple(
        (str(one.pk), one.text)
        for one in matter.found.follow_ups
        if one.done_at is None
        and (holds(person, "office")
             or (one.unit_id == person.unit_id and holds(person, "handler", "dept_head")))
    )  # fmt: skip
    if open_ones:
        found.append(_step(matter, "follow_up_kept", _("Record a promise of the answer as kept"), (
            Field("follow_up", _("Which promise"), "choice", open_ones),
            Field("note", _("How it was kept, as the public reads it"), "line"),
        )))  # fmt: skip
    return found


def _asking_review(matter: Matter) -> Steps:
    if not holds(matter.person, "office", "auditor", "duty"):
        return []
    return [_step(matter, "ask_review", _("Ask for a review"), (Field("ground", _("Ground")),))]


def _reviewing(matter: Matter, review: Review) -> Steps:
    may = offered(REVIEW, review.state, matter.person)
    found = []
    if "assign" in may:
        others: Options = tuple(
            (str(one.pk), one.name) for one in matter.people if one.pk != matter.case.handler_id
        )
        found.append(_step(matter, "assign_review", _("Give the review to another officer"),
                           (Field("reviewer", _("To whom"), "choice", others),), review.pk,
                           review.ground))  # fmt: skip
        found.append(_step(matter, "refuse_review", _("Refuse the review"), (
            Field("reason", _("Reason, as the reporter reads it")),
            Field("destination", _("Where to go instead"), "line"),
        ), review.pk))  # fmt: skip
    if "answer" in may and review.reviewer_id == matter.person.pk:
        found.append(_step(matter, "answer_review", _("Answer the review"), (
            Field("outcome", _("Outcome"), "choice",
                  _choices(Review.Outcome.choices)),
            Field("text", _("Opinion, as the reporter reads it")),
        ), review.pk, review.ground))  # fmt: skip
    return found


def _choices(labelled: Sequence[tuple[object, object]]) -> Options:
    """Codes and names, none of them chosen beforehand."""
    return (("", "–"), *((str(code), str(label)) for code, label in labelled))


def _step(
    matter: Matter,
    code: str,
    label: str,
    fields: tuple[Field, ...] = (),
    row: int = 0,
    note: str = "",
) -> NextStep:
    hidden = (Field("row", kind="hidden", value=str(row)),) if row else ()
    return NextStep(code, label, fields=(*hidden, *fields), note=note,
                    action=reverse("case_step", args=[matter.case.pk, code]))  # fmt: skip
