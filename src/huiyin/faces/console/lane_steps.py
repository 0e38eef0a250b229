"""What may be done about a matter that accuses staff, on a case and in the lane, with its forms."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.lane.models import Matter
from huiyin.apps.org.models import Office, Person, Role, Unit
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import offered
from huiyin.faces.console.names import named
from huiyin.faces.console.steps import Field, NextStep
from huiyin.rules.machine_of_lane import LANE


def apart_steps(case: CaseFile, person: Person) -> list[NextStep]:
    """On an open case: stand back, keep the accused out, seal it and pass it on."""
    found = [
        NextStep("stand_back", _("Stand back"), fields=(Field("reason", _("Reason")),),
                 note=_("You go on seeing the case and take no step in it any more."),
                 action=_of_case(case, "stand_back")),
    ]  # fmt: skip
    if holds(person, Role.OFFICE, Role.AUDITOR):
        found.append(_keep_out(case.office, _of_case(case, "keep_out")))
    if holds(person, Role.OFFICE, Role.DUTY):
        found.append(NextStep("seal", _("Seal and pass to the integrity lane"), fields=(
            Field("reason", _("Why; the discipline role reads it")),
        ), action=_of_case(case, "seal"), note=_(
            "From that moment nobody but the discipline role sees this case, not even you. Its "
            "clocks end; the time limits of the lane run from when the case was opened."
        )))  # fmt: skip
    return found


def lane_steps(matter: Matter, person: Person) -> tuple[NextStep | None, list[NextStep]]:
    """The step that moves a matter of the lane on, and what else may be done with it."""
    may = offered(LANE, matter.state, person)
    found = [step for step in _moving(matter) if step.code in may]
    aside = [
        NextStep("note", _("Add a note"), fields=(Field("text", _("Note")),),
                 action=_of(matter, "note")),
        NextStep("write", _("Write to the reporter"), fields=(Field("text", _("Message")),),
                 action=_of(matter, "write")),
        _keep_out(matter.office, _of(matter, "keep_out")),
        NextStep("stand_back", _("Stand back"), fields=(Field("reason", _("Reason")),),
                 note=_("You do not see the matter any more; somebody else of your role has it."),
                 action=_of(matter, "stand_back")),
    ]  # fmt: skip
    if "pass_up" in may and not matter.promises.filter(purpose="pass_up").exists():
        aside.insert(0, NextStep(
            "above", _("It belongs to the superior office"), action=_of(matter, "above"),
            fields=(Field("reason", _("Whom it accuses, and why that office is competent")),),
            note=_("Five working days to pass it on begin, counted from when it was received."),
        ))  # fmt: skip
    return (found[0], [*found[1:], *aside]) if found else (None, aside)


def _moving(matter: Matter) -> list[NextStep]:
    verdicts = tuple((code, str(label)) for code, label in Matter.Verdict.choices)
    return [
        NextStep("take_over", _("Take it over"), action=_of(matter, "take_over")),
        NextStep("accept", _("Tell that it is accepted"), fields=(
            Field("text", _("What the reporter reads; without a mailbox, how they were told")),
        ), action=_of(matter, "accept")),
        NextStep("close", _("Close it with what was found"), fields=(
            Field("verdict", _("Verdict"), "choice", verdicts),
            Field("finding", _("What was found and what was done")),
        ), action=_of(matter, "close")),
        NextStep("tell", _("Tell the result"), fields=(
            Field("text", _("What the reporter reads; without a mailbox, how they were told")),
            Field("objection", _("What the reporter objects, if anything"), required=False),
        ), action=_of(matter, "tell")),
        NextStep("pass_up", _("Pass it to the superior office"), fields=(
            Field("destination", _("To which office, and how it was handed over"), "line"),
        ), action=_of(matter, "pass_up"), note=_(
            "The papers themselves go there: the desk makes no copy and prints none."
        )),
        NextStep("hand_back", _("Hand it back to the desk"), fields=(
            Field("reason", _("Why it accuses nobody in office")),
        ), action=_of(matter, "hand_back")),
    ]  # fmt: skip


def _keep_out(office: Office, action: str) -> NextStep:
    people = Person.objects.filter(office=office, is_active=True).order_by("unit_id", "id")
    units = Unit.objects.filter(office=office).order_by("id")
    chosen = (
        *((f"person-{one.pk}", one.name) for one in people.select_related("unit")),
        *((f"unit-{one.pk}", named(one)) for one in units),
    )
    return NextStep(
        "keep_out", _("Name who is accused"), action=action,
        fields=(Field("accused", _("Person or department"), "choice", chosen),),
        note=_("They, the head above them and all of their department no longer see the matter."),
    )  # fmt: skip


def _of_case(case: CaseFile, code: str) -> str:
    return reverse("case_step", args=[case.pk, code])


def _of(matter: Matter, code: str) -> str:
    return reverse("lane_step", args=[matter.pk, code])
