"""Two hours over the whole chain, links that work once, bodies passed over, strangers kept out."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from huiyin.apps.audit.models import Event
from huiyin.apps.org.models import Person
from huiyin.apps.report_up import actions, links
from huiyin.apps.report_up.models import Body, Chain, Leg
from huiyin.apps.report_up.queries import chain_page
from huiyin.apps.report_up.sweep import sweep_reports
from huiyin.apps.stories.models import Story
from tests.chains import SAID, District, leg, make_district, minutes, refused, send
from tests.makers import make_item, make_story
from tests.personas import make_desk
from tests.rules.offices import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


def test_who_cannot_be_reached_is_passed_over_and_the_last_report_ends_it(
    district: District,
) -> None:
    duty, now = district.duty, at("2026-09-22T02:55")
    chain = actions.open_chain(
        preset="accident-493", story_id=district.story.pk, actor=duty, grade="larger", now=now
    )
    nobody = leg(chain, "市局")
    assert refused(lambda: actions.pass_over(nobody.pk, reason=" ", actor=duty, now=now)) == (
        "reason_missing"
    )
    actions.pass_over(nobody.pk, reason="市局电话不通", actor=duty, now=now)
    straight = leg(chain, "省厅")
    assert (straight.sender_name, straight.due_at) == ("区局", at("2026-09-22T04:55"))
    assert (
        refused(lambda: actions.finish(chain.pk, text="处置结束", actor=duty, now=now))
        == "event_not_here"
    )
    for name in ("区政府", "省厅"):
        send(leg(chain, name), duty, now)
    assert (
        refused(lambda: actions.write_report(chain.reports.get().pk, SAID, actor=duty, now=now))
        == "report_fixed"
    )
    last = actions.finish(chain.pk, text="处置结束", actor=duty, now=at("2026-09-23T09:00"))
    assert (
        refused(lambda: actions.write_report(last.pk, {"unit": "厂"}, actor=duty, now=now))
        == "contents_missing"
    )
    for name in ("区政府", "市局", "市政府", "省厅"):
        send(leg(chain, name, last.number), duty, at("2026-09-23T09:30"))
    chain.refresh_from_db()
    assert (chain.state, chain.follow_up_due_at) == ("ended", None)


def test_a_link_works_once_and_then_tells_when(district: District) -> None:
    duty, now = district.duty, at("2026-09-22T02:55")
    chain = actions.open_chain(
        preset="accident-493", story_id=district.story.pk, actor=duty, grade="larger", now=now
    )
    open_leg = leg(chain, "区政府")
    assert refused(lambda: links.make_link(open_leg.pk, actor=duty, now=now)) == "event_not_here"
    send(open_leg, duty, now, heard_by="")
    old = links.make_link(open_leg.pk, actor=duty, now=now)
    token = links.make_link(open_leg.pk, actor=duty, now=now)
    said = {"who": "王值班", "text": "收到"}
    later = now + timedelta(minutes=5)
    assert refused(lambda: links.use_link(token + "x", now=later, **said)) == "link_wrong"
    assert refused(lambda: links.use_link(old, now=later, **said)) == "link_expired"
    stale = now + links.LASTS + timedelta(seconds=1)
    assert refused(lambda: links.use_link(token, now=stale, **said)) == "link_expired"
    assert refused(lambda: links.use_link(token, who=" ", text="收到", now=later)) == "who_missing"
    done = links.use_link(token, now=later, **said)
    assert (done.acknowledged_who, done.acknowledged_channel) == ("王值班", "link")
    assert refused(lambda: links.use_link(token, now=later, **said)) == "link_used"


def commission() -> tuple[Person, Story]:
    """The county commission with its tree: three levels above, the committee beside it."""
    desk = make_desk("heling", "禾岭县纪委监委")
    now = at("2026-10-16T08:25")
    bodies: dict[str, Body] = {}
    levels: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("中央纪委国家监委宣传部", "nation", "", {}),
        ("省纪委监委宣传部", "province", "中央纪委国家监委宣传部", {}),
        ("市纪委监委宣传部", "city", "省纪委监委宣传部", {}),
        ("县委", "county", "", {}),
        ("县委宣传部", "county", "", {}),
        ("县纪委监委", "county", "市纪委监委宣传部", {"office": desk.office}),
    )
    for name, tier, superior, more in levels:
        beside: dict[str, Any] = {}
        if more:
            beside = {"parallels": [bodies["县委"].pk], "copies": [bodies["县委宣传部"].pk]}
        bodies[name] = actions.save_body(
            name=name, tier=tier, actor=desk.clerk, now=now,
            superior=bodies[superior].pk if superior else None,
            **more, **beside,
        )  # fmt: skip
    return desk.duty, make_story(desk.office, [make_item(desk.office, "禾岭县留置场所条件")])


def test_two_hours_to_the_top_and_the_hop_at_fault() -> None:
    duty, story = commission()
    now = at("2026-10-16T08:25")
    hour = actions.open_chain(preset="discipline-1h", story_id=story.pk, actor=duty, now=now)
    city, county = leg(hour, "市纪委监委宣传部"), leg(hour, "县委")
    assert (city.due_at, county.due_at) == (at("2026-10-16T09:25"),) * 2
    assert leg(hour, "县委宣传部").due_at is None
    for one, when in ((city, "08:52"), (county, "08:55"), (leg(hour, "县委宣传部"), "08:56")):
        sent = send(one, duty, at(f"2026-10-16T{when}"), heard_by="")
        assert minutes(sent.sent_at - now if sent.sent_at else None) == int(when[3:]) - 25
    hour.refresh_from_db()
    report = hour.reports.get()
    assert (hour.state, minutes((report.completed_at or now) - now)) == ("complete", 30)

    assert sweep_reports(at("2026-10-16T09:30")) == 2  # sent in time, not acknowledged yet

    judged = at("2026-10-16T10:40")
    for late in (False, True):
        if late:
            Chain.objects.filter(preset="discipline-2h").update(state="ended")
        whole = actions.open_chain(
            preset="discipline-2h", story_id=story.pk, actor=duty, now=judged
        )
        assert whole.reports.get().due_at == at("2026-10-16T12:40")
        signed = (
            ("市纪委监委宣传部", "10:58"), ("省纪委监委宣传部", "12:45" if late else "11:36"),
            ("中央纪委国家监委宣传部", "12:50" if late else "12:21"),
        )  # fmt: skip
        for name, when in signed:
            assert leg(whole, name).due_at == at("2026-10-16T12:40")
            if late and name.startswith("省"):
                assert sweep_reports(at("2026-10-16T12:00")) == 1  # its share is over
                assert sweep_reports(at("2026-10-16T12:40")) == 1
            send(leg(whole, name), duty, at(f"2026-10-16T{when}"))
        whole.refresh_from_db()
        seen = chain_page(duty, whole.pk, at("2026-10-16T13:00")).reports[0]
        took = (seen.report.completed_at or judged) - judged
        fault = "市纪委监委宣传部 → 省纪委监委宣传部" if late else ""
        assert (whole.state, minutes(took), seen.fault) == (
            "complete", 130 if late else 101, fault
        )  # fmt: skip
        assert minutes(seen.report.late_by) == (10 if late else 0)
    raised = Event.objects.get(kind="report_up.late")
    assert raised.body["fault"] == "市纪委监委宣传部 → 省纪委监委宣传部"
    assert Event.objects.filter(kind="report_up.dragging").count() == 1


def test_the_tree_keeps_no_circle_and_strangers_stay_out(district: District) -> None:
    clerk, now = district.desk.clerk, at("2026-09-01T10:00")
    nation, district_body = district.bodies["国家"], district.bodies["区局"]
    circle = refused(
        lambda: actions.save_body(
            name="国家",
            tier="nation",
            pk=nation.pk,
            superior=district_body.pk,
            actor=clerk,
            now=now,
        )
    )
    twice = refused(lambda: actions.save_body(name="国家", tier="nation", actor=clerk, now=now))
    assert (circle, twice) == ("tree_circle", "body_missing")
    handler = district.desk.handler
    opening: dict[str, Any] = {"preset": "accident-493", "story_id": district.story.pk, "now": now}
    assert refused(lambda: actions.open_chain(actor=handler, **opening)) == "role_not_allowed"
    alone = make_desk("alone", "独处局")
    story = make_story(alone.office, [make_item(alone.office, "另一件事")])
    nobody: dict[str, Any] = {
        "preset": "accident-493",
        "story_id": story.pk,
        "actor": alone.duty,
        "now": now,
    }
    assert refused(lambda: actions.open_chain(**nobody)) == "superior_missing"
    chain = actions.open_chain(actor=district.duty, **opening)
    with pytest.raises(Leg.DoesNotExist), transaction.atomic():
        send(leg(chain, "市局"), alone.duty, now)
    with pytest.raises(Chain.DoesNotExist):
        chain_page(alone.duty, chain.pk, now)
