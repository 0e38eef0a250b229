"""Repeated matters at intake and on the case: shown, decided by a person, binding from three on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, CaseRepeat, Verification
from huiyin.apps.intake.models import Item
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.clock import clock_at
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_item
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
TOLD = (
    "工地夜间施工噪音扰民，每天凌晨两点还在打桩，孩子无法入睡。",
    "我们小区旁边的工地凌晨两点还在打桩，夜间施工噪音太大。",
    "夜间施工，凌晨还在打桩，噪音扰民，老人孩子无法入睡。",
)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def told(desk: Desk, text: str, place: str = "青渡路") -> Item:
    item = make_item(desk.office, text[:12], text, channel="hotline", said_at=NOW)
    Item.objects.filter(pk=item.pk).update(place=place)
    return Item.objects.get(pk=item.pk)


def opened(desk: Desk, text: str, days: int, kind: str = "complaint") -> CaseFile:
    item = told(desk, text)
    return make_case(desk.duty, item.title, kind=kind, items=[item], now=NOW + timedelta(days=days))


def test_a_matter_told_three_times_is_shown_decided_and_must_be_verified(desk: Desk) -> None:
    old = opened(desk, TOLD[0], -400)  # long before the period
    accused = opened(desk, TOLD[0], 0, kind="report")  # compared with nothing
    first, second, third = (opened(desk, text, day) for day, text in enumerate(TOLD))
    assert [case.repeats for case in (old, accused, first, second, third)] == [0, 0, 0, 1, 2]
    assert (second.must_verify, third.must_verify) == (False, True)
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.clerk)
    page = client.get(f"/cases/{third.pk}").content.decode()
    assert "2 earlier matters like this" in page
    assert "Same place and subject" in page
    new = told(desk, TOLD[1])
    with clock_at(NOW + timedelta(days=3)):
        form = client.get("/cases/open", {"item": new.pk}).context["earlier"]
    assert [one["case"] for one in form] == [third, second, first]

    CaseFile.objects.filter(pk=third.pk).update(
        state="fed_back", finding="已责令停工", answered_at=NOW, fed_back_at=NOW
    )
    with pytest.RaisesExc(StepRefused, match=f"^{Refusal.VERIFICATION_MISSING}$"):
        cases.close_case(third.pk, actor=desk.clerk, now=NOW + timedelta(days=3))
    row = CaseRepeat.objects.get(case=third, earlier=first)
    client.post(f"/cases/{third.pk}/repeat", {"repeat": row.pk, "same": "0"})
    third.refresh_from_db()
    assert (third.repeats, third.must_verify) == (1, False)
    assert "Another matter, says" in client.get(f"/cases/{third.pk}").content.decode()
    client.post(f"/cases/{third.pk}/repeat", {"repeat": row.pk, "same": "1"})
    third.refresh_from_db()
    assert third.must_verify
    kinds = Event.objects.filter(case_id=third.pk, kind__startswith="case.repeat")
    assert list(kinds.order_by("seq").values_list("kind", flat=True)) == [
        "case.repeats_found", "case.repeat_denied", "case.repeat_confirmed",
    ]  # fmt: skip
    CaseFile.objects.filter(pk=third.pk).update(verdict="true")
    Verification.objects.create(case=third, number="核2026-0001", state="concluded", verdict="true",
                                subject="夜间施工", planned_by=desk.handler,
                                planned_at=NOW)  # fmt: skip
    assert cases.close_case(third.pk, actor=desk.clerk, now=NOW + timedelta(days=3)).closed_at
    with pytest.RaisesExc(StepRefused, match=f"^{Refusal.ROLE_NOT_ALLOWED}$"):
        cases.judge_repeat(second.pk, 1, same=True, actor=desk.handler, now=NOW)

    cases.link_cases(first.pk, second.pk, why="同一工地", actor=desk.clerk, now=NOW)
    for one, other in ((first, second), (second, first)):
        shown = client.get(f"/cases/{one.pk}").content.decode()
        assert "Linked cases" in shown
        assert f"{other.number}</span>" in shown
        assert "同一工地" in shown
