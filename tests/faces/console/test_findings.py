"""Verification, decision, promises and review as people meet them on the page of a case."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.cases.models import CaseFile, Decision, Evidence, FollowUp, Verification
from huiyin.apps.org.models import Person
from huiyin.engine.clock import clock_at
from tests.makers import make_case, make_person
from tests.personas import Desk, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


def as_(person: Person, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


@dataclass
class Walk:
    """One case and its people at their browsers."""

    desk: Desk
    case: CaseFile

    def act(self, person: Person, code: str, **fields: object) -> None:
        answer = as_(person).post(self.address(code), fields)
        assert answer.status_code == 302, (code, answer.content.decode()[-3000:])

    def page(self, language: str = "zh-hans") -> str:
        client = as_(self.desk.clerk, language)
        return client.get(reverse("case", args=[self.case.pk])).content.decode()

    def address(self, code: str) -> str:
        return reverse("case_step", args=[self.case.pk, code])


def test_a_case_is_verified_decided_and_promised_from_its_page() -> None:
    desk = make_desk()
    walk = Walk(desk, make_case(desk.duty, accepted_by=desk.clerk, now=START))
    with clock_at(START):
        shown = walk.page()
        assert "结案前还缺" in shown
        assert 'href="#step-issue-0"' in shown  # the button that mends it
        verify(walk)
        decide(walk)
    with clock_at(START + timedelta(days=40)):
        assert walk.page().count("承诺已逾期") >= 2  # the measure and the promise
        assert "Before this case can be closed" in walk.page("en")
        decision = Decision.objects.get()
        walk.act(desk.handler, "measure_done", measure=decision.measures.get().pk, note="已换")
        promise = FollowUp.objects.get()
        walk.act(desk.handler, "follow_up_kept", follow_up=promise.pk, note="已公布")
        assert "承诺逾期兑现" in walk.page()
        see_the_proof(desk)
    assert CaseFile.objects.get().verdict == "true"
    kinds = set(Event.objects.filter(case_id=walk.case.pk).values_list("kind", flat=True))
    assert {"verification.concluded", "decision.measure_done", "follow_up.kept"} <= kinds


def verify(walk: Walk) -> None:
    desk = walk.desk
    second = make_person(desk.office, "second", "handler", name="向前", unit=desk.chemicals)
    walk.act(desk.clerk, "plan", subject="联锁投用", place="青渡化工厂")
    row = Verification.objects.get().pk
    walk.act(desk.head, "collect", row=row, first=desk.handler.pk, second=second.pk)
    file = SimpleUploadedFile("照片.txt", "照片".encode())
    walk.act(desk.handler, "evidence", row=row, title="联锁柜", file=file)
    walk.act(desk.handler, "first_hand", row=row, text="短接线仍在")
    walk.act(desk.head, "conclude", row=row, verdict="true", finding="属实")


def decide(walk: Walk) -> None:
    desk, due = walk.desk, "2026-10-20T17:30"
    walk.act(desk.clerk, "propose", text="停产整改", measure_1="更换联锁",
             unit_1=desk.chemicals.pk, due_1=due)  # fmt: skip
    row = Decision.objects.get().pk
    walk.act(desk.head, "approve_decision", row=row)
    walk.act(desk.clerk, "notify_decision", row=row, recipients="青渡化工厂")
    walk.act(desk.clerk, "follow_up", text="公布整改结果", promise_unit=desk.chemicals.pk, due=due)
    half = {"text": "另", "measure_1": "无期限"}
    refused = as_(desk.handler).post(walk.address("propose"), half)
    assert refused.status_code == 422
    assert "每项措施都要写明内容" in refused.content.decode()


def see_the_proof(desk: Desk) -> None:
    proof = Evidence.objects.get()
    clerk, stranger = as_(desk.clerk), as_(make_desk("other", "别处机关").clerk)
    pages = {"verification": proof.verification_id, "evidence_file": proof.pk}
    record = clerk.get(reverse("verification", args=[proof.verification_id]))
    assert proof.digest in record.content.decode()
    download = clerk.get(reverse("evidence_file", args=[proof.pk]))
    assert download.content == "照片".encode()
    assert "attachment" in download["Content-Disposition"]
    for name, pk in pages.items():
        assert stranger.get(reverse(name, args=[pk])).status_code == 404


def test_a_caller_gets_a_code_that_is_shown_once() -> None:
    desk = make_desk()
    answer = as_(desk.duty).post(
        reverse("enter_item"),
        {"channel": "hotline", "text": "反应釜联锁被短接", "kind": "hazard", "with_code": "1"},
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "请口述查询码" in text
    assert "hy-receipt" in text
    assert answer["Cache-Control"] == "no-store"
