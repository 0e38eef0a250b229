"""What a person may do about the clocks of a case: pause, promise, extend, return, reopen."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.apps.cases.actions.extensions import extension_waiting, may_decide
from huiyin.apps.cases.actions.pausing import standing
from huiyin.apps.cases.actions.returning import ruling_needed
from huiyin.apps.cases.models import CaseFile, Clock, Extension, Order
from huiyin.apps.intake.models import Item
from huiyin.apps.org.clock_words import PURPOSES, purpose_text
from huiyin.apps.org.limit_words import extension_text, rule_text
from huiyin.apps.org.limits import limits_in_force
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.queries import holds
from huiyin.faces.console.joining_steps import joining_steps, undoing_step
from huiyin.faces.console.lane_steps import apart_steps
from huiyin.faces.console.steps import Field, NextStep
from huiyin.rules.promises import PROMISES, kept_by
from huiyin.rules.promises import Kept as KeptBy


@dataclass(frozen=True, slots=True)
class Page:
    """What the steps are made from; `units` are all departments of the office."""

    case: CaseFile
    orders: list[Order]
    clocks: list[Clock]
    units: list[Unit]
    items: list[Item]
    person: Person
    now: datetime


def clock_steps(page: Page) -> tuple[list[NextStep], list[NextStep]]:
    """Steps that move the matter on, and steps that somebody may take besides."""
    first: list[NextStep] = []
    aside: list[NextStep] = []
    for order in page.orders:
        first += _returned(page, order)
        first += _requested(page, order)
        aside += _asking(page, order)
    if page.case.closed_at is None:
        aside += joining_steps(page.case, page.items, page.person)
        aside += _promises(page)
        aside += _pause(page)
        aside += apart_steps(page.case, page.person)
    elif page.case.state == "merged" and holds(page.person, "office"):
        aside.append(undoing_step(page.case))
    elif page.case.state == "closed" and holds(page.person, "office", "auditor"):
        aside.append(_reopen(page.case))
    return first, aside


def units_and_lengths() -> tuple[tuple[str, str], ...]:
    """In what an extension may be asked for."""
    return (("WD", _("working days")), ("H", _("hours")), ("CD", _("calendar days")))


def _returned(page: Page, order: Order) -> list[NextStep]:
    if order.state != "bounced" or not holds(page.person, "office"):
        return []
    others = tuple((str(unit.pk), unit.name) for unit in page.units if unit.pk != order.unit_id)
    ruling = (
        (Field("head_ruling", _("How the head of the office ruled, and who it is")),)
        if ruling_needed(order)
        else ()
    )
    unit = Field("unit", _("To which department"), "choice", others)
    return [
        NextStep("reissue", _("Issue it to another department"), order, fields=(unit, *ruling),
                 action=_of_order(order, "reissue"), note=order.bounce_basis),
        NextStep("uphold", _("Leave it where it was"), order, action=_of_order(order, "uphold"),
                 fields=(Field("reason", _("Reason")), *ruling)),
    ]  # fmt: skip


def _requested(page: Page, order: Order) -> list[NextStep]:
    waiting = extension_waiting(order)
    if waiting is None:
        return []
    if waiting.state == "asked" and holds(page.person, "dept_head"):
        if page.person.unit_id != order.unit_id or waiting.asked_by_id == page.person.pk:
            return []
        return [NextStep("endorse", _("Endorse the request for more time"), order,
                         action=_of_order(order, "endorse"), note=_request(waiting))]  # fmt: skip
    if not may_decide(waiting, page.person):
        return []
    refusing = NextStep("refuse_extension", _("Refuse more time"), order,
                        fields=(Field("reason", _("Reason")),),
                        action=_of_order(order, "refuse_extension"))  # fmt: skip
    if waiting.state != "group_told":
        return [refusing]
    told = Field("told", _("Reason, as the reporter reads it"), "line", value=waiting.reason)
    return [NextStep("grant", _("Grant more time"), order, action=_of_order(order, "grant"),
                     fields=(told,), note=_request(waiting)), refusing]  # fmt: skip


def _request(extension: Extension) -> str:
    return _("%(name)s asks for %(length)s more. Reason: %(reason)s Plan: %(plan)s") % {
        "name": extension.asked_by.name,
        "length": extension_text(extension.length),
        "reason": extension.reason,
        "plan": extension.plan,
    }


def _asking(page: Page, order: Order) -> list[NextStep]:
    found = []
    own = page.person.unit_id == order.unit_id
    if order.state in {"assigned", "sent_back"} and order.handler_id == page.person.pk:
        fields = (
            Field("key", kind="hidden", value=secrets.token_urlsafe(12)),
            Field("amount", _("How much longer"), "amount", value="3"),
            Field("unit", _("Counted in"), "choice", units_and_lengths(), value="WD",
                  hint=_("It counts from the due instant that stands, not from today.")),
            Field("reason", _("Reason")),
            Field("plan", _("How the work goes on until then")),
        )  # fmt: skip
        found.append(NextStep("extend", _("Ask for more time"), order, fields=fields,
                              action=_of_order(order, "extend")))  # fmt: skip
    if order.bounces and holds(page.person, "office"):
        known = tuple((str(unit.pk), unit.name) for unit in page.units)
        found.append(NextStep("learn", _("Learn from the wrong address"), order, fields=(
            Field("words", _("Words of such matters, parted by blanks"), "line"),
            Field("unit", _("Which department is competent"), "choice", known,
                  value=str(order.unit_id)),
            Field("basis", _("Basis"), "line", value=order.bounce_basis),
        ), action=_of_order(order, "learn")))  # fmt: skip
    if order.state in {"issued", "signed"} and own and holds(page.person, "dept_head", "handler"):
        basis = Field(
            "basis",
            _("Legal basis: why it is not this department's matter"),
            hint=_("Within 24 hours of issue, twice at most. The time limit runs on."),
        )
        found.append(NextStep("bounce", _("Return it as wrong unit"), order, fields=(basis,),
                              action=_of_order(order, "bounce")))  # fmt: skip
    return found


def _promises(page: Page) -> list[NextStep]:
    if not holds(page.person, "office", "duty"):
        return []
    limits = {
        limit.purpose: limit.rule
        for limit in limits_in_force(page.person.office, page.case.opened_at)
        if limit.kind == page.case.kind
    }
    kinds = tuple(
        (name, f"{PURPOSES[name]} · {rule_text(limits[name])}")
        for name, promise in PROMISES.items()
        if promise.may_be_started and name in limits
    )
    found = [
        NextStep("promise", _("Start a clock"), fields=(
            Field("purpose", _("What is promised"), "choice", kinds,
                  hint=_("It runs beside the others; the earliest binds.")),
            Field("since", _("Counted from"), "moment", required=False,
                  hint=_("When it happened or was discovered; empty: from now.")),
        ), action=_of_case(page.case, "promise")),
    ]  # fmt: skip
    purposes = kept_by(KeptBy.BY_HAND)
    by_hand = [
        clock for clock in page.clocks if clock.purpose in purposes and clock.stopped_at is None
    ]
    if by_hand:
        open_ones = tuple((str(clock.pk), purpose_text(clock.purpose)) for clock in by_hand)
        found.insert(0, NextStep("keep", _("Record that a promise was kept"), fields=(
            Field("clock", _("Which promise"), "choice", open_ones),
            Field("note", _("What was done, where it can be seen")),
        ), action=_of_case(page.case, "keep")))  # fmt: skip
    return found


def _pause(page: Page) -> list[NextStep]:
    under_way = any(clock.stopped_at is None for clock in page.clocks)
    if not under_way or not holds(page.person, "office"):
        return []
    pause = standing(page.case, page.now)
    if pause is not None:
        return [NextStep("resume", _("Let the clocks go on"), note=pause.reason,
                         action=_of_case(page.case, "resume"))]  # fmt: skip
    return [NextStep("pause", _("Pause the clocks"), fields=(
        Field("reason", _("Reason"), hint=_("All clocks of this case that are not due yet stand.")),
        Field("until", _("Until"), "moment", required=False,
              hint=_("Empty: until somebody lets them go on.")),
    ), action=_of_case(page.case, "pause"))]  # fmt: skip


def _reopen(case: CaseFile) -> NextStep:
    return NextStep("reopen", _("Reopen the case"), fields=(
        Field("ground", _("Ground"), hint=_("A second clock starts; the first stays as it ended.")),
        Field("new_fact", _("There is a new fact"), "check",
              hint=_("Needed where the time to ask for a review is over.")),
    ), action=_of_case(case, "reopen"))  # fmt: skip


def _of_order(order: Order, code: str) -> str:
    return reverse("order_step", args=[order.pk, code])


def _of_case(case: CaseFile, code: str) -> str:
    return reverse("case_step", args=[case.pk, code])
