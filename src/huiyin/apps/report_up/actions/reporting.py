"""What a report says, and the reports after the first: follow-up, supplement, higher grade, final.

A report is fixed once it was sent. A higher grade reopens the chain for the further levels: a
supplement climbs from whoever learned of it, on clocks of its own; clocks of the story and the
case that run already are never started again.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.report_up.actions.hops import count_follow_up, open_report
from huiyin.apps.report_up.actions.steps import lock_chain, step_chain
from huiyin.apps.report_up.contents import cleaned, missing_fields
from huiyin.apps.report_up.models import Body, Chain, Leg, Report
from huiyin.apps.report_up.presets import read_terms
from huiyin.apps.report_up.tree import Tree, tree_of
from huiyin.rules.refusals import Refusal
from huiyin.rules.report_up import addressees

WRITERS = ("duty", "office", "dept_head")


@transaction.atomic
def write_report(
    report_id: int, contents: Mapping[str, str], *, actor: Person, now: datetime
) -> Report:
    """Fill in what the report says; raises StepRefused once it was sent or where a part lacks."""
    chain_id = Report.objects.values_list("chain_id", flat=True).get(pk=report_id)
    chain = lock_chain(chain_id, actor)
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if chain.office_id != actor.office_id or not holds(actor, *WRITERS):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if report.fixed_at is not None:
        raise StepRefused(Refusal.REPORT_FIXED)
    said = cleaned(contents)
    if missing_fields(said):
        raise StepRefused(Refusal.CONTENTS_MISSING)
    report.contents, report.written_at, report.written_by = said, now, actor
    report.save(update_fields=["contents", "written_at", "written_by"])
    record(
        "report_up.written", subject=f"chain:{chain.pk}", at=now, office=chain.office, actor=actor,
        case_id=chain.case_id, story_id=chain.story_id,
        body={"title": chain.title, "report": report.number, "kind": report.kind,
              "contents": said},
    )  # fmt: skip
    return report


@transaction.atomic
def supplement(
    chain_id: int, *, text: str, actor: Person, now: datetime, known_at: datetime | None = None,
    reporter: int | None = None,
) -> Report:  # fmt: skip
    """Something new: it climbs from `reporter` (a body of the chain), else the actor's own."""
    return _further(
        chain_id, "supplement", Report.Kind.SUPPLEMENT, text, actor, now, known_at, reporter
    )


@transaction.atomic
def raise_grade(
    chain_id: int, *, grade: str, text: str, actor: Person, now: datetime,
    known_at: datetime | None = None, reporter: int | None = None,
) -> Report:  # fmt: skip
    """The accident is of a higher grade: a supplement climbs to the further levels."""
    return _further(
        chain_id, "raise_grade", Report.Kind.SUPPLEMENT, text, actor, now, known_at, reporter, grade
    )


@transaction.atomic
def follow_up(chain_id: int, *, text: str, actor: Person, now: datetime) -> Report:
    """The report of the day (续报), from the office that opened the chain."""
    return _further(chain_id, "follow_up", Report.Kind.FOLLOW_UP, text, actor, now)


@transaction.atomic
def finish(chain_id: int, *, text: str, actor: Person, now: datetime) -> Report:
    """The final report (终报); the chain ends when it has arrived."""
    return _further(chain_id, "finish", Report.Kind.FINAL, text, actor, now)


def _further(
    chain_id: int, event: str, kind: str, text: str, actor: Person, now: datetime,
    known_at: datetime | None = None, reporter: int | None = None, grade: str = "",
) -> Report:  # fmt: skip
    chain = lock_chain(chain_id, actor)
    tree, before = tree_of(chain.office), chain.grade
    start = _start(chain, tree, actor, reporter, own=event in {"follow_up", "finish"})
    last = chain.reports.aggregate(last=Max("number"))["last"] or 0
    known = known_at or now
    if not chain.known_at <= known <= now:
        raise StepRefused(Refusal.MOMENT_WRONG)
    if event == "raise_grade":
        chain.grade = grade
    terms = read_terms(chain.terms)
    facts = {
        "text": text, "grade": grade, "grade_before": before,
        "recipients": addressees(tree.nodes[start.pk], tree.nodes, terms),
    }  # fmt: skip
    body = {"report": last + 1, "text": text.strip(), "grade": chain.grade, "before": before}
    step_chain(chain, event, now=now, actor=actor, facts=facts, body=body)
    report = Report(
        chain=chain, number=last + 1, kind=kind, grade=chain.grade, start=start, opened_at=now,
        opened_by=actor, known_at=known, why=text.strip(), contents=_contents_before(chain),
    )  # fmt: skip
    open_report(chain, report, tree, now)
    count_follow_up(chain, _last_sent(chain))
    return report


def _start(chain: Chain, tree: Tree, actor: Person, reporter: int | None, *, own: bool) -> Body:
    """Who reports: the chosen body, else the actor's own, if it is one that passes reports on."""
    senders = set(Leg.objects.filter(chain=chain).values_list("sender_id", flat=True))
    senders |= {chain.start_id}
    if own:
        if actor.office_id != chain.office_id:
            raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
        return chain.start
    if reporter is not None:
        if reporter not in senders or reporter not in tree.bodies:
            raise StepRefused(Refusal.BODY_MISSING)
        return tree.bodies[reporter]
    mine = tree.of_office(actor.office_id)
    return mine if mine is not None and mine.pk in senders else chain.start


def _contents_before(chain: Chain) -> dict[str, str]:
    """What the last written report said: the form of the next one starts from it."""
    rows = Report.objects.filter(chain=chain, written_at__isnull=False).order_by("-number")
    found: dict[str, str] | None = rows.values_list("contents", flat=True).first()
    return found or {}


def _last_sent(chain: Chain) -> datetime | None:
    rows = Leg.objects.filter(chain=chain, sender=chain.start, sent_at__isnull=False)
    return rows.order_by("-sent_at").values_list("sent_at", flat=True).first()
