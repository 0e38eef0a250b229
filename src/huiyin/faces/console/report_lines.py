"""A chain as its page shows it: who, when, proof, and what this person may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import offered
from huiyin.apps.report_up.contents import as_text
from huiyin.apps.report_up.models import GRADES, PARTS, Body, Chain, Leg
from huiyin.apps.report_up.queries import ChainPage, ReportSeen
from huiyin.faces.console.steps import Field, NextStep
from huiyin.faces.shared.clocks import ClockView, clock_view
from huiyin.rules.machines_of_reports import REPORT_LEG, REPORT_UP
from huiyin.rules.report_up import Grade, Part, Terms

WRITERS = ("duty", "office", "dept_head")
BY_HAND = tuple(code for code in Leg.Channel.values if code not in {"desk", "link"})


@dataclass(frozen=True, slots=True)
class LegLine:
    """One leg: its clock while it runs, how late it was, and the forms this person may send."""

    leg: Leg
    part: str
    clock: ClockView | None
    late_minutes: int
    waits: bool  # sent, and nobody has acknowledged it
    steps: list[NextStep]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of the chain with its legs; `may_write` while it was not sent."""

    seen: ReportSeen
    legs: list[LegLine]
    late_minutes: int
    grade: str
    may_write: bool


def report_lines(
    page: ChainPage, person: Person, now: datetime, zone: ZoneInfo
) -> list[ReportLine]:
    """The reports of a chain, the newest first."""
    own = page.chain.office_id == person.office_id
    return [
        ReportLine(
            seen=seen,
            legs=[leg_line(leg, page.terms, person, now, zone) for leg in seen.legs],
            late_minutes=_minutes(seen.report.late_by),
            grade=str(GRADES.get(Grade(seen.report.grade), "")) if seen.report.grade else "",
            may_write=own and seen.report.fixed_at is None and holds(person, *WRITERS),
        )
        for seen in reversed(page.reports)
    ]


def leg_line(leg: Leg, terms: Terms, person: Person, now: datetime, zone: ZoneInfo) -> LegLine:
    """One leg as a line of the table."""
    return LegLine(
        leg=leg,
        part=str(PARTS[Part(leg.part)]),
        clock=clock_of_leg(leg, terms, now, zone),
        late_minutes=_minutes(leg.late_by),
        waits=leg.state == "sent" and leg.part != Part.COPY,
        steps=_leg_steps(leg, person),
    )


def clock_of_leg(leg: Leg, terms: Terms, now: datetime, zone: ZoneInfo) -> ClockView | None:
    """The clock of a hop; a copy has none. It stops when sent, or acknowledged (`terms.stops`)."""
    if leg.due_at is None or leg.state == "passed_over":
        return None
    stopped = leg.sent_at
    if terms.stops == "acknowledged" and leg.part == Part.SUPERIOR:
        stopped = leg.acknowledged_at
    return clock_view(
        label=_("%(from)s to %(to)s") % {"from": leg.sender_name, "to": leg.to.name},
        rule=terms.whole or (terms.hop if leg.sender_id else terms.unit),
        started_at=leg.report.known_at if terms.whole else leg.started_at,
        due_at=leg.due_at, now=now, tz=zone, done_at=stopped,
    )  # fmt: skip


def chain_steps(page: ChainPage, person: Person, senders: Mapping[int, Body]) -> list[NextStep]:
    """What this person may do with the whole chain."""
    chain = page.chain
    may = offered(REPORT_UP, chain.state, person)
    news = Field("text", _("What is new"))
    known = Field("known_at", _("Known since"), "moment", required=False, hint=_("Empty: now."))
    bodies = tuple((str(pk), body.name) for pk, body in senders.items())
    ours = ("", _("Our own office"))
    reporter = Field("reporter", _("Who reports it"), "choice", (ours, *bodies), required=False)
    higher = tuple(
        (grade.value, str(text)) for grade, text in GRADES.items()
        if not chain.grade or grade.rank > Grade(chain.grade).rank
    )  # fmt: skip
    offers = {
        "follow_up": NextStep("follow_up", _("Follow-up report"), fields=(news,)),
        "raise_grade": NextStep("raise_grade", _("Raise the grade"), fields=(
            Field("grade", _("Grade"), "choice", higher), news, known, reporter)),
        "supplement": NextStep("supplement", _("Supplementary report"),
                               fields=(news, known, reporter)),
        "finish": NextStep("finish", _("Final report"), fields=(news,)),
    }  # fmt: skip
    own = chain.office_id == person.office_id
    return [
        NextStep(each.code, each.label, fields=each.fields,
                 action=reverse("chain_step", args=[chain.pk, code]))
        for code, each in offers.items()
        if code in may and (own or code not in {"follow_up", "finish"})
        and (code != "raise_grade" or (higher and not page.terms.top))
    ]  # fmt: skip


def _leg_steps(leg: Leg, person: Person) -> list[NextStep]:
    """Forms of a leg: for those who send it, and for those it went to."""
    may = offered(REPORT_LEG, leg.state, person)
    sender = leg.sender.office_id if leg.sender else None
    if person.office_id in {leg.chain.office_id, sender} and leg.sender_id is not None:
        return [step for step in _sending(leg, leg.chain) if step.code.partition("-")[0] in may]
    if leg.to.office_id == person.office_id and "acknowledge" in may:
        return [_step(leg, "acknowledge", _("Acknowledge"), ())]
    return []


def _sending(leg: Leg, chain: Chain) -> list[NextStep]:
    ways = tuple((code, str(Leg.Channel(code).label)) for code in BY_HAND)
    channel = Field("channel", _("By which way"), "choice", ways, value="phone")
    said = as_text(leg.report.contents)
    words = Field("text", _("Words of the report"), value=said, required=not said,
                  hint=_("Empty: the report as it is written.") if said else "")  # fmt: skip
    heard = Field("heard_by", _("Confirmed on the telephone by (name and post)"), "line",
                  required=False)  # fmt: skip
    moment = Field("at", _("When"), "moment", required=False, hint=_("Empty: now."))
    who = Field("who", _("Who (name and post)"), "line")
    call = Field("text", _("What was said, or that nobody answered"))
    found = [_step(leg, "send", _("Put down that it was sent"), (channel, words, heard, moment)),
             _step(leg, "acknowledge", _("Put down the acknowledgement"),
                   (who, channel, Field("text", _("In what words")), moment))]  # fmt: skip
    if chain.emergency or leg.state == "sent":
        code = "call_again" if leg.state == "sent" else "call"
        found.append(_step(leg, code, _("Put down a call"), (who, call)))
    if leg.state == "sent" and not leg.to.office_id:
        found.append(_step(leg, "acknowledge", _("Make a link"), (), "link"))
    if leg.part == Part.SUPERIOR:
        reason = Field("reason", _("Why it cannot be reached"))
        found.append(_step(leg, "pass_over", _("Pass over, tell its superior"), (reason,)))
    return found


def _step(leg: Leg, code: str, label: str, fields: tuple[Field, ...], act: str = "") -> NextStep:
    """A form of a leg; its code carries the leg, so that a refused one finds its words again."""
    address = reverse("leg_step", args=[leg.pk, act or code])
    return NextStep(f"{code}-{act or leg.hop}-{leg.pk}", label, fields=fields, action=address)


def _minutes(span: object) -> int:
    return int(span.total_seconds() // 60) if hasattr(span, "total_seconds") else 0
