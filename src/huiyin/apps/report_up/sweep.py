"""The sweeper of reports: late hops, alarms, hops that hold longer than their share, follow-ups.

Each is raised once, in one transaction with the next wake-up, as the sweeper of clocks does.
A late report is late; nothing here says that somebody concealed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.report_up.actions.hops import done_at, is_done, set_wakes, span
from huiyin.apps.report_up.actions.steps import told_of
from huiyin.apps.report_up.models import Chain, Leg, Report
from huiyin.apps.report_up.presets import read_terms
from huiyin.engine.agreement import refuse_wrong_clock
from huiyin.rules.report_up import HopTime, Part, hop_at_fault

BATCH = 200


def sweep_reports(now: datetime) -> int:
    """Raise what is due at `now`; gives how many legs and chains were looked at."""
    refuse_wrong_clock()
    return _sweep_legs(now) + _sweep_chains(now)


@transaction.atomic
def _sweep_legs(now: datetime) -> int:
    held = Leg.objects.select_for_update(skip_locked=True, of=("self",)).filter(next_at__lte=now)
    rows = held.select_related("chain__office__calendar", "report", "to", "sender")
    legs = list(rows.order_by("next_at", "id")[:BATCH])
    told = [event for leg in legs for event in _raised(leg, now)]
    for leg in legs:
        set_wakes(leg)
        leg.save(update_fields=["dragging_at", "overdue_at", "alarmed_at", "next_at"])
    record_all(told)
    return len(legs)


@transaction.atomic
def _sweep_chains(now: datetime) -> int:
    held = Chain.objects.select_for_update(skip_locked=True, of=("self",))
    rows = held.filter(next_at__lte=now).select_related("office__calendar")
    chains = list(rows.order_by("next_at", "id")[:BATCH])
    record_all([_told(chain, "follow_up_due", now, _due(chain)) for chain in chains])
    Chain.objects.filter(pk__in=[chain.pk for chain in chains]).update(next_at=None)
    return len(chains)


def _raised(leg: Leg, now: datetime) -> Iterable[Told]:
    """The events of one leg, and the marks that they were raised."""
    chain, terms = leg.chain, read_terms(leg.chain.terms)
    done = is_done(leg, terms)
    if not done and leg.overdue_at is None and leg.due_at and leg.due_at <= now:
        leg.overdue_at = leg.dragging_at = now
        body = {**told_of(leg), "raised_after_seconds": int((now - leg.due_at).total_seconds())}
        if leg.report.due_at == leg.due_at:
            body["fault"] = fault_of(leg.report, now)
        yield _told(chain, "late", now, body)
    elif not done and leg.dragging_at is None and leg.share_at and leg.share_at <= now:
        leg.dragging_at = now
        yield _told(chain, "dragging", now, told_of(leg))
    if leg.alarmed_at is None and leg.alarm_at and leg.alarm_at <= now:
        leg.alarmed_at = now
        kind = "unanswered" if leg.state == "sent" else "unreached"
        yield _told(chain, kind, now, told_of(leg))


def fault_of(report: Report, now: datetime) -> str:
    """The hop that held a report longest beyond its share of the whole limit: "A → B", or ""."""
    terms = read_terms(report.chain.terms)
    whole = span(terms.whole)
    if whole is None:
        return ""
    rows = Leg.objects.filter(report=report, part=Part.SUPERIOR.value, hop__gt=0)
    legs = {leg.hop: leg for leg in rows.select_related("to").order_by("hop", "id")}
    hops = [HopTime(leg.hop, leg.started_at, done_at(leg, terms)) for leg in legs.values()]
    number = hop_at_fault(whole, report.planned, hops, now)
    return f"{legs[number].sender_name} → {legs[number].to.name}" if number is not None else ""


def _due(chain: Chain) -> dict[str, Any]:
    due = chain.follow_up_due_at
    return {"title": chain.title, "grade": chain.grade, "due_at": due.isoformat() if due else ""}


def _told(chain: Chain, kind: str, now: datetime, body: dict[str, Any]) -> Told:
    return Told(
        f"report_up.{kind}", f"chain:{chain.pk}", now, chain.office, case_id=chain.case_id,
        story_id=chain.story_id, body=body,
    )  # fmt: skip
