"""Scenario 3: an anonymous worker reports a hazard by phone; every minute and every assertion."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.audit.queries import verify
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.actions.verifying import Plan
from huiyin.apps.cases.models import CaseFile, Clock, Feedback, Rating, Verification
from huiyin.apps.cases.sweep import sweep_due
from huiyin.apps.intake import submissions
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import MailboxMessage, SealedContact
from huiyin.apps.intake.sealing import Contact
from huiyin.apps.intake.vault import open_contact, set_custodian_key
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses import actions as responses
from huiyin.apps.responses.rating import Opinion, has_rated, rate
from huiyin.engine.clock import clock_at
from huiyin.flows.recording import record_call
from huiyin.flows.take_in import take_in_submissions
from huiyin.rules.refusals import Refusal
from tests.flows.days_of_2026 import at, make_days
from tests.makers import make_person
from tests.personas import Desk

pytestmark = pytest.mark.django_db
CALL = "远帆化工厂五号反应釜的压力联锁被人短接了,夜里还在继续生产。"
CALLER = "13900005678"
PLAN = Plan("安全联锁装置投用情况", place="远帆化工厂", basis="安全生产法第六十五条")


def refusal(code: Refusal) -> pytest.RaisesExc[StepRefused]:
    return pytest.RaisesExc(StepRefused, match=f"^{code}$")


def dues(case: CaseFile) -> dict[str, str]:
    """The promises under way, each with its local due minute."""
    running = Clock.objects.filter(case=case, state="running").exclude(due_at=None)
    return {one.purpose: one.due_at.astimezone(at("01-01 00:00").tzinfo).strftime("%m-%d %H:%M")
            for one in running if one.due_at}  # fmt: skip


def called(desk: Desk) -> tuple[CaseFile, submissions.OpenMailbox]:
    """21:40 the call, 21:52 registered with a code read out, 21:58 taken up and ordered."""
    arrival = Arrival("hotline", CALL[:30], CALL, place="远帆化工厂", kind="hazard",
                      urgent=True, published_at=at("09-19 21:40"))  # fmt: skip
    item, receipt = record_call(desk.office, arrival, actor=desk.duty, now=at("09-19 21:52"))
    assert (item.channel, item.urgent) == ("hotline", True)
    assert not SealedContact.objects.exists()  # nobody asked who called
    box = submissions.mailbox_of(receipt.code)
    assert box is not None
    assert take_in_submissions(at("09-19 21:53")) == 0  # it is not taken in a second time
    case = cases.open_case(actor=desk.duty, title="联锁被短接", kind="hazard", items=[item],
                           now=at("09-19 21:53"))  # fmt: skip
    cases.assess_case(case.pk, checkable=True, text="地点明确,可现场核查", actor=desk.duty,
                      now=at("09-19 21:54"))  # fmt: skip
    with refusal(Refusal.CHECKABLE_TAKEN_UP):
        cases.refuse_case(case.pk, reason="匿名", destination="无", ground="uncheckable",
                          actor=desk.clerk, now=at("09-19 21:55"))  # fmt: skip
    cases.accept_case(case.pk, actor=desk.clerk, now=at("09-19 21:56"))
    return case, box


def verified(desk: Desk, case: CaseFile) -> Verification:
    """Ordered, two persons on the spot, evidence with its hash, the head signs the verdict."""
    order = cases.issue_order(case.pk, unit=desk.chemicals, requirement="立即到场核查",
                              actor=desk.clerk, now=at("09-19 21:58"))  # fmt: skip
    assert dues(case) == {"order": "09-21 09:58", "sign": "09-19 23:58"}
    cases.sign_order(order.pk, actor=desk.head, now=at("09-19 22:00"))
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=at("09-19 22:01"))
    with refusal(Refusal.SOURCE_QUOTED):
        cases.plan_verification(case.pk, replace(PLAN, plan=f"来电称:{CALL}"), actor=desk.handler,
                                now=at("09-19 22:02"))  # fmt: skip
    row = cases.plan_verification(case.pk, PLAN, actor=desk.handler, now=at("09-19 22:05"))
    with refusal(Refusal.SECOND_PERSON_MISSING):
        cases.begin_collecting(row.pk, first=desk.handler, second=desk.handler, actor=desk.head,
                               now=at("09-19 22:06"))  # fmt: skip
    second = make_person(desk.office, "second", "handler", name="向前", unit=desk.chemicals)
    cases.begin_collecting(row.pk, first=desk.handler, second=second, actor=desk.head,
                           now=at("09-19 22:06"))  # fmt: skip
    assert dues(case)["first_hand"] == "09-20 02:06"
    with refusal(Refusal.EVIDENCE_MISSING):
        cases.conclude_verification(row.pk, verdict="true", finding="属实", actor=desk.head,
                                    now=at("09-19 23:31"))  # fmt: skip
    proof = cases.add_evidence(row.pk, title="联锁柜照片", name="photo.txt", actor=second,
                               content="照片".encode(), now=at("09-19 23:40"))  # fmt: skip
    cases.report_first_hand(row.pk, text="现场联锁柜短接线仍在。", actor=desk.handler,
                            now=at("09-19 23:50"))  # fmt: skip
    told = Event.objects.get(kind="verification.evidence_added").body
    assert told["sha256"] == proof.digest
    with refusal(Refusal.ROLE_NOT_ALLOWED):
        cases.conclude_verification(row.pk, verdict="true", finding="属实", actor=second,
                                    now=at("09-20 01:00"))  # fmt: skip
    return cases.conclude_verification(row.pk, verdict="true", finding="联锁被短接,属实。",
                                       actor=desk.head, now=at("09-20 01:10"))  # fmt: skip


def test_an_anonymous_call_is_checked_decided_told_and_rated_by_nobody_known() -> None:
    desk = make_days()
    case, box = called(desk)
    row = verified(desk, case)
    papers_name_no_source(desk, case, row)
    decide_and_answer(desk, case, row)
    be_told_and_rate(case, box)
    assert verify() == (Event.objects.count(), None)


def papers_name_no_source(desk: Desk, case: CaseFile, row: Verification) -> None:
    """What is shown on the spot tells nothing of the call; no page shows who called."""
    for person in (desk.handler, desk.leader, desk.admin):
        paper = Client(headers={"accept-language": "zh-hans"})
        paper.force_login(person)
        with clock_at(at("09-20 01:12")):
            page = paper.get(reverse("inspection_paper", args=[row.pk])).content.decode()
        assert "安全联锁装置投用情况" in page
        assert "来电" not in page
        assert CALL[:12] not in page
        assert case.title not in page


def decide_and_answer(desk: Desk, case: CaseFile, row: Verification) -> None:
    decision = cases.propose_decision(case.pk, text="责令五号釜立即停产。", measures=[],
                                      actor=desk.handler, now=at("09-20 01:10"))  # fmt: skip
    with refusal(Refusal.ROLE_NOT_ALLOWED):
        cases.approve_decision(decision.pk, actor=desk.handler, now=at("09-20 01:11"))
    cases.approve_decision(decision.pk, actor=desk.head, now=at("09-20 01:15"))
    order = row.case.orders.get()
    cases.submit_order(order.pk, verdict="true", finding="已停产", actor=desk.handler,
                       now=at("09-20 01:20"))  # fmt: skip
    cases.review_order(order.pk, actor=desk.clerk, now=at("09-20 09:00"))
    answer = responses.draft_statement(actor=desk.clerk, title="检查情况", case_id=case.pk,
                                       body="经查属实,已停产。", now=at("09-20 10:00"))  # fmt: skip
    responses.approve_statement(answer.pk, actor=desk.approver, now=at("09-20 15:00"))
    responses.publish_statement(answer.pk, actor=desk.approver, now=at("09-20 15:30"))
    case.refresh_from_db()
    assert cases.gaps_of(case) == (Refusal.FEEDBACK_MISSING,)
    cases.feed_back(case.pk, "已责令停产。", actor=desk.custodian, now=at("09-20 16:20"))
    case.refresh_from_db()
    assert (case.state, dues(case)) == ("fed_back", {})
    assert sweep_due(at("09-21 09:59")) == 0  # nothing was late


def be_told_and_rate(case: CaseFile, box: submissions.OpenMailbox) -> None:
    """The reporter looks with the code, rates, and the rating points at nobody."""
    notice = MailboxMessage.objects.get(code="feedback_given")
    feedback = Feedback.objects.get(case=case)
    assert feedback.rate_until_at is not None
    assert notice.params["feedback"] == str(feedback.pk)
    # seven days, the first not counted; 09-27 is a holiday, so the window rolls on to 09-28
    assert feedback.rate_until_at == at("09-28 17:30")
    assert box.key is not None
    good = Opinion("yes", "yes", "yes")
    assert not rate(bytes(32), feedback.pk, good, at("09-21 12:10").date())  # no such ballot
    assert rate(box.key, feedback.pk, good, at("09-21 12:10").date())
    assert rate(box.key, feedback.pk, replace(good, satisfied="no"), at("09-21 12:11").date())
    assert has_rated(box.key, feedback.pk)
    assert cases.take_in_ratings(at("09-21 12:11")) == 1
    assert cases.fall_silent(at("10-08 00:00")) == 0
    assert (Feedback.objects.get().state, Rating.objects.get().satisfied) == ("rated", "yes")
    names = {field.name for field in Rating._meta.get_fields()}
    assert names == {"ballot", "answered", "solved", "satisfied", "rated_on", "taken_in"}
    rated = Event.objects.get(kind="feedback.rated")
    assert rated.body == {"answered": "yes", "solved": "yes", "satisfied": "yes"}


def test_whoever_opens_a_sealed_caller_is_seen_by_the_reporter_and_nobody_else_can() -> None:
    desk = make_days()
    set_custodian_key(desk.custodian, "十二个字以上的口令才可以用", at("09-01 09:00"))
    letter = submissions.Letter("hazard", "联锁", CALL)
    receipt = submissions.submit(desk.office.pk, submissions.new_key(), letter,
                                 now=at("09-19 21:52"),
                                 contact=Contact("", CALLER, ""))  # fmt: skip
    box = submissions.mailbox_of(receipt.code)
    assert box is not None
    take_in_submissions(at("09-19 21:53"))
    sealed = SealedContact.objects.get()
    assert CALLER.encode() not in bytes(sealed.ciphertext)
    told = open_contact(sealed.submission_id, actor=desk.custodian, reason="回拨核实地点",
                        passphrase="十二个字以上的口令才可以用", now=at("09-19 22:30"))  # fmt: skip
    assert told.phone == CALLER
    seen = [line for line in submissions.mailbox(box).messages if line.code == "contact_opened"]
    assert [(line.params["reason"], line.at) for line in seen] == [
        ("回拨核实地点", at("09-19 22:30"))
    ]
    assert CALLER not in str(list(Event.objects.values_list("body", flat=True)))
