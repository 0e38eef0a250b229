"""A report on its way to one body: called, sent, acknowledged with proof, passed over.

A moment somebody types (it was sent at 03:08, put down at 03:15) counts for the clock, and the
moment it was put down stays beside it. A notice of lateness that was raised meanwhile stays too.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.report_up.actions.hops import count_follow_up, done_at, set_wakes, settle, span
from huiyin.apps.report_up.actions.steps import lock_leg, sends, step_leg
from huiyin.apps.report_up.contents import as_text
from huiyin.apps.report_up.models import Leg
from huiyin.apps.report_up.presets import read_terms
from huiyin.rules.refusals import Refusal
from huiyin.rules.report_up import Part, late_by

LONGEST = 4000


@transaction.atomic
def note_call(leg_id: int, *, whom: str, text: str, actor: Person, now: datetime) -> Leg:
    """Somebody telephoned: whom, when, what was said or that nobody answered."""
    leg = lock_leg(leg_id, actor)
    sends(leg, actor)
    if not whom.strip():
        raise StepRefused(Refusal.WHO_MISSING)
    leg.called_at = now
    event = "call_again" if leg.state == "sent" else "call"
    said = text.strip()[:LONGEST]
    step_leg(leg, event, now=now, actor=actor, facts={"text": said},
             body={"who": whom.strip()[:120], "text": said})  # fmt: skip
    return leg


@transaction.atomic
def send_leg(
    leg_id: int, *, channel: str, actor: Person, now: datetime, text: str = "",
    at: datetime | None = None, heard_by: str = "",
) -> Leg:  # fmt: skip
    """The report went to this body, at `at` or now; `text` is what was said, else the report's own.

    `heard_by` names who took it on the telephone and confirmed it: acknowledged at the same moment.
    """
    leg = lock_leg(leg_id, actor)
    sends(leg, actor)
    chain, report, moment = leg.chain, leg.report, at or now
    said = (text.strip() or as_text(report.contents))[:LONGEST]
    leg.channel = channel if channel in Leg.Channel.values else ""
    leg.text, leg.sent_at, leg.sent_noted_at, leg.sent_by = said, moment, now, actor
    wait = "" if leg.part == Part.COPY else read_terms(chain.terms).acknowledge
    limit = span(read_terms(chain.terms).alarm if chain.emergency and wait else wait)
    leg.alarm_at, leg.alarmed_at = (moment + limit if limit else None), None
    _count(leg)
    facts = {"channel": leg.channel, "text": said, "phone_first": chain.emergency,
             "called": leg.called_at, "moment": moment, "since": leg.started_at}  # fmt: skip
    step_leg(leg, "send", now=now, actor=actor, facts=facts,
             body={"channel": leg.channel, "text": said, "at": moment.isoformat()})  # fmt: skip
    if report.fixed_at is None:
        report.fixed_at = now
        report.save(update_fields=["fixed_at"])
        if leg.sender_id == chain.start_id:
            count_follow_up(chain, moment)
    if heard_by.strip():
        _acknowledge(leg, heard_by, Leg.Channel.PHONE, said, moment, actor, now)
    else:
        settle(leg, now)
    return leg


@transaction.atomic
def acknowledge_leg(
    leg_id: int, *, actor: Person, now: datetime, who: str = "", channel: str = "", text: str = "",
    at: datetime | None = None,
) -> Leg:  # fmt: skip
    """The body has it: said by its own people on this desk, or put down by those who sent it."""
    leg = lock_leg(leg_id, actor)
    if leg.to.office_id == actor.office_id:
        who, channel, text = actor.name, Leg.Channel.DESK, text.strip() or leg.to.name
    else:
        sends(leg, actor)
        if channel in {Leg.Channel.DESK, Leg.Channel.LINK}:
            raise StepRefused(Refusal.CHANNEL_MISSING)
    return _acknowledge(leg, who, channel, text, at or now, actor, now)


@transaction.atomic
def pass_over(leg_id: int, *, reason: str, actor: Person, now: datetime) -> Leg:
    """The body cannot be reached: its superior is told directly; what is late stays late."""
    leg = lock_leg(leg_id, actor)
    sends(leg, actor)
    leg.passed_over_why, leg.alarm_at = reason.strip(), None
    leg.late_by = leg.late_by or late_by(leg.due_at, now)
    leg.next_at = None
    step_leg(leg, "pass_over", now=now, actor=actor, reason=reason.strip())
    settle(leg, now)
    return leg


def acknowledged_by_link(leg: Leg, who: str, text: str, now: datetime) -> Leg:
    """A recipient without sign-in pressed the button; the leg is locked."""
    return _acknowledge(leg, who, Leg.Channel.LINK, text, now, None, now)


def _acknowledge(
    leg: Leg, who: str, channel: str, text: str, at: datetime, actor: Person | None, now: datetime
) -> Leg:
    name, words = who.strip()[:120], text.strip()[:LONGEST]
    leg.acknowledged_at, leg.acknowledged_noted_at, leg.acknowledged_by = at, now, actor
    leg.acknowledged_who, leg.acknowledged_text = name, words
    leg.acknowledged_channel = channel if channel in Leg.Channel.values else ""
    leg.alarm_at = None
    _count(leg)
    facts = {"who": name, "channel": leg.acknowledged_channel, "text": words, "moment": at,
             "since": leg.sent_at}  # fmt: skip
    step_leg(leg, "acknowledge", now=now, actor=actor, facts=facts,
             body={"who": name, "channel": leg.acknowledged_channel, "text": words,
                   "at": at.isoformat()})  # fmt: skip
    settle(leg, now)
    return leg


def _count(leg: Leg) -> None:
    """How late the leg is, once what stops its clock was done."""
    done = done_at(leg, read_terms(leg.chain.terms))
    if done is not None:
        leg.late_by = late_by(leg.due_at, done)
    set_wakes(leg)
