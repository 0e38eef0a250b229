"""Cases merged, parted, split, linked and sent elsewhere; suggestions closed with a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, CaseItem, CaseLink, Clock
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_item, make_order
from tests.personas import make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


def hours(n: float) -> datetime:
    return START + timedelta(hours=n)


def refusal(code: Refusal) -> pytest.RaisesExc[StepRefused]:
    return pytest.RaisesExc(StepRefused, match=f"^{code}$")


def test_cases_are_merged_with_the_earliest_due_and_parted_again() -> None:
    desk = make_desk()
    big = make_case(desk.duty, title="大案", accepted_by=desk.clerk, now=START)
    order = make_order(big, desk.chemicals, desk.clerk, now=START)
    cases.sign_order(order.pk, actor=desk.head, now=START)
    items = [make_item(desk.office), make_item(desk.office)]
    small = make_case(desk.duty, title="同一件事", items=items, accepted_by=desk.clerk, now=START)
    cases.start_promise(small.pk, purpose="first_information", actor=desk.duty, now=hours(1))
    with refusal(Refusal.MERGED_INTO_ITSELF):
        cases.merge_case(small.pk, into_id=small.pk, actor=desk.clerk, now=hours(2))
    with refusal(Refusal.ORDERS_UNDER_WAY):
        cases.merge_case(big.pk, into_id=small.pk, actor=desk.clerk, now=hours(2))
    cases.merge_case(small.pk, into_id=big.pk, actor=desk.clerk, now=hours(2))
    assert CaseFile.objects.get(pk=big.pk).due_at == hours(6)
    small.refresh_from_db()
    assert (small.state, small.due_at, small.merged_into_id) == ("merged", None, big.pk)
    assert not Clock.objects.filter(case=small, state="running").exists()
    cases.undo_merge(small.pk, reason="不是同一件事", actor=desk.clerk, now=hours(3))
    small.refresh_from_db()
    assert (small.state, small.due_at) == ("accepted", hours(6))
    assert CaseFile.objects.get(pk=big.pk).due_at == hours(36)
    part = cases.split_case(
        small.pk, title="另一半", item_ids=[items[1].pk], actor=desk.clerk, now=hours(4)
    )
    assert CaseItem.objects.get(item=items[1]).case == part
    assert CaseFile.objects.get(pk=part.pk).due_at == hours(6)
    cases.link_cases(part.pk, big.pk, why="同一企业", actor=desk.clerk, now=hours(4))
    cases.link_cases(big.pk, part.pk, why="同一企业", actor=desk.clerk, now=hours(4))
    assert CaseLink.objects.count() == 1
    with refusal(Refusal.LETTER_MISSING):
        cases.transfer_case(
            part.pk, destination="邻市", reason="属地", letter="", actor=desk.clerk, now=hours(5)
        )
    cases.transfer_case(
        part.pk, destination="邻市应急局", reason="属地管辖", letter="现转请办理。",
        actor=desk.clerk, now=hours(5),
    )  # fmt: skip
    part.refresh_from_db()
    assert (part.state, part.due_at) == ("transferred", None)


def test_a_suggestion_closes_only_with_adopted_or_not_and_why() -> None:
    desk = make_desk()
    case = make_case(desk.duty, kind="suggestion", accepted_by=desk.clerk, now=START)
    CaseFile.objects.filter(pk=case.pk).update(
        state="fed_back", finding="研究后采纳", answered_at=START, fed_back_at=START
    )
    with refusal(Refusal.ADOPTION_MISSING):
        cases.close_case(case.pk, actor=desk.clerk, now=hours(1))
    with refusal(Refusal.ADOPTION_REASON_MISSING):
        cases.close_case(case.pk, adoption="partly", actor=desk.clerk, now=hours(1))
    closed = cases.close_case(
        case.pk, adoption="partly", adoption_reason="先试点", actor=desk.clerk, now=hours(1)
    )
    assert (closed.state, closed.adoption) == ("closed", "partly")
