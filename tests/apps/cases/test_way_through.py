"""One matter from registration to close, and every step that must be refused on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.audit.queries import verify
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Clock, Order
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses import actions as responses
from huiyin.apps.responses.models import Publication, Statement
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_item, make_order
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)  # 11:20 in the office, a Tuesday


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def hours(n: float) -> datetime:
    return START + timedelta(hours=n)


def ordered(desk: Desk, kind: str = "concern") -> Order:
    case = make_case(desk.duty, kind=kind, accepted_by=desk.clerk, now=START)
    return make_order(case, desk.chemicals, desk.clerk, now=START)


def submitted(desk: Desk) -> Order:
    order = ordered(desk)
    cases.sign_order(order.pk, actor=desk.head, now=hours(1))
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=hours(1.5))
    return cases.submit_order(
        order.pk, verdict="true", finding="联锁已恢复,停产整改。", actor=desk.handler, now=hours(20)
    )


def reviewed(desk: Desk) -> CaseFile:
    order = submitted(desk)
    cases.review_order(order.pk, actor=desk.clerk, now=hours(22))
    return CaseFile.objects.get(pk=order.case_id)


def answered(desk: Desk) -> CaseFile:
    case = reviewed(desk)
    statement = responses.draft_statement(
        actor=desk.clerk, title="情况通报", body="经核查属实。", now=hours(23), case_id=case.pk
    )
    responses.approve_statement(statement.pk, actor=desk.approver, now=hours(24))
    responses.publish_statement(statement.pk, actor=desk.approver, now=hours(24))
    return CaseFile.objects.get(pk=case.pk)


def refusal(code: Refusal) -> pytest.RaisesExc[StepRefused]:
    return pytest.RaisesExc(StepRefused, match=f"^{code}$")


def test_a_matter_goes_from_registered_to_closed_and_the_chain_holds(desk: Desk) -> None:
    case = answered(desk)
    assert case.state == "responded"
    cases.feed_back(case.pk, "已向来电人反馈。", actor=desk.clerk, now=hours(25))
    cases.close_case(case.pk, actor=desk.clerk, now=hours(26))
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.due_at) == ("closed", hours(26), None)
    assert not Clock.objects.filter(case=case, state=Clock.State.RUNNING).exists()
    kinds = list(
        Event.objects.filter(case_id=case.pk).order_by("seq").values_list("kind", flat=True)
    )
    assert kinds == [
        "case.registered", "case.accepted", "order.issued", "case.ordered", "order.signed",
        "order.assigned", "case.verifying", "order.submitted", "order.reviewed",
        "order.completed", "case.decided",
        "statement.drafted", "case.responding", "statement.approved", "statement.published",
        "case.responded", "case.fed_back", "feedback.delivered", "case.closed",
    ]  # fmt: skip
    assert verify() == (Event.objects.count(), None)


@pytest.mark.parametrize(
    ("kind", "rule", "due"),
    [
        ("concern", "H36", datetime(2026, 9, 23, 15, 20, tzinfo=UTC)),
        ("suggestion", "WD4", datetime(2026, 9, 28, 9, 30, tzinfo=UTC)),
    ],
)
def test_an_order_starts_the_limit_of_its_kind(
    desk: Desk, kind: str, rule: str, due: datetime
) -> None:
    order = ordered(desk, kind)
    clock = Clock.objects.get(order=order, purpose="order")
    assert (order.rule, clock.rule, clock.due_at) == (rule, rule, due)
    assert clock.trace[-1]["counted"]


def test_the_case_carries_its_earliest_running_due(desk: Desk) -> None:
    order = ordered(desk)
    assert CaseFile.objects.get(pk=order.case_id).due_at == hours(2)  # to be signed for
    cases.sign_order(order.pk, actor=desk.head, now=hours(1))
    assert CaseFile.objects.get(pk=order.case_id).due_at == hours(36)


def test_a_result_on_the_due_instant_is_on_time_and_a_moment_later_is_late(desk: Desk) -> None:
    for after, late in ((timedelta(), None), (timedelta(microseconds=1),) * 2):
        order = ordered(desk)
        cases.sign_order(order.pk, actor=desk.head, now=START)
        cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=START)
        cases.submit_order(
            order.pk, verdict="true", finding="属实", actor=desk.handler, now=hours(36) + after
        )
        assert Clock.objects.get(order=order, purpose="order").late_by == late


def test_a_result_sent_back_lets_the_clock_run_on_from_the_issue(desk: Desk) -> None:
    order = submitted(desk)
    cases.send_back_order(order.pk, reason="请补充检测报告", actor=desk.clerk, now=hours(21))
    clock = Clock.objects.get(order=order, purpose="order")
    assert (clock.state, clock.due_at, clock.stopped_at) == ("running", hours(36), None)
    cases.submit_order(order.pk, verdict="true", finding="补充", actor=desk.handler, now=hours(40))
    clock.refresh_from_db()
    assert clock.late_by == timedelta(hours=4)


def test_steps_belong_to_roles_units_and_named_people(desk: Desk) -> None:
    other = make_desk("other", "别处机关")
    order = ordered(desk)
    with refusal(Refusal.ROLE_NOT_ALLOWED):
        cases.sign_order(order.pk, actor=desk.approver, now=hours(1))
    with refusal(Refusal.ROLE_NOT_ALLOWED):
        cases.sign_order(order.pk, actor=other.head, now=hours(1))
    cases.sign_order(order.pk, actor=desk.head, now=hours(1))
    with refusal(Refusal.HANDLER_MISSING):
        cases.assign_order(order.pk, handler=desk.clerk, actor=desk.head, now=hours(1))
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=hours(1))
    with refusal(Refusal.ROLE_NOT_ALLOWED):
        cases.submit_order(order.pk, verdict="true", finding="x", actor=desk.head, now=hours(2))
    with refusal(Refusal.RESULT_MISSING):
        cases.submit_order(order.pk, verdict="true", finding=" ", actor=desk.handler, now=hours(2))
    assert Order.objects.get(pk=order.pk).state == "assigned"


def test_close_is_blocked_until_verdict_decision_reply_and_feedback_exist(desk: Desk) -> None:
    case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
    with refusal(Refusal.EVENT_NOT_HERE):
        cases.close_case(case.pk, actor=desk.clerk, now=hours(1))
    case = answered(desk)
    with refusal(Refusal.EVENT_NOT_HERE):
        cases.close_case(case.pk, actor=desk.clerk, now=hours(30))
    with refusal(Refusal.FEEDBACK_MISSING):
        cases.feed_back(case.pk, "  ", actor=desk.clerk, now=hours(30))
    cases.feed_back(case.pk, "已反馈", actor=desk.clerk, now=hours(30))
    CaseFile.objects.filter(pk=case.pk).update(verdict="")
    with refusal(Refusal.VERDICT_MISSING):
        cases.close_case(case.pk, actor=desk.clerk, now=hours(31))


def test_nobody_approves_their_own_text_and_only_the_approved_text_goes_out(desk: Desk) -> None:
    case = reviewed(desk)
    statement = responses.draft_statement(
        actor=desk.clerk, title="通报", body="一稿", now=hours(23), case_id=case.pk
    )
    desk.clerk.grants.create(role="approver", since_at=START)
    clerk = type(desk.clerk).objects.get(pk=desk.clerk.pk)
    with refusal(Refusal.AUTHOR_APPROVES):
        responses.approve_statement(statement.pk, actor=clerk, now=hours(23))
    responses.approve_statement(statement.pk, actor=desk.approver, now=hours(23))
    type(statement).objects.filter(pk=statement.pk).update(body="改过")
    with refusal(Refusal.TEXT_CHANGED):
        responses.publish_statement(statement.pk, actor=desk.approver, now=hours(24))
    assert not Publication.objects.exists()


def test_a_correction_is_a_further_version_and_the_first_stays(desk: Desk) -> None:
    answered(desk)
    first = Publication.objects.get()
    old = Statement.objects.get(number=first.statement_number)
    new = responses.correct_statement(
        old.pk, title="情况通报", body="更正:伤三人。", change_note="更正伤者人数",
        actor=desk.clerk, now=hours(30),
    )  # fmt: skip
    responses.approve_statement(new.pk, actor=desk.approver, now=hours(31))
    responses.publish_statement(new.pk, actor=desk.approver, now=hours(31))
    versions = Publication.objects.filter(statement_number=first.statement_number)
    assert list(versions.order_by("version").values_list("version", "body")) == [
        (1, "经核查属实。"),
        (2, "更正:伤三人。"),
    ]
    old.refresh_from_db()
    assert old.state == "superseded"


def test_an_item_belongs_to_one_case_only(desk: Desk) -> None:
    item = make_item(desk.office)
    first = make_case(desk.duty, items=[item])
    second = make_case(desk.duty, title="另一件", items=[item])
    assert [first.attachments.count(), second.attachments.count()] == [1, 0]
    item.refresh_from_db()
    assert item.state == "attached"


def test_numbers_run_without_gaps_each_year(desk: Desk) -> None:
    numbers = [make_case(desk.duty, now=START).number for _ in range(3)]
    numbers.append(make_case(desk.duty, now=datetime(2027, 1, 1, tzinfo=UTC)).number)
    assert numbers == ["A2026-0001", "A2026-0002", "A2026-0003", "A2027-0001"]
