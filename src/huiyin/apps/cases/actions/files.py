"""Opening, accepting and closing case files; notes on them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.assessing import outcome_of, publish_outcome
from huiyin.apps.cases.actions.attaching import attach_to_case, link_items
from huiyin.apps.cases.actions.deciding import open_decision
from huiyin.apps.cases.actions.feeding import feedback_due, record_closed
from huiyin.apps.cases.actions.following import publish_follow_ups
from huiyin.apps.cases.actions.promising import review_until
from huiyin.apps.cases.actions.repeating import find_repeats
from huiyin.apps.cases.actions.steps import lock_case, may_act_in, step_case
from huiyin.apps.cases.actions.verifying import is_verified, open_verification
from huiyin.apps.cases.models import CaseFile, Decision
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.numbers import next_number
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.rules.guards import close_gaps
from huiyin.rules.machines import STORY
from huiyin.rules.presets import Begins
from huiyin.rules.promises import Kept
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Facts

ANSWERED = ("responded", "fed_back", "closed", "assessed", "archived")
GROUNDS = ("elsewhere", "in_court", "answered", "uncheckable")
NO_FACT_ASSERTED = frozenset({"question", "suggestion"})  # closed without a verdict


@transaction.atomic
def open_case(
    *,
    actor: Person,
    title: str,
    kind: str,
    now: datetime,
    summary: str = "",
    lead_unit: Unit | None = None,
    story: Story | None = None,
    items: Sequence[Item] = (),
) -> CaseFile:
    """Register one matter: from a story, from items, or from nothing but words.

    What reporters told in the story comes along, so that they are answered. Items that already
    belong to a case are left where they are. A story has one open case: asking again gives that
    one. Raises StepRefused.
    """
    if not holds(actor, "duty", "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not title.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    if story is not None:
        story = Story.objects.select_for_update().get(pk=story.pk, office=actor.office)
        running = CaseFile.objects.filter(story=story, closed_at=None).first()
        if running is not None:
            attach_to_case(running.pk, [item.pk for item in items], actor=actor, now=now)
            return running
    case = CaseFile.objects.create(
        office=actor.office,
        number=next_number(actor.office, "case", now),
        title=title.strip()[:200],
        summary=summary,
        kind=kind,
        lead_unit=lead_unit,
        story=story,
        opened_by=actor,
        opened_at=now,
    )
    linked = link_items(case, [*(item.pk for item in items), *_told_in(story)], now)
    _tell_registered(case, actor, len(linked), now)
    clocks.begin(case, Begins.REGISTERED, now)
    find_repeats(case, now)
    if story is not None and STORY.find(story.state, "open_case"):
        _case_story(story, case, actor, now)
    return case


@transaction.atomic
def accept_case(case_id: int, *, actor: Person, now: datetime) -> CaseFile:
    """The office takes the matter on; reporters read so."""
    case = lock_case(case_id, actor.office_id)
    step_case(case, "accept", now=now, actor=actor)
    clocks.keep(case, Kept.ACCEPTED, now)
    mailboxes.set_status(mailboxes_of(case), "accepted", now)
    return case


@transaction.atomic
def refuse_case(
    case_id: int, *, reason: str, destination: str, actor: Person, now: datetime, ground: str = ""
) -> CaseFile:
    """Not accepted: with the reason and where to go instead, which reporters are told.

    `ground` is one of GROUNDS; that the reporter gave no name is none.
    """
    case = lock_case(case_id, actor.office_id)
    case.closed_at = now
    step_case(
        case, "refuse", now=now, actor=actor, reason=reason,
        facts={"destination": destination, "ground": ground, "checkable": case.checkable},
        body={"destination": destination, "ground": ground if ground in GROUNDS else ""},
    )  # fmt: skip
    clocks.keep(case, Kept.ACCEPTED, now)
    boxes = mailboxes_of(case)
    mailboxes.set_status(boxes, "refused", now)
    mailboxes.write_to(boxes, now, text=f"{reason}\n\n{destination}")
    return case


@transaction.atomic
def add_note(case_id: int, text: str, *, actor: Person, now: datetime) -> None:
    """A remark for everybody who works on the case. Notes are never changed."""
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    record(
        "case.noted", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
        case_id=case.pk, body={"text": text.strip()},
    )  # fmt: skip


@transaction.atomic
def write_to_reporter(case_id: int, text: str, *, actor: Person, now: datetime) -> int:
    """A message into the mailbox of each reporter of the case; gives how many there are."""
    case = lock_case(case_id, actor.office_id)
    if not holds(actor, "office", "handler", "duty", "custodian"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    told = mailboxes.write_to(mailboxes_of(case), now, text=text.strip())
    record(
        "case.reporter_written_to", subject=f"case:{case.pk}", at=now, office=case.office,
        actor=actor, case_id=case.pk, body={"text": text.strip(), "mailboxes": told},
    )  # fmt: skip
    return told


@transaction.atomic
def close_case(
    case_id: int, *, actor: Person, now: datetime, adoption: str = "", adoption_reason: str = ""
) -> CaseFile:
    """Closed once nothing of `gaps_of` is left; refused before.

    A suggestion may be settled with `adoption` (adopted, partly, not) and why in the same step.
    """
    case = lock_case(case_id, actor.office_id)
    if adoption and outcome_of(case) is None:
        case.adoption = adoption if adoption in CaseFile.Adoption.values else ""
        case.adoption_reason = adoption_reason.strip()
    case.closed_at = now
    case.due_at = None
    step_case(
        case, "close", now=now, actor=actor, facts=close_facts(case),
        body={"adoption": case.adoption, "text": case.adoption_reason},
    )  # fmt: skip
    clocks.stop_all(case, now)
    publish_outcome(case, now)
    mailboxes.set_status(mailboxes_of(case), "closed", now)
    record_closed(case, review_until(case, now), now)
    return case


def close_facts(case: CaseFile) -> Facts:
    """What the guard of closing asks of a case."""
    rows = Decision.objects.filter(case=case)
    decided = rows.exclude(state__in=("proposed", "returned")).exists()
    return {
        "verdict_needed": case.kind not in NO_FACT_ASSERTED,
        "adoption_needed": case.kind == CaseFile.Kind.SUGGESTION,
        "adoption": case.adoption,
        "adoption_reason": case.adoption_reason,
        "verification_open": open_verification(case) is not None,
        "must_verify": case.must_verify,
        "verified": is_verified(case),
        "verdict": case.verdict,
        "decision_open": open_decision(case) is not None,
        "decision": case.finding or decided,
        "reply": case.answered_at is not None,
        "feedback": case.fed_back_at is not None,
    }


def gaps_of(case: CaseFile) -> tuple[Refusal, ...]:
    """What a running case still lacks before it may be closed."""
    return close_gaps(close_facts(case))


def mark_responded(case: CaseFile, statement_number: str, *, now: datetime) -> None:
    """The case follows its published answer (called by responses, in their transaction)."""
    case.answered_at = case.answered_at or now
    case.answer_number = statement_number
    clocks.keep(case, Kept.PUBLISHED, now)
    publish_follow_ups(case, now)
    publish_outcome(case, now)
    if case.state in ANSWERED:  # a further version of the answer
        case.save(update_fields=["answered_at", "answer_number"])
        return
    step_case(
        case, "respond", now=now, actor=None, facts={"handler": case.handler_id, "reply": True},
        body={"statement": statement_number},
    )  # fmt: skip
    feedback_due(case, now)
    mailboxes.set_status(mailboxes_of(case), "answered", now)


def mark_preparing(case: CaseFile, statement_number: str, *, now: datetime) -> None:
    """An answer is being drafted for a decided case (called by responses, case locked)."""
    if case.state == "decided":
        step_case(case, "prepare", now=now, body={"statement": statement_number})


def _told_in(story: Story | None) -> list[int]:
    """Items of the story that reporters left in a mailbox."""
    members = StoryItem.objects.filter(story=story, item__submission__isnull=False)
    return list(members.values_list("item_id", flat=True)) if story is not None else []


def _tell_registered(case: CaseFile, actor: Person, items: int, now: datetime) -> None:
    record(
        "case.registered",
        subject=f"case:{case.pk}",
        at=now,
        office=case.office,
        actor=actor,
        role="office" if holds(actor, "office") else "duty",
        case_id=case.pk,
        story_id=case.story_id,
        body={"number": case.number, "title": case.title, "kind": case.kind, "items": items},
    )


def _case_story(story: Story, case: CaseFile, actor: Person, now: datetime) -> None:
    moved, role = decide(STORY, story.state, "open_case", {}, actor)
    story.state = moved.target
    story.save(update_fields=["state"])
    record(
        "story.cased", subject=f"story:{story.pk}", at=now, office=case.office, actor=actor,
        role=role, case_id=case.pk, story_id=story.pk, moved=moved, body={"number": case.number},
    )  # fmt: skip
