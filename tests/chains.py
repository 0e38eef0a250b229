"""A district that reports up, for tests: its tree of offices, and short ways to act on a chain."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.report_up import actions
from huiyin.apps.report_up.models import Body, Chain, Leg
from huiyin.apps.stories.models import Story
from tests.makers import make_item, make_office, make_person, make_story
from tests.personas import Desk, make_desk
from tests.rules.offices import at

SAID = {
    "unit": "远帆化工厂", "when": "9月22日2时10分", "where": "化工园区", "course": "反应釜爆炸",
    "dead": "3", "measures": "疏散、灭火",
}  # fmt: skip


def minutes(span: timedelta | None) -> int:
    return int(span.total_seconds() // 60) if span else 0


@dataclass
class District:
    """The district's desk (its people are `desk`), and somebody of the city's on the same desk."""

    desk: Desk
    city: Person
    story: Story
    bodies: dict[str, Body]

    @property
    def duty(self) -> Person:
        return self.desk.duty


def make_district() -> District:
    """A district, the city above it on the same desk, and the tree up to the nation."""
    desk = make_desk("lanqiao", "岚桥区应急管理局")
    city = make_office("anlan", "安澜市应急管理局")
    bodies: dict[str, Body] = {}

    def body(name: str, tier: str, superior: str = "", **more: Any) -> None:
        bodies[name] = actions.save_body(
            name=name, tier=tier, actor=desk.clerk, now=at("2026-09-01T09:00"),
            superior=bodies[superior].pk if superior else None, **more,
        )  # fmt: skip

    for name, tier in (("国家", "nation"), ("省政府", "province"), ("市政府", "city"),
                       ("区政府", "county")):  # fmt: skip
        body(name, tier)
    body("省厅", "province", "国家", parallels=[bodies["省政府"].pk])
    body("市局", "city", "省厅", parallels=[bodies["市政府"].pk], office=city)
    body("区局", "county", "市局", parallels=[bodies["区政府"].pk], office=desk.office)
    story = make_story(desk.office, [make_item(desk.office, "远帆化工厂爆炸")])
    return District(desk, make_person(city, "city-duty", "duty", name="市值班"), story, bodies)


def leg(chain: Chain, to: str, number: int = 1) -> Leg:
    return Leg.objects.select_related("to", "report").get(
        chain=chain, report__number=number, to__name=to, hop__gt=0
    )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(StepRefused) as no, transaction.atomic():
        act()
    return no.value.code.value


def send(one: Leg, actor: Person, when: datetime, heard_by: str = "值班员") -> Leg:
    return actions.send_leg(
        one.pk, channel="phone", text="远帆化工厂爆炸,3人死亡", actor=actor, now=when,
        heard_by=heard_by,
    )  # fmt: skip
