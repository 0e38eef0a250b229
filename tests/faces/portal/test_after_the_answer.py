"""After the answer: rating it once, asking for a review, and what it promised, by code."""

from datetime import timedelta

from django.test import Client

from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, FollowUp, Outcome, Rating, Review
from huiyin.apps.intake import submissions
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office
from huiyin.engine import clock
from huiyin.engine.clock import clock_at
from huiyin.flows.take_in import take_in_submissions
from tests.faces.portal.test_follow import hidden
from tests.makers import make_case, make_person, make_unit
from tests.portal import as_owner, portal_role, publish


def test_an_answer_is_rated_reviewed_and_held_to_its_promise(
    portal: Client, office: Office
) -> None:
    now = clock.now()
    as_owner()
    letter = submissions.Letter("suggestion", "绕行学校", "危化品车绕行学校")
    code = str(submissions.submit(office.pk, submissions.new_key(), letter, now=now).code)
    case = answered(office)
    with portal_role():
        page = portal.post("/follow/", {"code": code}).content.decode()
        assert "您满意吗" in page
        token = hidden(page, "token")
        ticks = {"token": token, "go": "rate", "answered": "yes", "solved": "partly"}
        assert "请在评价期限内" in portal.post("/follow/", ticks).content.decode()
        rated = portal.post("/follow/", {**ticks, "satisfied": "fairly"}).content.decode()
        assert "没有人能看出是您的评价" in rated
        assert "您满意吗" not in rated
    as_owner()
    assert Rating.objects.get().satisfied == "fairly"
    clerk = case.opened_by
    cases.close_case(case.pk, adoption="partly", adoption_reason="上下学时段绕行。", actor=clerk,
                     now=now)  # fmt: skip
    with portal_role():
        for address in ("/suggestions/", "/answers/H2026-0001/"):
            shown = portal.get(address).content.decode()
            assert "上下学时段绕行" in shown
            assert "部分采纳" in shown
        assert "承诺未到期" in shown
        with clock_at(now + timedelta(days=9)):
            assert "承诺已逾期" in portal.get("/answers/H2026-0001/").content.decode()
        page = portal.post("/follow/", {"code": code}).content.decode()
        asks = {"token": hidden(page, "token"), "once": hidden(page, "once"), "go": "review"}
        asked = portal.post("/follow/", {**asks, "ground": "仍有车辆"}).content.decode()
        assert "您已申请复查" in asked
        assert "仍有车辆" in asked
        assert 'name="ground"' not in asked
    as_owner()
    take_in_submissions(now)
    assert Review.objects.get().state == "asked"


def answered(office: Office) -> CaseFile:
    """The suggestion as its case stands once the result was told."""
    now = clock.now()
    clerk = make_person(office, "clerk", "office", "duty", "handler", unit=make_unit(office, "科"))
    take_in_submissions(now)
    case = make_case(clerk, kind="suggestion", items=[Item.objects.get()], accepted_by=clerk)
    publish(office, "H2026-0001", "关于绕行的答复", "部分采纳。", now)
    unit = clerk.unit
    assert unit is not None
    cases.promise_follow_up(case.pk, text="公布路线", unit=unit, due_at=now + timedelta(days=8),
                            actor=clerk, now=now)  # fmt: skip
    CaseFile.objects.filter(pk=case.pk).update(handler=clerk, finding="部分可行")
    case = CaseFile.objects.select_related("office__calendar").get(pk=case.pk)
    cases.mark_responded(case, "H2026-0001", now=now)
    cases.feed_back(case.pk, "部分采纳。", actor=clerk, now=now)
    assert FollowUp.objects.get().statement_number == "H2026-0001"
    assert not Outcome.objects.exists()
    return CaseFile.objects.get(pk=case.pk)
