"""What a case page shows, made ready: the spine, the clocks, the one next step for this person.

Pure assembly: everything is read by queries, nothing is decided here that a table decides.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.apps.audit.models import Event
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import offered
from huiyin.apps.org.words import event_text
from huiyin.apps.responses.models import Statement
from huiyin.faces.console.steps import NextStep
from huiyin.faces.shared.spine import EntryKind, SpineEntry
from huiyin.rules.machines import CASE, ORDER, STATEMENT

KINDS: dict[str, EntryKind] = {
    "order": "order",
    "clock": "clock",
    "statement": "document",
    "mailbox": "message",
    "verification": "document",
    "decision": "document",
    "feedback": "message",
    "review": "message",
}
RUNNING_STATES = {"accepted", "reopened", "ordered", "verifying", "decided", "responding"}
TOLD_TEXT = ("text", "finding", "requirement", "destination", "basis", "plan", "head_ruling",
             "letter")  # fmt: skip


def spine_of(events: list[Event]) -> list[SpineEntry]:
    """The events of a case as a person reads them, oldest first."""
    return [
        SpineEntry(
            at=event.at,
            who=who_of(event),
            what=event_text(event.kind, event.body),
            kind=KINDS.get(event.kind.partition(".")[0], "event"),
            detail=_detail(event),
            url=_url(event),
            late=event.kind == "clock.overdue",
        )
        for event in events
    ]


def who_of(event: Event) -> str:
    """Name and acting role, or the desk itself."""
    if not event.actor_name:
        return _("The desk")
    role = str(Role(event.role).label) if event.role in Role.values else ""
    return f"{event.actor_name} · {role}" if role else event.actor_name


def next_steps(
    case: CaseFile, orders: list[Order], statements: list[Statement], person: Person
) -> tuple[NextStep | None, list[NextStep]]:
    """The step that moves the matter on, if it is this person's; and what else they may do."""
    steps = [step for order in orders for step in _order_steps(order, person)]
    steps += [step for statement in statements for step in _statement_steps(statement, person)]
    steps += _case_steps(case, orders, statements, person)
    asides = _asides(case, statements, person, steps) if case.closed_at is None else []
    return (steps[0], [*steps[1:], *asides]) if steps else (None, asides)


def waits_for(case: CaseFile, orders: list[Order], statements: list[Statement]) -> str:
    """Whose turn it is, for somebody whose turn it is not."""
    if case.closed_at is not None:
        return _("The case has ended; nothing more is due.")
    for order in orders:
        waiting = _order_waits(order)
        if waiting:
            return waiting
    if any(statement.state == "drafted" for statement in statements):
        return _("Waits for the approval of the answer.")
    if any(statement.state == "approved" for statement in statements):
        return _("Waits for the answer to be published.")
    return _("Waits for the office.")


def _order_waits(order: Order) -> str:
    names = {
        "number": order.number, "unit": order.unit.name,
        "handler": order.handler.name if order.handler else "",
    }  # fmt: skip
    texts = {
        "issued": _("Waits for %(unit)s to sign for order %(number)s."),
        "signed": _("Waits for %(unit)s to name a handler for order %(number)s."),
        "assigned": _("Waits for %(handler)s to hand in the result of order %(number)s."),
        "sent_back": _("Waits for %(handler)s to hand in the result of order %(number)s again."),
        "submitted": _("Waits for the review of order %(number)s."),
        "reviewed": _("Waits for the office to complete order %(number)s."),
        "bounced": _("Waits for the office: order %(number)s came back as wrong unit."),
    }
    return texts[order.state] % names if order.state in texts else ""


def _case_steps(
    case: CaseFile, orders: list[Order], statements: list[Statement], person: Person
) -> list[NextStep]:
    may = offered(CASE, case.state, person)
    found = []
    if "accept" in may:
        found.append(NextStep("accept", _("Accept")))
    under_way = any(order.state not in {"done", "withdrawn"} for order in orders)
    if case.state in RUNNING_STATES and holds(person, "office"):
        again = bool(orders)
        order = NextStep("issue", _("Issue a further order") if again else _("Issue an order"))
        drafting = NextStep("draft", _("Draft the answer"))
        answered = any(one.state not in {"superseded", "withdrawn"} for one in statements)
        if under_way or not again:
            found.append(order)
        elif not answered:
            found += [drafting, order]
    if "feed_back" in may:
        found.append(NextStep("feed_back", _("Tell the result")))
    if "close" in may:
        found.append(NextStep("close", _("Close the case")))
    if "refuse" in may:
        found.append(NextStep("refuse", _("Do not accept")))
    return found


def _order_steps(order: Order, person: Person) -> list[NextStep]:
    own = person.unit_id == order.unit_id
    office = holds(person, "office")
    may = offered(ORDER, order.state, person)
    labels = {
        "sign": _("Sign for it"),
        "assign": _("Name the handler"),
        "submit": _("Hand in the result"),
        "review": _("Review the result"),
        "complete": _("Complete the order"),
        "withdraw": _("Withdraw the order"),
    }
    allowed = {
        "sign": own,
        "assign": own or office,
        "submit": order.handler_id == person.pk,
        "review": (own or office) and order.handler_id != person.pk,
        "complete": office,
        "withdraw": office,
    }
    chosen = [code for code, fine in allowed.items() if fine and code in may]
    return [
        NextStep("review" if code == "complete" else code, labels[code], order=order)
        for code in chosen
        if code != "withdraw"
    ]


def _statement_steps(statement: Statement, person: Person) -> list[NextStep]:
    may = offered(STATEMENT, statement.state, person)
    found = []
    if "approve" in may and statement.author_id != person.pk:
        found.append(NextStep("open_statement", _("Approve the answer"), statement=statement))
    if "publish" in may:
        found.append(NextStep("open_statement", _("Publish the answer"), statement=statement))
    if statement.state == "returned" and "revise" in may:
        found.append(NextStep("open_statement", _("Revise the answer"), statement=statement))
    return found


def _asides(
    case: CaseFile, statements: list[Statement], person: Person, taken: list[NextStep]
) -> list[NextStep]:
    found = [NextStep("note", _("Add a note"))]
    if holds(person, "office", "handler", "duty", "custodian"):
        found.append(NextStep("write", _("Write to the reporter")))
    drafting = any(step.code == "draft" for step in taken)
    may_write = holds(person, "office", "handler", "duty") and case.state != "registered"
    if not statements and may_write and not drafting:
        found.append(NextStep("draft", _("Draft the answer")))
    return found


def _detail(event: Event) -> str:
    parts = [event.reason, *(str(event.body.get(name, "")) for name in TOLD_TEXT)]
    return "\n\n".join(part for part in dict.fromkeys(parts) if part)


def _url(event: Event) -> str:
    subject, _colon, pk = event.subject.partition(":")
    page = {"statement": "statement", "verification": "verification"}.get(subject)
    return reverse(page, args=[pk]) if page else ""
