"""Reporting up in the console: from the story to the receipt, in both languages."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.apps.org.models import Person
from huiyin.apps.report_up.models import Chain, Leg
from huiyin.engine.clock import clock_at
from tests.chains import SAID, District, leg, make_district
from tests.rules.offices import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


def as_(person: Person, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, name
    return answer.content.decode()


def test_a_chain_is_opened_written_sent_and_acknowledged_on_its_pages(district: District) -> None:
    duty, city = as_(district.duty), as_(district.city)
    with clock_at(at("2026-09-22T02:55")):
        assert "逐级上报" in page(duty, "story", district.story.pk)
        form = duty.get(reverse("open_chain"), {"story": district.story.pk}).content.decode()
        assert "远帆化工厂爆炸" in form
        given = {"story": district.story.pk, "preset": "accident-493", "grade": "larger",
                 "unit": "远帆化工厂", "unit_knew_at": "2026-09-22T02:20"}  # fmt: skip
        wrong = duty.post(reverse("open_chain"), {**given, "unit_knew_at": ""})
        assert (wrong.status_code, "远帆化工厂" in wrong.content.decode()) == (422, True)
        assert duty.post(reverse("open_chain"), given).status_code == 302
        chain = Chain.objects.get()
        assert "远帆化工厂" in page(duty, "write_report", chain.pk, 1)
        written = duty.post(reverse("write_report", args=[chain.pk, 1]), SAID)
        assert written.status_code == 302
        assert "反应釜爆炸" in page(duty, "report_document", chain.pk, 1)
        board = page(duty, "board")
        assert "市局" in board
        assert "04:55" in board
    with clock_at(at("2026-09-22T05:10")):
        step = reverse("leg_step", args=[leg(chain, "市局").pk, "send"])
        refused = duty.post(step, {"channel": "", "text": "说过的话"})
        assert (refused.status_code, "说过的话" in refused.content.decode()) == (422, True)
        assert duty.post(step, {"channel": "fax"}).status_code == 302
        assert "迟报15分钟" in page(duty, "report_chain", chain.pk)
        assert "late by 15 minutes" in page(as_(district.duty, "en"), "report_chain", chain.pk)
        assert "远帆化工厂爆炸" in page(city, "reports")
        taken = city.post(reverse("leg_step", args=[leg(chain, "市局").pk, "acknowledge"]))
        assert taken.status_code == 302
        assert leg(chain, "省厅").due_at == at("2026-09-22T07:10")
        more = {"text": "死亡10人", "grade": "major"}
        raised = city.post(reverse("chain_step", args=[chain.pk, "raise_grade"]), more)
        assert (raised.status_code, leg(chain, "省厅", 2).sender_name) == (302, "市局")
        page(duty, "reports")


def test_a_recipient_confirms_by_link_without_signing_in(district: District) -> None:
    duty, stranger = as_(district.duty), Client(headers={"accept-language": "en"})
    with clock_at(at("2026-09-22T02:55")):
        given = {"story": district.story.pk, "preset": "accident-493", "grade": "larger"}
        duty.post(reverse("open_chain"), given)
        one = leg(Chain.objects.get(), "区政府")
        duty.post(
            reverse("leg_step", args=[one.pk, "send"]), {"channel": "fax", "text": "秘密内容"}
        )
        made = duty.post(reverse("leg_step", args=[one.pk, "link"]), follow=True)
        found = re.search(r"/receipt/[\w:.-]+", made.content.decode())
        assert found is not None
        link = found[0]
        shown = stranger.get(link)
        text = shown.content.decode()
        assert (shown.status_code, "区政府" in text, "秘密内容" in text) == (200, True, False)
        assert "远帆" not in text
        assert stranger.post(link, {"who": ""}).status_code == 422
        assert "confirmed already" in stranger.post(link, {"who": "王值班"}).content.decode()
        assert "confirmed already" in stranger.get(link).content.decode()
        assert stranger.get(link[:-3] + "xyz").status_code == 404
        assert Leg.objects.get(pk=one.pk).acknowledged_who == "王值班"
        tree = page(as_(district.desk.clerk), "report_tree")
        assert tree.index("国家") < tree.index("区局")
        top = district.bodies["国家"].pk
        circle = {"name": "国家", "tier": "nation", "superior": district.bodies["区局"].pk}
        clerk = as_(district.desk.clerk)
        assert clerk.post(reverse("report_body", args=[top]), circle).status_code == 422
