"""A story's page shows which figures and places its items name, in the order they were told."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.engine.clock import clock_at
from tests.makers import make_item, make_story
from tests.personas import Desk, make_desk

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
TOLD = (
    (0, "禾岭县一工厂爆炸", "昨晚，禾岭县新街一工厂爆炸，致3人死亡。"),
    (1, "工厂爆炸已致10死", "据通报，禾岭县新街工厂爆炸死亡人数升至10人，直接经济损失约1200万元。"),
    (2, "爆炸致5人死亡", "事故造成5人死亡，现场已经封闭。"),
)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def story_of(desk: Desk, told: tuple[tuple[int, str, str], ...]) -> str:
    with clock_at(NOON):
        items = [
            make_item(desk.office, title, body, said_at=NOON + timedelta(hours=hours))
            for hours, title, body in told
        ]
        client = Client(headers={"accept-language": "en"})
        client.force_login(desk.duty)
        url = reverse("story", args=[make_story(desk.office, items).pk])
        return client.get(url).content.decode()


@pytest.mark.django_db
def test_figures_are_shown_in_the_order_they_were_told(desk: Desk) -> None:
    shown = story_of(desk, TOLD).partition('id="claims"')[2].partition("</section>")[0]
    assert shown.index("3人死亡") < shown.index("死亡人数升至10人") < shown.index("5人死亡")
    assert "contradict each other" in shown
    assert "about 12,000,000 yuan" in shown
    assert "禾岭县新街一工厂" in shown
    assert "现场" not in shown


@pytest.mark.django_db
def test_a_story_without_figures_has_no_such_block(desk: Desk) -> None:
    assert 'id="claims"' not in story_of(desk, ((0, "请问如何办理", "请问如何办理"),))


def test_the_console_starts_without_what_reads_the_texts() -> None:
    asked = "import sys, huiyin.rules.text.extract_records; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
