"""Every state × event of every table, made from the tables; then the guards by name."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.utils.translation import override

from huiyin.apps.org.words import refusal_text
from huiyin.rules.machines import CASE, EXTENSION, ITEM, MACHINES, ORDER, STATEMENT, STORY
from huiyin.rules.machines_of_findings import DECISION, FEEDBACK, REVIEW, VERIFICATION
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Effect, Machine, Moved, Refused, Timer, advance, open_events
from tests.rules.offices import at

NOW = at("2026-09-22T10:00")
# Facts that satisfy every guard at once.
ENOUGH: Mapping[str, object] = {
    "reason": "r", "story": 1, "recipients": [1], "destination": "d", "merge_into": 2, "case": 1,
    "unit": 1, "handler": 1, "result": "r", "basis": "b", "ground": "g", "plan": "p", "text": "t",
    "new_due_at": NOW + timedelta(days=9), "due_at": NOW, "now": NOW, "signature": "s",
    "notice": "n", "successor": 2, "verdict": "v", "decision": "d", "reply": "r", "feedback": "f",
    "author": 1, "submitter": 1, "actor": 2, "issuer": 1, "endorser": 2, "text_hash": "h",
    "approved_hash": "h", "letter": "l", "grounds": "g", "evidence": "e", "rating": 5,
    "reviewer": 2, "second": 3, "adoption": "not", "adoption_reason": "r",
    "channel": "phone", "who": "w", "grade": "major",
}  # fmt: skip
STATES = [(machine, state) for machine in MACHINES for state in machine.states]


@pytest.mark.parametrize(("machine", "state"), STATES, ids=[f"{m.name}-{s}" for m, s in STATES])
def test_every_event_moves_or_is_refused_with_a_stable_code(machine: Machine, state: str) -> None:
    for event in machine.events:
        step = machine.find(state, event)
        for role in (None, *Role):
            outcome = advance(machine, state, event, ENOUGH, role)
            offered = event in open_events(machine, state, role)
            if step is None:
                assert outcome == Refused(Refusal.EVENT_NOT_HERE)
                assert not offered
            elif (role or Role.SYSTEM) in step.roles:
                assert outcome == Moved(state, step.target, event, step.timer)
                assert offered
            else:
                assert outcome == Refused(Refusal.ROLE_NOT_ALLOWED)
                assert not offered


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_can_be_reached_from_the_first(machine: Machine) -> None:
    reached = {machine.initial}
    for _ in machine.states:
        reached |= {step.target for step in machine.transitions if step.sources & reached}
    assert reached == set(machine.states)


def without(*keys: str, **more: object) -> dict[str, object]:
    return {key: value for key, value in ENOUGH.items() if key not in keys} | more


GUARDED = [
    (ITEM, "new", "attach", "office", without("story"), "story_missing"),
    (ITEM, "new", "dismiss", "duty", without(reason="  "), "reason_missing"),
    (STORY, "watching", "warn", None, without("recipients"), "recipient_missing"),
    (CASE, "registered", "refuse", "office", without("reason"), "reason_missing"),
    (CASE, "registered", "transfer", "office", without("destination"), "destination_missing"),
    (CASE, "accepted", "merge", "office", without("merge_into"), "merge_target_missing"),
    (CASE, "accepted", "merge", "office", without(merge_into=1), "merged_into_itself"),
    (CASE, "ordered", "respond", None, without("handler"), "handler_missing"),
    (CASE, "ordered", "respond", None, without("reply"), "reply_missing"),
    (CASE, "fed_back", "close", "office", without("verdict"), "verdict_missing"),
    (CASE, "fed_back", "close", "office", without("decision"), "decision_missing"),
    (CASE, "fed_back", "close", "office", without("reply"), "reply_missing"),
    (CASE, "fed_back", "close", "office", without("feedback"), "feedback_missing"),
    (CASE, "closed", "reopen", "auditor", without("ground"), "ground_missing"),
    (CASE, "closed", "reopen", "office", without(review_until_at=NOW - timedelta(seconds=1)),
     "review_window_over"),
    (ORDER, "draft", "issue", "office", without("unit"), "unit_missing"),
    (ORDER, "issued", "bounce", "dept_head", without("basis"), "basis_missing"),
    (ORDER, "issued", "bounce", "dept_head", without(bounces=2), "bounced_twice"),
    (ORDER, "signed", "bounce", "handler", without(bounce_due_at=NOW - timedelta(seconds=1)),
     "bounce_too_late"),
    (ORDER, "bounced", "uphold", "office", without(bounces=2), "head_ruling_missing"),
    (ORDER, "submitted", "review", "dept_head", without(actor=1), "submitter_reviews"),
    (STATEMENT, "drafted", "approve", "approver", without(actor=1), "author_approves"),
    (STATEMENT, "drafted", "approve", "approver", without("author"), "author_approves"),
    (STATEMENT, "approved", "publish", "approver", without(text_hash="x"), "text_changed"),
    (STATEMENT, "approved", "publish", None, without("text_hash", "approved_hash"), "text_changed"),
    (STATEMENT, "published", "withdraw", "approver", without("notice"), "notice_missing"),
    (EXTENSION, "drafted", "ask", "handler", without("plan"), "plan_missing"),
    (EXTENSION, "drafted", "ask", "handler", without("new_due_at"), "new_due_missing"),
    (EXTENSION, "drafted", "ask", "handler", without(extensions=1), "extension_used"),
    (EXTENSION, "drafted", "ask", "handler", without(due_at=NOW - timedelta(seconds=1)),
     "asked_too_late"),
    (EXTENSION, "drafted", "ask", "handler", without(new_due_at=NOW), "new_due_not_later"),
    (EXTENSION, "group_told", "grant", "office", without(endorser=1), "issuer_judges"),
    (CASE, "accepted", "transfer", "office", without("letter"), "letter_missing"),
    (CASE, "verifying", "decide", None, without("decision"), "decision_missing"),
    (CASE, "fed_back", "close", "office", without("adoption", adoption_needed=True),
     "adoption_missing"),
    (CASE, "fed_back", "close", "office", without("adoption_reason", adoption_needed=True),
     "adoption_reason_missing"),
    (VERIFICATION, "first_hand", "conclude", "dept_head", without("evidence"), "evidence_missing"),
    (VERIFICATION, "first_hand", "conclude", "dept_head", without("verdict"), "verdict_missing"),
    (VERIFICATION, "first_hand", "conclude", "dept_head", without(verdict="unknown"),
     "next_date_missing"),
    (VERIFICATION, "first_hand", "conclude", "dept_head", without(actor=1), "submitter_reviews"),
    (DECISION, "proposed", "approve", "group", without(actor=1), "author_approves"),
    (FEEDBACK, "delivered", "rate", None, without("rating"), "rating_missing"),
    (VERIFICATION, "planned", "collect", "handler", without(second=1), "second_person_missing"),
    (DECISION, "notified", "complete", "office", without(measures_open=1), "measures_open"),
    (FEEDBACK, "silent", "rate", None, without(rate_until_at=NOW - timedelta(seconds=1)),
     "rating_window_over"),
    (CASE, "assessing", "refuse", "office", without(ground="uncheckable", checkable=True),
     "checkable_taken_up"),
    (CASE, "fed_back", "close", "office", without(verification_open=True), "verification_open"),
    (CASE, "fed_back", "close", "office", without(decision_open=True), "decision_open"),
    (REVIEW, "asked", "assign", "office", without(reviewer=1), "submitter_reviews"),
    (REVIEW, "asked", "assign", "office", without("reviewer"), "handler_missing"),
    (REVIEW, "asked", "assign", "office", without(review_until_at=NOW - timedelta(seconds=1)),
     "review_window_over"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("machine", "state", "event", "role", "facts", "code"),
    GUARDED,
    ids=[f"{row[0].name}-{row[2]}-{row[5]}" for row in GUARDED],
)
def test_a_guard_refuses_by_its_code(
    machine: Machine, state: str, event: str, role: str | None, facts: dict[str, object], code: str
) -> None:
    assert advance(machine, state, event, facts, role) == Refused(Refusal(code))


def test_every_refusal_has_a_text_in_both_languages() -> None:
    for code in Refusal:
        with override("en"):
            english = refusal_text(code)
        with override("zh-hans"):
            assert refusal_text(code) != english, code
        assert code.value == code.name.lower()


def test_a_step_without_its_facts_is_refused_by_every_guard() -> None:
    for machine in MACHINES:
        for step in machine.transitions:
            if step.guard is not None:
                assert isinstance(step.guard({}), Refusal), (machine.name, step.event)


def test_a_question_closes_without_a_verdict() -> None:
    facts = without("verdict", verdict_needed=False)
    assert isinstance(advance(CASE, "fed_back", "close", facts, "office"), Moved)


def test_a_new_fact_reopens_after_the_review_window() -> None:
    facts = without(review_until_at=NOW - timedelta(days=1), new_fact=True)
    assert isinstance(advance(CASE, "closed", "reopen", facts, "office"), Moved)


def test_a_return_exactly_at_its_limit_is_in_time() -> None:
    outcome = advance(ORDER, "issued", "bounce", without(bounce_due_at=NOW), "dept_head")
    assert isinstance(outcome, Moved)


def test_a_result_sent_back_resumes_the_clock_that_its_handing_in_stopped() -> None:
    handed_in = advance(ORDER, "assigned", "submit", ENOUGH, "handler")
    sent_back = advance(ORDER, "submitted", "send_back", ENOUGH, "office")
    assert isinstance(handed_in, Moved)
    assert handed_in.timer == (Timer(Effect.STOP, "handling"),)
    assert isinstance(sent_back, Moved)
    assert sent_back.timer == (Timer(Effect.RESUME, "handling"),)


def test_unknown_states_and_events_are_refused_not_raised() -> None:
    assert advance(CASE, "lost", "close", {}, "office") == Refused(Refusal.STATE_UNKNOWN)
    assert advance(CASE, "closed", "delete", {}, "office") == Refused(Refusal.EVENT_UNKNOWN)


def test_a_table_with_two_answers_for_one_pair_is_rejected() -> None:
    step = ITEM.transitions[0]
    with pytest.raises(ValueError, match="attach from new stands twice"):
        Machine("item", "new", (step, step))
