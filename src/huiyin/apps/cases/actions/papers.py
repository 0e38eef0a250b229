"""What an order says as a paper, leaders' instructions on it, and that it was printed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.steps import lock_case, lock_order, may_act_in
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

LONGEST = {"source": 200, "disclosure_reason": 300, "copies_to": 400}
CODES = {
    "secrecy": Order.Secrecy.values,
    "urgency": Order.Urgency.values,
    "disclosure": Order.Disclosure.values,
}


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """What the paper of an order says beside the requirement; named as `Order` has it."""

    source: str = ""
    secrecy: str = ""
    urgency: str = ""
    disclosure: str = ""
    disclosure_reason: str = ""
    copies_to: str = ""
    digest: str = ""
    proposal: str = ""
    instruction: str = ""

    def write_on(self, order: Order) -> None:
        """Set the order's fields. Raises StepRefused where nothing is disclosed without reason."""
        if self.disclosure == Order.Disclosure.WITHHELD and not self.disclosure_reason.strip():
            raise StepRefused(Refusal.REASON_MISSING)
        for name, value in asdict(self).items():
            said = value.strip()[: LONGEST.get(name)]
            setattr(order, name, said if said in CODES.get(name, (said,)) else "")


@transaction.atomic
def instruct_order(
    order_id: int, *, text: str, actor: Person, now: datetime, by: str = ""
) -> Order:
    """A leader's instruction (领导批示) on an order; the office may enter one given on paper, and
    names in `by` who gave it. Earlier ones stay. Raises StepRefused.
    """
    order = lock_order(order_id)
    may_act_in(order.case, actor)
    leads = holds(actor, "group")
    if not leads and not (holds(actor, "office") and by.strip()):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if order.state in ("done", "withdrawn"):
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    who = actor.name if leads else by.strip()
    said = f"{text.strip()} ({who})"
    order.instruction = f"{order.instruction}\n{said}".strip()
    order.save(update_fields=["instruction"])
    record(
        "order.instructed", subject=f"order:{order.pk}", at=now, office=order.case.office,
        actor=actor, role="group" if leads else "office", case_id=order.case_id,
        body={"number": order.number, "text": text.strip(), "by": who},
    )  # fmt: skip
    return order


@transaction.atomic
def note_printed(order: Order, form: str, *, actor: Person, now: datetime) -> None:
    """Somebody took the order out of the desk as a document; `form` is html, docx or pdf."""
    record(
        "order.printed", subject=f"order:{order.pk}", at=now, office=order.office, actor=actor,
        case_id=order.case_id, body={"number": order.number, "form": form},
    )  # fmt: skip


@transaction.atomic
def note_letter_printed(
    case: CaseFile, letter: str, form: str, *, actor: Person, now: datetime
) -> None:
    """Somebody took a letter of the case out of the desk; `letter` is transfer or refusal."""
    record(
        "case.letter_printed", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
        case_id=case.pk, body={"letter": letter, "form": form},
    )  # fmt: skip


@transaction.atomic
def record_meeting(
    case_id: int,
    *,
    title: str,
    units: str,
    minutes: str,
    tasks: str,
    held_at: datetime,
    actor: Person,
    now: datetime,
) -> None:
    """A consultation (会商) on a case that was held: who came, what was confirmed, which tasks."""
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not title.strip() or not minutes.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    record(
        "case.consulted", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
        role="office", case_id=case.pk,
        body={"title": title.strip(), "units": units.strip(), "text": minutes.strip(),
              "tasks": tasks.strip(), "held_at": held_at.isoformat()},
    )  # fmt: skip
