"""Scenario 4: a suggestion is adopted in part, with a promise that stands in public until kept."""

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Clock, Review
from huiyin.apps.cases.sweep import sweep_due
from huiyin.apps.intake import submissions
from huiyin.apps.intake.mailboxes import conversation
from huiyin.apps.intake.models import Item, MailboxMessage
from huiyin.apps.org.models import Policy
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses import actions as responses
from huiyin.apps.responses import public
from huiyin.apps.responses.rating import Opinion, rate
from huiyin.flows.take_in import take_in_submissions
from huiyin.rules.promises import Standing
from huiyin.rules.refusals import Refusal
from tests.flows.days_of_2026 import at, make_days
from tests.makers import make_person
from tests.personas import Desk

pytestmark = pytest.mark.django_db
TEXT = "危化品车绕行学校,并公开路线"
BECAUSE = "公开路线可行;全时段绕行会压到省道,改为上下学时段。"


def refusal(code: Refusal) -> pytest.RaisesExc[StepRefused]:
    return pytest.RaisesExc(StepRefused, match=f"^{code}$")


def suggested(desk: Desk) -> tuple[CaseFile, submissions.OpenMailbox]:
    """16:20 on the portal, answered by a receipt at once; 17:05 ordered."""
    letter = submissions.Letter("suggestion", TEXT, TEXT)
    receipt = submissions.submit(
        desk.office.pk, submissions.new_key(), letter, now=at("09-23 16:20")
    )
    box = submissions.mailbox_of(receipt.code)
    assert box is not None
    take_in_submissions(at("09-23 16:21"))
    case = cases.open_case(actor=desk.duty, title=TEXT, kind="suggestion", now=at("09-23 16:40"),
                           items=[Item.objects.get()])  # fmt: skip
    cases.accept_case(case.pk, actor=desk.clerk, now=at("09-23 17:00"))
    return case, box


def answered(desk: Desk, case: CaseFile) -> CaseFile:
    """Ordered 09-23 17:05, answered 09-29 15:30 with a promise until 10-20 17:30."""
    order = cases.issue_order(case.pk, unit=desk.chemicals, requirement="研究并答复",
                              actor=desk.clerk, now=at("09-23 17:05"))  # fmt: skip
    clock = Clock.objects.get(order=order, purpose="order")
    assert clock.due_at == at("09-30 17:30")
    counted = [day["day"][5:] for day in clock.trace if day["counted"]]
    assert counted == ["09-24", "09-28", "09-29", "09-30"]
    cases.sign_order(order.pk, actor=desk.head, now=at("09-24 10:00"))
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=at("09-24 10:00"))
    cases.submit_order(order.pk, verdict="", finding="部分可行", actor=desk.handler,
                       now=at("09-29 14:00"))  # fmt: skip
    cases.review_order(order.pk, actor=desk.clerk, now=at("09-29 14:30"))
    draft = responses.draft_statement(actor=desk.clerk, title="关于绕行的答复", case_id=case.pk,
                                      body=BECAUSE, now=at("09-29 15:00"))  # fmt: skip
    cases.promise_follow_up(case.pk, text="公布危化品车行驶路线", unit=desk.chemicals,
                            due_at=at("10-20 17:30"), actor=desk.clerk,
                            now=at("09-29 15:10"))  # fmt: skip
    with refusal(Refusal.ADOPTION_REASON_MISSING):
        cases.settle_suggestion(case.pk, adoption="partly", reason=" ", actor=desk.clerk,
                                now=at("09-29 15:12"))  # fmt: skip
    assert public.promised_by(desk.office.pk, draft.number, at("09-29 15:12")) == []
    responses.approve_statement(draft.pk, actor=desk.approver, now=at("09-29 15:20"))
    responses.publish_statement(draft.pk, actor=desk.approver, now=at("09-29 15:30"))
    cases.feed_back(case.pk, BECAUSE, actor=desk.clerk, now=at("09-29 15:30"))
    return CaseFile.objects.get(pk=case.pk)


def test_a_suggestion_closes_with_its_reason_and_its_promise_stays_in_public() -> None:
    desk = make_days()
    case, box = suggested(desk)
    case = answered(desk, case)
    number = case.answer_number
    assert box.key is not None
    feedback = case.feedbacks.get()
    assert rate(box.key, feedback.pk, Opinion("yes", "partly", "yes"), at("09-30 10:00").date())
    assert cases.take_in_ratings(at("09-30 10:00")) == 1
    with refusal(Refusal.ADOPTION_MISSING):
        cases.close_case(case.pk, actor=desk.clerk, now=at("09-30 11:00"))
    assert public.fate_of(desk.office.pk, number) is None
    cases.settle_suggestion(case.pk, adoption="partly", reason=BECAUSE, actor=desk.clerk,
                            now=at("09-30 11:05"))  # fmt: skip
    cases.close_case(case.pk, actor=desk.clerk, now=at("09-30 11:10"))
    ((fate, answer),) = public.fates(desk.office.pk, 10)
    assert answer is not None
    assert (fate.adoption, fate.reason, answer.title) == ("partly", BECAUSE, "关于绕行的答复")
    promise_stays(desk, number)
    review_of(desk, case, box)


def promise_stays(desk: Desk, number: str) -> None:
    """Closing the case does not let the promise go: due, overdue, kept late."""
    clock = Clock.objects.get(purpose="follow_up")
    assert (clock.state, clock.due_at) == ("running", at("10-20 17:30"))
    for when, standing in (("10-20 17:30", Standing.NOT_DUE), ("10-20 17:31", Standing.OVERDUE)):
        (told,) = public.promised_by(desk.office.pk, number, at(when))
        assert told.standing is standing, when
    sweep_due(at("10-20 17:31"))
    assert Event.objects.filter(kind="clock.overdue", subject=f"clock:{clock.pk}").count() == 1
    cases.keep_follow_up(_promise_id(), note="路线已公布",
                         actor=desk.handler, now=at("10-21 09:00"))  # fmt: skip
    (told,) = public.promised_by(desk.office.pk, number, at("10-22 09:00"))
    assert (told.standing, told.note) == (Standing.KEPT_LATE, "路线已公布")


def _promise_id() -> int:
    return CaseFile.objects.get().follow_ups.get().pk


def review_of(desk: Desk, case: CaseFile, box: submissions.OpenMailbox) -> None:
    """The reporter asks for a second look; another officer takes the matter up again."""
    submissions.write_message(box, submissions.new_key(), "学校门口仍有车。", at("10-22 09:00"),
                              code="review_asked")  # fmt: skip
    take_in_submissions(at("10-22 09:01"))
    review = Review.objects.get()
    assert (review.state, review.until_at) == ("asked", at("10-30 17:30"))
    assert review.message is not None
    assert conversation(review.message.mailbox.submission_id)[-1].text == "学校门口仍有车。"
    with refusal(Refusal.SUBMITTER_REVIEWS):
        cases.assign_review(review.pk, reviewer=desk.handler, actor=desk.clerk,
                            now=at("10-22 10:00"))  # fmt: skip
    other = make_person(desk.office, "other", "handler", name="另一人", unit=desk.general)
    cases.assign_review(review.pk, reviewer=other, actor=desk.clerk, now=at("10-22 10:00"))
    assert Clock.objects.get(purpose="review_answer").due_at == at("11-23 17:30")
    cases.answer_review(review.pk, outcome="changed", text="补充上下学时段执法。", actor=other,
                        now=at("10-23 10:00"))  # fmt: skip
    case.refresh_from_db()
    assert (case.state, Clock.objects.get(purpose="handling").number) == ("reopened", 2)
    assert MailboxMessage.objects.filter(code="review_assigned").count() == 1


def test_seven_working_days_where_the_office_has_chosen_so() -> None:
    desk = make_days()
    Policy.objects.create(office=desk.office, key="limit.suggestion", value="WD7",
                          since_at=at("09-01 09:00"))  # fmt: skip
    case, _box = suggested(desk)
    order = cases.issue_order(case.pk, unit=desk.chemicals, requirement="研究", actor=desk.clerk,
                              now=at("09-23 17:05"))  # fmt: skip
    assert Clock.objects.get(order=order, purpose="order").due_at == at("10-10 17:30")
