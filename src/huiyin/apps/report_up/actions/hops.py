"""How a report climbs: the legs of a hop, the next hop after an acknowledgement, the arrival.

All functions run inside the transaction of an action that has locked the chain.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.apps.audit.actions import record
from huiyin.apps.report_up.actions.steps import step_chain
from huiyin.apps.report_up.models import Body, Chain, Leg, Report
from huiyin.apps.report_up.presets import read_terms
from huiyin.apps.report_up.tree import Tree, tree_of
from huiyin.rules.durations import read_rule
from huiyin.rules.report_up import (
    Part,
    Stops,
    Terms,
    addressees,
    climb,
    follow_up_due,
    goes_on,
    late_by,
    share_ends,
    top_of,
)


def span(limit: str) -> timedelta | None:
    """A limit in plain hours as a duration; None where there is none."""
    return read_rule(limit).time if limit else None


def open_report(chain: Chain, report: Report, tree: Tree, now: datetime) -> list[Leg]:
    """Store a new report, plan its way and open its first hop."""
    terms = read_terms(chain.terms)
    whole = span(terms.whole)
    report.planned = len(climb(report.start_id, tree.nodes, terms, report.grade))
    report.due_at = report.known_at + whole if whole else None
    report.save()
    return _open_hop(report, report.start, report.start, 1, report.known_at, tree, now)


def settle(leg: Leg, now: datetime) -> None:
    """After a leg moved: the next hop where it must climb on, the arrival where it must not."""
    chain, report = leg.chain, leg.report
    legs = list(Leg.objects.filter(report=report).select_related("to", "sender").order_by("id"))
    tree, terms = tree_of(chain.office), read_terms(chain.terms)
    if leg.part == Part.SUPERIOR and leg.state in {"acknowledged", "passed_over"}:
        legs += _climb_on(leg, legs, tree, terms, now)
    if report.completed_at is None and _has_arrived(report, legs, tree, terms):
        _arrived(chain, report, legs, terms, now)


def set_wakes(leg: Leg) -> None:
    """The next instant at which the sweeper has to look at a leg."""
    pending = []
    if not is_done(leg, read_terms(leg.chain.terms)):
        pending += [leg.share_at if leg.dragging_at is None else None]
        pending += [leg.due_at if leg.overdue_at is None else None]
    pending += [leg.alarm_at if leg.alarmed_at is None else None]
    leg.next_at = min((at for at in pending if at is not None), default=None)


def is_done(leg: Leg, terms: Terms) -> bool:
    """Whether the limit no longer runs for this leg."""
    return done_at(leg, terms) is not None or leg.state == "passed_over"


def done_at(leg: Leg, terms: Terms) -> datetime | None:
    """What stops the clock: sent, or acknowledged where the terms say so for the way up."""
    if terms.stops == Stops.ACKNOWLEDGED and leg.part == Part.SUPERIOR:
        return leg.acknowledged_at
    return leg.sent_at


def count_follow_up(chain: Chain, last: datetime | None) -> None:
    """Set when the next follow-up report is due after the last one, by the grade that stands."""
    per_day = read_terms(chain.terms).per_day(chain.grade)
    going = chain.state in {"running", "complete"} and last is not None
    chain.follow_up_due_at = follow_up_due(last, per_day) if going and last else None
    chain.next_at = chain.follow_up_due_at
    chain.save(update_fields=["follow_up_due_at", "next_at"])


def _climb_on(leg: Leg, legs: Iterable[Leg], tree: Tree, terms: Terms, now: datetime) -> list[Leg]:
    node = tree.nodes.get(leg.to_id)
    if node is None or any(other.hop > leg.hop for other in legs):
        return []
    capped = terms.levels and leg.hop >= terms.levels
    if capped or not goes_on(node, tree.nodes, top_of(terms, leg.report.grade)):
        return []
    passed = leg.state == "passed_over"
    sender = leg.sender if passed and leg.sender else leg.to
    since = now if passed else leg.acknowledged_at or now
    return _open_hop(leg.report, leg.to, sender, leg.hop + 1, since, tree, now)


def _open_hop(
    report: Report, via: Body, sender: Body, hop: int, since: datetime, tree: Tree, now: datetime
) -> list[Leg]:
    """Open the legs of a hop: those `via` reports to, sent by `sender` (another one only where
    `via` was passed over; then its own neighbours stay its own matter)."""
    terms = read_terms(report.chain.terms)
    whom = addressees(tree.nodes[via.pk], tree.nodes, terms)
    if sender.pk != via.pk:
        whom = tuple(each for each in whom if each[1] is Part.SUPERIOR)
    legs = [_leg(report, sender, tree.bodies[to], part, hop, since, terms) for to, part in whom]
    for leg in legs:
        leg.save()
    timed = [leg for leg in legs if leg.part != Part.COPY]
    chain = report.chain
    record(
        "report_up.hop_opened", subject=f"chain:{chain.pk}", at=now, office=chain.office,
        case_id=chain.case_id, story_id=chain.story_id,
        body={
            "title": chain.title, "report": report.number, "hop": hop, "from": sender.name,
            "to": "、".join(leg.to.name for leg in timed), "since": since.isoformat(),
            "due_at": next((leg.due_at.isoformat() for leg in timed if leg.due_at), ""),
            "sender_office": sender.office_id,
        },
    )  # fmt: skip
    return legs


def _leg(
    report: Report, sender: Body, to: Body, part: Part, hop: int, since: datetime, terms: Terms
) -> Leg:
    chain = report.chain
    leg = Leg(
        chain=chain, report=report, hop=hop, sender=sender, sender_name=sender.name, to=to,
        part=part.value, started_at=since,
    )  # fmt: skip
    if part is not Part.COPY:
        limit, whole = span(terms.hop), span(terms.whole)
        leg.due_at = since + limit if limit else report.due_at
        if whole and part is Part.SUPERIOR:
            ends = share_ends(report.known_at, whole, max(report.planned, hop))
            leg.share_at = ends[hop - 1] if hop < len(ends) else None
        alarm = span(terms.alarm) if chain.emergency else None
        leg.alarm_at = since + alarm if alarm else None
    set_wakes(leg)
    return leg


def _has_arrived(report: Report, legs: list[Leg], tree: Tree, terms: Terms) -> bool:
    """Whether nothing that has a limit is left to do, and nothing is left to open."""
    if any(leg.part != Part.COPY and not is_done(leg, terms) for leg in legs):
        return False
    way_up = [leg for leg in legs if leg.part == Part.SUPERIOR and leg.sender_id is not None]
    last = max(way_up, key=lambda leg: leg.hop, default=None)
    if last is None or (terms.levels and last.hop >= terms.levels):
        return last is not None
    node = tree.nodes.get(last.to_id)
    return node is None or not goes_on(node, tree.nodes, top_of(terms, report.grade))


def _arrived(chain: Chain, report: Report, legs: list[Leg], terms: Terms, now: datetime) -> None:
    done = [done_at(leg, terms) for leg in legs if leg.part != Part.COPY]
    report.completed_at = max((at for at in done if at is not None), default=now)
    report.late_by = late_by(report.due_at, report.completed_at)
    report.save()
    if Report.objects.filter(chain=chain, completed_at=None).exists():
        return
    took = report.completed_at - report.known_at
    late = int(report.late_by.total_seconds() // 60) if report.late_by else 0
    body = {
        "report": report.number, "minutes": int(took.total_seconds() // 60),
        "at": report.completed_at.isoformat(), "late_minutes": late,
    }  # fmt: skip
    event = {"running": "complete", "closing": "end"}.get(chain.state)
    if event:
        step_chain(chain, event, now=now, actor=None, body=body)
