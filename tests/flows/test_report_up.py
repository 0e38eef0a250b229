"""An explosion reported level by level on the scripted clock: every due time to the minute, late by
minutes, and proof that stays."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.apps.audit.models import Event
from huiyin.apps.audit.queries import events_of_story, verify
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Clock
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import Person
from huiyin.apps.report_up import actions
from huiyin.apps.report_up.models import Chain, Leg, Report
from huiyin.apps.report_up.queries import legs_to_acknowledge, legs_to_send
from huiyin.apps.report_up.sweep import sweep_reports
from huiyin.flows.notices import tell_of_events
from tests.chains import SAID, District, leg, make_district, minutes, refused, send
from tests.makers import make_case, make_order
from tests.rules.offices import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


def opened(district: District) -> tuple[CaseFile, Chain]:
    """The case with its 5 h and 24 h clocks, and the chain as the district knew of it at 02:55."""
    duty, clerk = district.duty, district.desk.clerk
    happened, told = at("2026-09-22T02:10"), at("2026-09-22T02:55")
    case = make_case(duty, story=district.story, accepted_by=clerk, now=at("2026-09-22T02:40"))
    for purpose in ("first_information", "press_conference"):
        cases.start_promise(
            case.pk, purpose=purpose, actor=duty, now=at("2026-09-22T02:40"), since=happened
        )
    chain = actions.open_chain(
        preset="accident-493", story_id=district.story.pk, actor=duty, now=told, grade="larger",
        emergency=True, occurred_at=happened,
        unit=actions.Unit("远帆化工厂", at("2026-09-22T02:20"), "反应釜爆炸"),
    )  # fmt: skip
    return case, chain


def test_an_explosion_is_reported_level_by_level(district: District) -> None:
    duty, city = district.duty, district.city
    told = at("2026-09-22T02:55")
    _case, chain = opened(district)
    again: dict[str, Any] = {
        "preset": "accident-493",
        "story_id": district.story.pk,
        "actor": duty,
        "now": told,
    }
    assert refused(lambda: actions.open_chain(**again)) == "chain_open_already"
    unit = Leg.objects.get(chain=chain, hop=0)
    assert (unit.due_at, unit.sent_at, unit.late_by) == (at("2026-09-22T03:20"), told, None)
    first = Report.objects.get(chain=chain)
    actions.write_report(first.pk, SAID, actor=duty, now=at("2026-09-22T03:00"))
    hop = Leg.objects.filter(chain=chain, hop=1).order_by("id")
    assert [(each.to.name, each.due_at) for each in hop] == [
        ("市局", at("2026-09-22T04:55")), ("区政府", at("2026-09-22T04:55")),
    ]  # fmt: skip
    assert next(iter(legs_to_send(duty.office))).to.name == "市局"

    reported = at("2026-09-22T03:08")
    assert (
        refused(
            lambda: actions.send_leg(hop[0].pk, channel="fax", text="稿", actor=duty, now=reported)
        )
        == "phone_first"
    )
    send(leg(chain, "区政府"), duty, reported)
    send(leg(chain, "市局"), duty, reported, heard_by="")
    assert [each.to.name for each in legs_to_acknowledge(city.office)] == ["市局"]
    actions.acknowledge_leg(leg(chain, "市局").pk, actor=city, now=reported)
    assert [leg(chain, name).due_at for name in ("省厅", "市政府")] == [at("2026-09-22T05:08")] * 2
    for name in ("市政府", "省厅"):
        send(leg(chain, name), city, at("2026-09-22T03:41"))
    chain.refresh_from_db()
    assert (chain.state, Leg.objects.filter(chain=chain, hop__gt=2).exists()) == ("complete", False)

    assert verify()[1] is None


def test_a_higher_grade_reopens_the_chain_and_starts_no_clock_anew(district: District) -> None:
    duty, city = district.duty, district.city
    case, chain = opened(district)
    actions.write_report(chain.reports.get().pk, SAID, actor=duty, now=at("2026-09-22T03:00"))
    for name, by, when in (("区政府", duty, "03:08"), ("市局", duty, "03:08"),
                           ("市政府", city, "03:41"), ("省厅", city, "03:41")):  # fmt: skip
        send(leg(chain, name), by, at(f"2026-09-22T{when}"))
    order = make_order(
        case, district.desk.chemicals, district.desk.clerk, now=at("2026-09-22T03:20")
    )
    # Ten dead: the grade rises, the chain reopens for the further levels, no clock starts anew.
    running = list(Clock.objects.filter(case=case).order_by("id").values_list("id", "due_at"))
    risen = at("2026-09-22T08:40")
    raising: dict[str, Any] = {"text": "死亡升至10人", "actor": city, "now": risen}
    lower = refused(lambda: actions.raise_grade(chain.pk, grade="larger", **raising))
    assert lower == "grade_not_higher"
    more = actions.raise_grade(chain.pk, grade="major", **raising)
    assert (more.kind, more.start.name, more.contents["dead"]) == ("supplement", "市局", "3")
    assert leg(chain, "省厅", 2).due_at == at("2026-09-22T10:40")
    for name in ("市政府", "省厅"):
        send(leg(chain, name, 2), city, at("2026-09-22T08:52"))
    assert leg(chain, "国家", 2).due_at == at("2026-09-22T10:52")
    for name in ("省政府", "国家"):
        send(leg(chain, name, 2), duty, at("2026-09-22T09:20"))
    chain.refresh_from_db()
    assert (chain.state, chain.grade) == ("complete", "major")
    after = Clock.objects.filter(case=case).order_by("id")
    assert list(after.values_list("id", "due_at")) == running
    dues = {clock.purpose: clock.due_at for clock in after}
    assert dues["first_information"] == at("2026-09-22T07:10")
    assert dues["press_conference"] == at("2026-09-23T02:10")
    assert dues["order"] == at("2026-09-23T15:20")
    assert order.number in {clock.order.number for clock in after if clock.order}

    follow_ups_fall_due(chain, duty)
    kinds = [event.kind for event in events_of_story(district.story.pk)]
    assert kinds.count("report_up.sent") == 8


def follow_ups_fall_due(chain: Chain, duty: Person) -> None:
    """Two reports a day for a major accident; the window for the toll; nothing was late."""
    assert chain.follow_up_due_at == at("2026-09-22T15:08")
    assert chain.supplement_until_at is not None
    assert chain.supplement_until_at.date().isoformat() == "2026-10-22"
    assert sweep_reports(at("2026-09-22T15:08")) == 1
    assert not Event.objects.filter(kind__in=("report_up.late", "report_up.unanswered")).exists()
    more = actions.follow_up(chain.pk, text="无新增", actor=duty, now=at("2026-09-22T15:00"))
    assert leg(chain, "市局", more.number).due_at == at("2026-09-22T17:00")


def test_a_late_report_is_late_by_minutes_and_stays_so(district: District) -> None:
    duty = district.duty
    chain = actions.open_chain(
        preset="accident-493", story_id=district.story.pk, actor=duty, grade="larger",
        now=at("2026-09-22T02:55"), emergency=True,
    )  # fmt: skip
    assert sweep_reports(at("2026-09-22T03:09")) == 0
    assert sweep_reports(at("2026-09-22T03:10")) == 2  # a quarter of an hour and nobody was told
    actions.note_call(
        leg(chain, "市局").pk, whom="市局值班室", text="无人接听", actor=duty,
        now=at("2026-09-22T03:12"),
    )  # fmt: skip
    assert sweep_reports(at("2026-09-22T04:55")) == 2
    assert sweep_reports(at("2026-09-22T04:56")) == 0
    late = send(leg(chain, "市局"), duty, at("2026-09-22T05:10"), heard_by="")
    assert minutes(late.late_by) == 15
    assert sweep_reports(at("2026-09-22T05:25")) == 1  # sent, and a quarter of an hour unanswered
    told = [event.kind for event in events_of_story(district.story.pk)]
    assert [told.count(f"report_up.{kind}") for kind in ("unreached", "late", "unanswered")] == [
        2, 2, 1,
    ]  # fmt: skip
    assert not any("conceal" in kind for kind in told)
    tell_of_events(at("2026-09-22T05:26"))
    codes = set(Notice.objects.filter(person=duty).values_list("code", flat=True))
    assert {"report_up.late", "report_up.unreached", "report_up.unanswered"} <= codes
    heard = Notice.objects.filter(person=district.city).values_list("code", flat=True)
    assert "report_up.sent" in set(heard)
    changes: tuple[dict[str, Any], ...] = (
        {"late_by": None},
        {"sent_at": at("2026-09-22T04:50")},
        {"text": "早报了"},
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Leg.objects.filter(pk=late.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(chain=chain).update(contents={"dead": "0"})
