"""Joint orders and wrong addresses, as the scenarios of the field tell them, to the minute."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.dispatch import dispatch_quality, dispatch_rules, proposed_units
from huiyin.apps.cases.joint import only_parts_of, part_lines, sees_whole
from huiyin.apps.cases.models import CaseFile, Clock, Order, OrderPart
from huiyin.apps.cases.sweep import sweep_due
from huiyin.apps.intake.models import Item, Mailbox, Submission
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses import actions as responses
from huiyin.apps.responses.models import Statement
from huiyin.engine.clock import clock_at
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_item, make_person, make_unit
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def at(text: str) -> datetime:
    """ "10-12 09:00" of the office's wall clock in 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def refusal(code: Refusal) -> pytest.RaisesExc[StepRefused]:
    return pytest.RaisesExc(StepRefused, match=f"^{code}$")


@dataclass(frozen=True)
class Bureau:
    unit: Unit
    person: Person
    part: OrderPart


def bureaus(desk: Desk, order: Order) -> dict[str, Bureau]:
    found = {}
    for part in OrderPart.objects.filter(order=order).select_related("unit"):
        person = make_person(desk.office, f"head-{part.unit_id}", "dept_head", unit=part.unit)
        found[part.unit.name] = Bureau(part.unit, person, part)
    return found


def joint_order(desk: Desk) -> Order:
    """Issued at 09:00 to one leading and three helping units, under way an hour later."""
    units = [make_unit(desk.office, name) for name in ("交通局", "公安局", "教育局")]
    case = make_case(desk.duty, "校门口危化品车停放", accepted_by=desk.clerk, now=at("10-12 08:50"))
    asked = [cases.CoUnit(unit, f"{unit.name}管辖部分") for unit in units]
    with refusal(Refusal.UNIT_TWICE):
        cases.issue_order(
            case.pk, unit=units[0], requirement="核实", actor=desk.clerk, now=at("10-12 09:00"),
            co_units=asked,
        )  # fmt: skip
    order = cases.issue_order(
        case.pk, unit=desk.chemicals, requirement="核实并整治", actor=desk.clerk,
        now=at("10-12 09:00"), co_units=asked,
    )  # fmt: skip
    cases.sign_order(order.pk, actor=desk.head, now=at("10-12 09:30"))
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=at("10-12 09:40"))
    cases.record_meeting(
        case.pk, title="联席会商", units="交通、公安、教育、应急", minutes="统一路线",
        tasks="三项", held_at=at("10-12 15:00"), actor=desk.clerk, now=at("10-12 17:10"),
    )  # fmt: skip
    return order


def give(bureau: Bureau, when: str) -> None:
    cases.give_opinion(bureau.part.pk, text="同意", actor=bureau.person, now=at(when))


def clear(bureau: Bureau, text: bytes, when: str) -> None:
    cases.clear_text(bureau.part.pk, sha256=text, actor=bureau.person, now=at(when))


def test_of_three_helping_bureaus_only_the_late_one_is_late(desk: Desk) -> None:
    order = joint_order(desk)
    dues = {clock.purpose: clock.due_at for clock in Clock.objects.filter(order=order)}
    assert dues["order"] == at("10-13 21:00")
    assert dues["opinion"] == at("10-13 09:00")
    traffic, police, schools = bureaus(desk, order).values()
    with refusal(Refusal.ROLE_NOT_ALLOWED):  # nobody speaks for another bureau
        cases.give_opinion(police.part.pk, text="代答", actor=traffic.person, now=at("10-13 08:00"))
    give(police, "10-13 08:20")
    give(schools, "10-13 08:45")
    with clock_at(at("10-13 09:00")):
        sweep_due(at("10-13 09:00"))
    give(traffic, "10-13 09:40")
    late = {line.part.unit.name: line.late_minutes for line in part_lines(order, desk.clerk)}
    assert late == {"交通局": 40, "公安局": 0, "教育局": 0}
    assert Event.objects.filter(kind="clock.overdue").count() == 1

    # Each bureau reads its own part; the lead unit and the office read all.
    assert [line.part for line in part_lines(order, police.person)] == [police.part]
    assert not sees_whole(order, police.person)
    assert sees_whole(order, desk.head)
    case = CaseFile.objects.get(pk=order.case_id)
    assert only_parts_of(case, police.person) == [police.part]
    assert only_parts_of(case, desk.handler) == []


def test_a_joint_order_has_one_answer_that_every_bureau_clears(desk: Desk) -> None:
    order = joint_order(desk)
    traffic, police, schools = bureaus(desk, order).values()
    for bureau in (traffic, police, schools):
        give(bureau, "10-13 08:20")
    cases.submit_order(order.pk, verdict="true", finding="已划定路线", actor=desk.handler,
                       now=at("10-13 18:10"))  # fmt: skip
    answer = draft(desk, order, "10-13 18:20")
    with refusal(Refusal.ONE_ANSWER_ONLY):
        draft(desk, order, "10-13 18:21")
    with refusal(Refusal.PART_UNCLEARED):
        responses.approve_statement(answer.pk, actor=desk.approver, now=at("10-13 18:22"))
    text = responses.text_sha256(answer)
    clear(traffic, text, "10-13 18:25")
    clear(schools, text, "10-13 18:25")
    cases.object_to_text(police.part.pk, sha256=text, reason="路段有误", actor=police.person,
                         now=at("10-13 18:26"))  # fmt: skip
    with refusal(Refusal.OBJECTION_OPEN):
        responses.approve_statement(answer.pk, actor=desk.approver, now=at("10-13 18:27"))
    answer = responses.revise_statement(answer.pk, title="答复", body="路段已更正。",
                                        actor=desk.clerk, now=at("10-13 18:30"))  # fmt: skip
    text = responses.text_sha256(answer)
    clear(police, text, "10-13 18:33")
    clear(schools, text, "10-13 18:34")
    with refusal(Refusal.PART_UNCLEARED):  # cleared the earlier text only
        responses.approve_statement(answer.pk, actor=desk.approver, now=at("10-13 18:35"))
    clear(traffic, text, "10-13 18:36")
    responses.approve_statement(answer.pk, actor=desk.approver, now=at("10-13 18:40"))
    responses.publish_statement(answer.pk, actor=desk.approver, now=at("10-13 18:40"))
    cases.review_order(order.pk, actor=desk.clerk, now=at("10-13 19:05"), opinion="办结")
    order.refresh_from_db()
    assert (order.state, order.review_opinion) == ("done", "办结 (陈默)")
    main = Clock.objects.get(order=order, purpose="order")
    assert (main.state, main.late_by) == ("met", None)


def draft(desk: Desk, order: Order, when: str) -> Statement:
    return responses.draft_statement(
        actor=desk.clerk, title="答复", body="三局共同答复。", case_id=order.case_id, now=at(when)
    )


def told_by_a_reporter(desk: Desk) -> tuple[Item, Mailbox]:
    item = make_item(desk.office, "烟花仓库夜间装卸", channel="portal")
    submission = Submission.objects.create(
        office=desk.office, kind="hazard", title=item.title, received_at=at("10-13 13:00")
    )
    Item.objects.filter(pk=item.pk).update(submission=submission)
    box = Mailbox.objects.create(
        submission=submission, locator="ABCD1234", verifier="x", changed_at=at("10-13 13:00")
    )
    return Item.objects.get(pk=item.pk), box


def test_a_wrong_address_moves_twice_and_the_public_reads_in_handling(desk: Desk) -> None:
    fireworks = make_unit(desk.office, "烟花科")
    head = make_person(desk.office, "fireworks-head", "dept_head", unit=fireworks)
    maker = make_person(desk.office, "fireworks-handler", "handler", unit=fireworks)
    item, box = told_by_a_reporter(desk)
    case = make_case(desk.duty, "烟花仓库夜间装卸", accepted_by=desk.clerk, items=[item],
                     now=at("10-13 13:50"))  # fmt: skip
    order = cases.issue_order(case.pk, unit=desk.chemicals, requirement="核实", actor=desk.clerk,
                              now=at("10-13 14:00"))  # fmt: skip

    def public() -> tuple[str, datetime | None]:
        box.refresh_from_db()
        return box.status, box.promised_at

    promise = ("handling", at("10-15 02:00").astimezone(UTC))
    assert public() == promise
    with refusal(Refusal.BASIS_MISSING):
        cases.bounce_order(order.pk, basis="", actor=desk.head, now=at("10-13 16:20"))
    with refusal(Refusal.BOUNCE_TOO_LATE):  # until 10-14 14:00 and no minute longer
        cases.bounce_order(order.pk, basis="职责清单", actor=desk.head, now=at("10-14 14:01"))
    cases.bounce_order(order.pk, basis="职责清单第3项", actor=desk.head, now=at("10-13 16:20"))
    cases.reissue_order(order.pk, unit=fireworks, actor=desk.clerk, now=at("10-13 16:50"))
    assert public() == promise
    assert Clock.objects.get(order=order, purpose="order").due_at == at("10-15 02:00")
    cases.bounce_order(order.pk, basis="属危化品储存", actor=head, now=at("10-14 09:15"))
    with refusal(Refusal.HEAD_RULING_MISSING):
        cases.uphold_order(order.pk, reason="维持", actor=desk.clerk, now=at("10-14 09:50"))
    cases.uphold_order(order.pk, reason="维持", actor=desk.clerk, now=at("10-14 10:00"),
                       head_ruling="办公室主任裁定维持")  # fmt: skip
    with refusal(Refusal.BOUNCED_TWICE):
        cases.bounce_order(order.pk, basis="再退", actor=head, now=at("10-14 10:30"))
    assert public() == promise
    cases.sign_order(order.pk, actor=head, now=at("10-14 10:40"))
    cases.assign_order(order.pk, handler=maker, actor=head, now=at("10-14 10:41"))
    cases.submit_order(order.pk, verdict="true", finding="已停止装卸", actor=maker,
                       now=at("10-14 22:40"))  # fmt: skip
    cases.review_order(order.pk, actor=desk.clerk, now=at("10-14 22:45"))
    kept = Clock.objects.get(order=order, purpose="order")
    assert (kept.state, kept.late_by, kept.due_at) == ("met", None, at("10-15 02:00"))

    dispatch_learns(desk, order)


def dispatch_learns(desk: Desk, order: Order) -> None:
    """Returns count for who addressed the order, and the next one is addressed better."""
    fireworks = Unit.objects.get(name="烟花科")
    quality = dispatch_quality(desk.office, at("10-01 00:00"))
    assert [(one.person, one.issued, one.returned, one.twice) for one in quality] == [
        (desk.clerk, 1, 1, 1)
    ]
    with refusal(Refusal.BASIS_MISSING):
        cases.add_dispatch_rule(words="烟花", unit=fireworks, basis=" ", actor=desk.clerk,
                                now=at("10-14 22:50"))  # fmt: skip
    learned = cases.add_dispatch_rule(words="烟花 爆竹", unit=fireworks, basis="职责清单第3项",
                                      order=order, actor=desk.clerk,
                                      now=at("10-14 22:50"))  # fmt: skip
    rules = dispatch_rules(desk.office)
    assert [rule.unit for rule in proposed_units(order.case, rules)] == [fireworks]
    cases.end_dispatch_rule(learned.pk, actor=desk.clerk, now=at("10-15 09:00"))
    assert dispatch_rules(desk.office) == []
