"""Cases, orders, statements and the audit chain in the console, as each person uses them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.audit.queries import verify
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.org.models import Person
from huiyin.apps.responses.models import Publication, Statement
from huiyin.engine.clock import clock_at
from tests.makers import make_case, make_item, make_order, make_statement
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def as_(person: Person, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def post(client: Client, name: str, *args: object, **fields: object) -> None:
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == 302, re.findall(r'hy-error"[^>]*>([^<]*)', answer.content.decode())


def test_a_matter_is_walked_through_the_console_by_its_people(desk: Desk) -> None:
    clerk, head, handler, approver = map(as_, (desk.clerk, desk.head, desk.handler, desk.approver))
    with clock_at(START):
        post(as_(desk.duty), "new_case", title="反应釜联锁被短接", kind="hazard")
        case = CaseFile.objects.get()
        post(clerk, "case_step", case.pk, "accept")
        post(clerk, "case_step", case.pk, "issue", unit=desk.chemicals.pk, requirement="立即到场")
        order = Order.objects.get()
        post(head, "order_step", order.pk, "sign")
        post(head, "order_step", order.pk, "assign", handler=desk.handler.pk)
    with clock_at(START + timedelta(hours=5)):
        post(handler, "order_step", order.pk, "submit", verdict="true", finding="属实,已停产")
        post(clerk, "order_step", order.pk, "review")
        post(clerk, "new_statement", case=case.pk, title="情况通报", body="经核查属实。")
        statement = Statement.objects.get()
        post(approver, "statement_step", statement.pk, "approve")
        post(approver, "statement_step", statement.pk, "publish")
        post(clerk, "case_step", case.pk, "feed_back", text="已公布")
        post(clerk, "case_step", case.pk, "close")
        text = page(clerk, reverse("case", args=[case.pk]))
    case.refresh_from_db()
    assert case.state == "closed"
    assert Publication.objects.get().body == "经核查属实。"
    assert "属实,已停产" in text
    assert verify()[1] is None


def test_each_person_is_offered_their_own_next_step_only(desk: Desk) -> None:
    with clock_at(START):
        case = make_case(desk.duty, accepted_by=desk.clerk)
        order = make_order(case, desk.chemicals, desk.clerk)
        address, sign = (
            reverse("case", args=[case.pk]),
            reverse("order_step", args=[order.pk, "sign"]),
        )
        assert sign in page(as_(desk.head), address)
        for person in (desk.clerk, desk.handler, desk.leader, desk.auditor):
            shown = page(as_(person), address)
            assert sign not in shown or person == desk.handler
        assert reverse("case_step", args=[case.pk, "note"]) in page(as_(desk.leader), address)


def test_a_refused_step_keeps_what_was_typed_and_says_why(desk: Desk) -> None:
    with clock_at(START):
        case = make_case(desk.duty)
        answer = as_(desk.clerk).post(
            reverse("case_step", args=[case.pk, "refuse"]),
            {"reason": "不属本局职责", "destination": " "},
        )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不属本局职责" in text
    assert 'role="alert"' in text
    assert CaseFile.objects.get().state == "registered"


def test_another_office_finds_nothing(desk: Desk) -> None:
    stranger = as_(make_desk("other", "别处机关").clerk)
    case = make_case(desk.duty, accepted_by=desk.clerk)
    order = make_order(case, desk.chemicals, desk.clerk)
    statement = make_statement(desk.clerk, case=case)
    for address in (
        reverse("case", args=[case.pk]),
        reverse("order", args=[order.pk]),
        reverse("statement", args=[statement.pk]),
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("order_step", args=[order.pk, "sign"])).status_code == 404


def test_what_leaves_the_house_is_confirmed_with_what_exactly_happens(desk: Desk) -> None:
    case = make_case(desk.duty, accepted_by=desk.clerk, items=[make_item(desk.office)])
    statement = make_statement(desk.clerk, case=case)
    approver = as_(desk.approver)
    post(approver, "statement_step", statement.pk, "approve")
    text = page(approver, reverse("statement", args=[statement.pk]))
    assert desk.office.signature in text
    assert reverse("statement_step", args=[statement.pk, "publish"]) in text


def test_the_audit_page_is_for_those_who_account(desk: Desk) -> None:
    make_case(desk.duty)
    text = page(as_(desk.auditor), reverse("audit"))
    assert "A2026" in text or "A20" in text
    assert as_(desk.handler).get(reverse("audit")).status_code == 403
    assert as_(desk.auditor).post(reverse("verify_chain")).status_code == 200


@pytest.mark.parametrize("name", ["cases", "statements", "audit"])
def test_a_list_takes_the_same_number_of_queries_however_long(
    desk: Desk, name: str, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(desk.clerk)
    counted = []
    for more in (2, 20):
        for _ in range(more):
            case = make_case(desk.duty, accepted_by=desk.clerk)
            make_order(case, desk.chemicals, desk.clerk)
            make_statement(desk.clerk, case=case)
        page(client, reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, reverse(name))
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_empty_lists_say_what_to_do_next(desk: Desk, language: str) -> None:
    client = as_(desk.clerk, language)
    for name in ("cases", "statements", "new_case", "new_statement"):
        assert "<h1>" in page(client, reverse(name))


def test_more_time_a_pause_and_a_further_clock_are_asked_for_on_the_page(desk: Desk) -> None:
    clerk, head, handler = map(as_, (desk.clerk, desk.head, desk.handler))
    with clock_at(START):
        case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
        order = make_order(case, desk.chemicals, desk.clerk, now=START)
        assert "退单" in page(head, reverse("case", args=[case.pk]))
        post(head, "order_step", order.pk, "sign")
        post(head, "order_step", order.pk, "assign", handler=desk.handler.pk)
        asked = {"key": "k", "amount": "24", "unit": "H", "reason": "待检测", "plan": "取样"}
        post(handler, "order_step", order.pk, "extend", **asked)
        post(head, "order_step", order.pk, "endorse")
        assert "何勉 申请延长 24" in page(clerk, reverse("case", args=[case.pk]))
        post(clerk, "order_step", order.pk, "grant")
        post(clerk, "case_step", case.pk, "promise", purpose="press_conference")
        post(clerk, "case_step", case.pk, "pause", reason="等待鉴定")
        paused = page(as_(desk.clerk, "en"), reverse("case", args=[case.pk]))
    assert "left when it goes on" in paused
    assert "Let the clocks go on" in paused
