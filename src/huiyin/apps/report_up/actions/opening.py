"""Opening a chain: from a story or a case, with the first hop's clocks running at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import calendar_of, holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.report_up.actions.hops import open_report, span
from huiyin.apps.report_up.models import Body, Chain, Leg, Report
from huiyin.apps.report_up.presets import terms_for, written
from huiyin.apps.report_up.tree import tree_of
from huiyin.apps.stories.models import Story
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import read_rule
from huiyin.rules.refusals import Refusal
from huiyin.rules.report_up import Grade, Part, Terms, addressees, late_by

LONGEST_AGO = timedelta(days=366)
WRITERS = ("duty", "office")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit where it happened: when its head knew, and (back-filled) when it told the office."""

    name: str
    knew_at: datetime
    said: str = ""


@transaction.atomic
def open_chain(
    *, preset: str, actor: Person, now: datetime, story_id: int | None = None,
    case_id: int | None = None, grade: str = "", emergency: bool = False,
    known_at: datetime | None = None, occurred_at: datetime | None = None, unit: Unit | None = None,
) -> Chain:  # fmt: skip
    """Open a chain of the actor's office; its clocks count from `known_at` (else from now).

    Raises StepRefused, Story.DoesNotExist, CaseFile.DoesNotExist.
    """
    if not holds(actor, *WRITERS) or not actor.is_active:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if grade and grade not in set(Grade):
        raise StepRefused(Refusal.GRADE_MISSING)
    terms = terms_for(actor.office, preset, now)
    known = _moment(known_at, now) or now
    tree = tree_of(actor.office)
    own = tree.of_office(actor.office_id)
    if own is None or not addressees(tree.nodes[own.pk], tree.nodes, terms):
        raise StepRefused(Refusal.SUPERIOR_MISSING)
    chain = Chain(
        office=actor.office, preset=preset, terms=written(terms), emergency=emergency,
        grade=grade, start=own, occurred_at=_moment(occurred_at, now), known_at=known,
        opened_at=now, opened_by=actor,
    )  # fmt: skip
    _hang_on(chain, story_id, case_id)
    chain.supplement_until_at = _window(chain, terms)
    chain.save()
    _opened(chain, actor, now)
    report = Report(
        chain=chain, number=1, kind=Report.Kind.INITIAL, grade=grade, start=own, opened_at=now,
        opened_by=actor, known_at=known,
    )  # fmt: skip
    open_report(chain, report, tree, now)
    if unit is not None and unit.name.strip():
        _back_fill(report, unit, own, terms, actor, now)
    return chain


def _hang_on(chain: Chain, story_id: int | None, case_id: int | None) -> None:
    """Lock what the chain hangs on, so that a double click opens one chain."""
    office = chain.office
    if case_id is not None:
        cases = CaseFile.objects.select_for_update(of=("self",))
        chain.case = cases.get(pk=case_id, office=office)
        chain.title = chain.case.title
        chain.story_id = chain.case.story_id
    elif story_id is not None:
        stories = Story.objects.select_for_update(of=("self",))
        chain.story = stories.get(pk=story_id, office=office)
        chain.title = chain.story.title[:200]
    else:
        raise StepRefused(Refusal.STORY_MISSING)
    twin = Chain.objects.filter(office=office, preset=chain.preset).exclude(state="ended")
    twin = twin.filter(story=chain.story_id) if chain.story_id else twin.filter(case=chain.case_id)
    if twin.exists():
        raise StepRefused(Refusal.CHAIN_OPEN_ALREADY)


def _window(chain: Chain, terms: Terms) -> datetime | None:
    """Until when a changed toll is reported; None where the calendar does not know."""
    if not terms.supplement:
        return None
    since = chain.occurred_at or chain.known_at
    due = due_at(read_rule(terms.supplement), since, calendar_of(chain.office))
    return None if due.provisional else due.at


def _back_fill(
    report: Report, unit: Unit, own: Body, terms: Terms, actor: Person, now: datetime
) -> None:
    """The hop before the office: late or not, it is put down and stays."""
    knew, limit = _moment(unit.knew_at, now) or now, span(terms.unit)
    if knew > report.known_at:
        raise StepRefused(Refusal.MOMENT_WRONG)
    due = knew + limit if limit else None
    told = report.known_at
    Leg.objects.create(
        chain=report.chain, report=report, hop=0, sender_name=unit.name.strip()[:120], to=own,
        part=Part.SUPERIOR.value, state="acknowledged", started_at=knew, due_at=due, sent_at=told,
        sent_noted_at=now, channel=Leg.Channel.PHONE, text=unit.said.strip(),
        late_by=late_by(due, told), acknowledged_at=told, acknowledged_noted_at=now,
        acknowledged_who=actor.name, acknowledged_channel=Leg.Channel.DESK, acknowledged_by=actor,
    )  # fmt: skip


def _opened(chain: Chain, actor: Person, now: datetime) -> None:
    record(
        "report_up.opened", subject=f"chain:{chain.pk}", at=now, office=chain.office, actor=actor,
        role=next(role for role in WRITERS if holds(actor, role)), case_id=chain.case_id,
        story_id=chain.story_id,
        body={"title": chain.title, "preset": chain.preset, "grade": chain.grade,
              "emergency": chain.emergency, "known_at": chain.known_at.isoformat()},
    )  # fmt: skip


def _moment(at: datetime | None, now: datetime) -> datetime | None:
    """A moment somebody typed: not ahead, and not longer ago than a year."""
    if at is not None and not now - LONGEST_AGO <= at <= now:
        raise StepRefused(Refusal.MOMENT_WRONG)
    return at
