"""Time limits in the console: presets picked, copied, edited, tried; running clocks untouched."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Clock
from huiyin.apps.org.limits import limit_of, limits_in_force
from huiyin.apps.org.models import OfficePreset
from huiyin.engine.clock import clock_at
from tests.makers import make_case, make_order
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
LIMITS = "/settings/limits"
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)  # 11:20 in the office, a Tuesday
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.admin)
    return client


def under_way(desk: Desk, kind: str, now: datetime) -> Clock:
    case = make_case(desk.duty, kind=kind, accepted_by=desk.clerk, now=now)
    order = make_order(case, desk.chemicals, desk.clerk, now=now)
    return Clock.objects.get(order=order, purpose="order")


def test_a_preset_is_tried_on_the_last_cases_and_then_holds_for_new_ones(
    desk: Desk, client: Client
) -> None:
    running = under_way(desk, "complaint", NOW)
    opened_before = make_case(desk.duty, kind="complaint", accepted_by=desk.clerk, now=NOW)
    page = client.get(LIMITS).content.decode()
    assert "De&#x27;an Jian Dangzi" in page
    with clock_at(LATER):
        shown = client.get(f"{LIMITS}/try", {"kind": "complaint", "preset": "xinfang"})
        assert "1 case due" not in shown.content.decode()
        lines = {line.trial.purpose: line for line in shown.context["lines"]}
        assert (lines["handling"].tone, lines["acceptance"].tone) == ("later", "new")
        assert lines["handling"].trial.old_due_at == running.due_at
        assert limit_of(desk.office, "complaint", "handling", LATER) == "H36"
        client.post(f"{LIMITS}/pick", {"kind": "complaint", "preset": "xinfang@1"})
    running.refresh_from_db()
    assert (running.rule, running.due_at) == ("H36", NOW + timedelta(hours=36))
    promised = make_order(opened_before, desk.chemicals, desk.clerk, now=LATER)
    assert promised.rule == "H36"
    fresh = make_case(desk.duty, kind="complaint", now=LATER)
    (acceptance,) = Clock.objects.filter(case=fresh)
    assert (acceptance.purpose, acceptance.rule) == ("acceptance", "CD15")
    cases.accept_case(fresh.pk, actor=desk.clerk, now=LATER)
    order = make_order(fresh, desk.chemicals, desk.clerk, now=LATER)
    acceptance.refresh_from_db()
    assert (order.rule, acceptance.state) == ("CD60", "met")
    event = Event.objects.get(kind="limits.picked")
    assert (event.actor, event.body["preset"]) == (desk.admin, "xinfang@1")
    page = client.get(LIMITS).content.decode()
    assert "Letters and visits" in page
    assert "60 days" in page


def test_an_own_copy_is_edited_after_its_trial_and_what_uses_it_follows(
    desk: Desk, client: Client
) -> None:
    running = under_way(desk, "suggestion", NOW)
    taken = client.post(f"{LIMITS}/presets/net-suggestions/copy", {"name": "xinfang"})
    assert taken.status_code == 422
    client.post(f"{LIMITS}/presets/net-suggestions/copy", {"name": "our-suggestions"})
    with clock_at(LATER):
        client.post(f"{LIMITS}/pick", {"kind": "suggestion", "preset": "our-suggestions"})
    typed = {
        "title_en": "Ours", "title_zh": "本机关建议", "source_en": "Order 3", "source_zh": "三号文",
        "purpose-0": "handling", "rule-0": "WD2", "kinds-0": "suggestion", "en-0": "Two days",
        "zh-0": "两个工作日", "reason": "局务会决定", "purpose-1": "sign", "rule-1": "",
    }  # fmt: skip
    address = f"{LIMITS}/presets/our-suggestions/save"
    wrong = client.post(address, {**typed, "rule-0": "two days"}).content.decode()
    assert "Row 1: please check “Time limit”" in wrong
    assert 'value="two days"' in wrong
    shown = client.post(address, typed)
    assert shown.context["lines"][0].tone == "earlier"
    assert OfficePreset.objects.count() == 1
    with clock_at(LATER + timedelta(hours=1)):
        client.post(address, {**typed, "confirmed": "1"})
    assert OfficePreset.objects.get(version=2).reason == "局务会决定"
    after = LATER + timedelta(hours=2)
    (limit,) = [
        limit
        for limit in limits_in_force(desk.office, after)
        if (limit.kind, limit.purpose) == ("suggestion", "handling")
    ]
    assert (limit.rule, limit.preset) == ("WD2", "our-suggestions@2")
    due = running.due_at
    running.refresh_from_db()
    assert running.due_at == due
    assert under_way(desk, "suggestion", after).rule == "WD2"
    lost = client.post(address, {**typed, "purpose-0": "sign", "rule-0": "WD1", "confirmed": "1"})
    assert lost.status_code == 422
    assert "our-suggestions" in client.get(LIMITS).content.decode()


def test_only_administrators_decide_and_a_limit_can_be_let_go(desk: Desk, client: Client) -> None:
    client.post(f"{LIMITS}/pick", {"kind": "complaint", "preset": "xinfang"})
    client.post(f"{LIMITS}/drop", {"kind": "complaint", "purpose": "acceptance"})
    assert not Clock.objects.filter(case=make_case(desk.duty, kind="complaint")).exists()
    nothing = client.get(f"{LIMITS}/try", {"kind": "question", "preset": "xinfang"})
    assert nothing.status_code == 422
    client.force_login(desk.clerk)
    assert client.get(LIMITS).context["may_change"] is False
    for address in ("pick", "drop", "presets/xinfang/copy", "presets/xinfang/save"):
        assert client.post(f"{LIMITS}/{address}", {"kind": "report"}).status_code == 403
    chinese = {"accept-language": "zh-hans"}
    page = client.get(f"{LIMITS}/presets/xinfang", headers=chinese).content.decode()
    assert "《信访条例》" in page
    assert CaseFile.objects.count() == 1
