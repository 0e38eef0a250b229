"""Domain rules §4, role by role: what a role may not do is refused with a stable code, in words."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils.translation import override

from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import Clock
from huiyin.apps.lane import actions as lane
from huiyin.apps.lane.models import Matter
from huiyin.apps.lane.sealing import seal_item
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.responses import actions as responses
from huiyin.apps.stories.actions import levels
from huiyin.apps.stories.models import Story
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_item, make_order, make_person, make_statement, make_story
from tests.personas import Desk, make_desk

NOW = datetime(2026, 10, 12, 1, 40, tzinfo=UTC)
Act = Callable[[Person], object]


def allowed(act: Act, person: Person) -> str:
    """ "" where the step is taken, else the code of the refusal, which both languages can say.

    What was done is taken back, so that the next role finds the same.
    """
    with transaction.atomic():
        code = refusal_of(act, person)
        transaction.set_rollback(True)
    if code is None:
        return ""
    said = set()
    for language in ("en", "zh-hans"):
        with override(language):
            said.add(refusal_text(code))
    assert len(said) == 2, code
    return code.value


def refusal_of(act: Act, person: Person) -> Refusal | None:
    try:
        act(person)
    except StepRefused as refused:
        return refused.code
    return None


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def test_each_role_does_what_is_its_own_and_nothing_else(desk: Desk) -> None:
    wrong = []
    for what, (act, may) in table_of(desk).items():
        for person in desk.everybody:
            said = allowed(act, person)
            if (said == "") != (person in may):
                wrong.append(f"{what}: {person.username} {said or 'did it'}")
            elif said and said != Refusal.ROLE_NOT_ALLOWED:
                wrong.append(f"{what}: {person.username} refused as {said}")
    assert wrong == []


def table_of(desk: Desk) -> dict[str, tuple[Act, set[Person]]]:
    """What is done, and who of the office may."""
    item = make_item(desk.office, "检查员收礼", channel="letter")
    letter = make_item(desk.office, "科长收礼", channel="letter")
    seal_item(letter.pk, actor=desk.duty, now=NOW)
    matter = Matter.objects.get()
    new = make_case(desk.clerk, "新来的", now=NOW)
    case = make_case(desk.clerk, accepted_by=desk.clerk, now=NOW)
    order = make_order(case, desk.chemicals, desk.clerk, now=NOW)
    statement = make_statement(desk.clerk, case=case)
    return {
        "open a case": (
            lambda who: cases.open_case(actor=who, title="x", kind="concern", now=NOW),
            {desk.duty, desk.clerk},
        ),
        "accept a case": (
            lambda who: cases.accept_case(new.pk, actor=who, now=NOW), {desk.clerk},
        ),
        "issue an order": (
            lambda who: cases.issue_order(
                case.pk, unit=desk.chemicals, requirement="x", actor=who, now=NOW
            ),
            {desk.clerk, desk.leader, desk.approver},
        ),
        "sign for an order": (
            lambda who: cases.sign_order(order.pk, actor=who, now=NOW), {desk.head, desk.handler},
        ),
        "withdraw an order": (
            lambda who: cases.withdraw_order(order.pk, reason="x", actor=who, now=NOW),
            {desk.clerk},
        ),
        "approve a statement": (
            lambda who: responses.approve_statement(statement.pk, actor=who, now=NOW),
            {desk.approver},
        ),
        "seal and pass": (
            lambda who: seal_item(item.pk, actor=who, now=NOW),
            {desk.duty, desk.clerk, desk.custodian},
        ),
        "work in the lane": (
            lambda who: lane.take_over(matter.pk, actor=who, now=NOW), {desk.auditor},
        ),
        "note in the lane": (
            lambda who: lane.add_note(matter.pk, "x", actor=who, now=NOW), {desk.auditor},
        ),
    }  # fmt: skip


def test_two_persons_lower_a_level_and_no_clock_ends_with_it(desk: Desk) -> None:
    story = make_story(desk.office, [make_item(desk.office)])
    case = make_case(desk.clerk, story=story, accepted_by=desk.clerk, now=NOW)
    cases.start_promise(case.pk, purpose="first_information", actor=desk.clerk, now=NOW)
    before = list(Clock.objects.values_list("state", "due_at"))
    other = make_person(desk.office, "other", "office")
    levels.settle_level(story.pk, "major", "多家媒体", actor=desk.duty, now=NOW)
    levels.settle_level(story.pk, "general", "已澄清", actor=desk.clerk, now=NOW)
    assert Story.objects.get().level == "major"
    said = [
        allowed(lambda who: levels.confirm_lowering(story.pk, actor=who, now=NOW), person)
        for person in (desk.clerk, desk.duty, desk.leader, other)
    ]
    assert said == ["proposer_confirms", "role_not_allowed", "role_not_allowed", ""]
    again = allowed(
        lambda who: levels.settle_level(story.pk, "larger", "x", actor=who, now=NOW), other
    )
    assert again == "lowering_waits"
    levels.decline_lowering(story.pk, actor=other, now=NOW)
    assert Story.objects.get().level == "major"
    assert allowed(lambda w: levels.confirm_lowering(story.pk, actor=w, now=NOW), other) == (
        "lowering_missing"
    )
    levels.settle_level(story.pk, "larger", "热度下降", actor=other, now=NOW)
    levels.confirm_lowering(story.pk, actor=desk.clerk, now=NOW)
    assert Story.objects.get().level == "larger"
    assert list(Clock.objects.values_list("state", "due_at")) == before


def test_nobody_judges_alone_what_they_began(desk: Desk) -> None:
    """Who issued an order does not alone refuse more time; who handled it does not complete it."""
    both = make_person(desk.office, "both", "office", "handler", unit=desk.chemicals)
    case = make_case(desk.clerk, accepted_by=desk.clerk, now=NOW)
    order = make_order(case, desk.chemicals, desk.clerk, now=NOW)
    cases.sign_order(order.pk, actor=desk.head, now=NOW)
    cases.assign_order(order.pk, handler=both, actor=desk.head, now=NOW)
    asked = cases.ask_extension(
        order.pk, key="k", length="+24h", reason="r", plan="p", actor=both, now=NOW
    )

    def refuse(who: Person) -> object:
        return cases.refuse_extension(asked.pk, reason="x", actor=who, now=NOW)

    assert allowed(refuse, desk.clerk) == "issuer_judges"
    cases.endorse_extension(asked.pk, actor=desk.head, now=NOW)
    assert allowed(refuse, desk.clerk) == ""
    later = NOW + timedelta(hours=1)
    cases.submit_order(order.pk, verdict="true", finding="x", actor=both, now=later)
    cases.review_order(order.pk, actor=desk.head, now=later)
    assert allowed(lambda who: cases.review_order(order.pk, actor=who, now=later), both) == (
        "submitter_reviews"
    )
    assert allowed(lambda who: cases.review_order(order.pk, actor=who, now=later), desk.clerk) == ""
