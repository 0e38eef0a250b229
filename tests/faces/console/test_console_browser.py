"""The desk in a real browser: by keyboard, without scripts on a phone, in both themes."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Literal
from urllib.request import urlopen

import hatch_build
import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from huiyin.apps.intake.models import PatrolPlace, PatrolRound, SourceHour
from huiyin.engine.clock import now
from huiyin.engine.postgres import OWNER, Cluster
from tests.cli.desks import until
from tests.journeys.stage import DESKTOP, PHONE, Visitor, chromium
from tests.loopback import free_ports
from tests.makers import (
    PASSWORD,
    make_case,
    make_item,
    make_notice,
    make_order,
    make_rule,
    make_source,
    make_story,
)
from tests.personas import make_desk
from tests.portal import OwnDatabase
from tests.postgres import MIGRATED

pytestmark = pytest.mark.browser
Theme = Literal["light", "dark"]
WIDE = (1440, 900)  # wide enough for the reading pane
LISTS = ("/", "/due", "/inbox", "/items/1", "/stories/1", "/sources", "/rules", "/notices")
FORMS = (
    "/inbox?state=any&q=气味", "/inbox/enter", "/cases/open?item=1", "/sources/1",
    "/sources/add", "/imports", "/rules/edit?rule=爆炸", "/rules/lists", "/search?q=气味",
    "/sources/add?kind=html_list", "/sources/coverage", "/sources/politeness", "/patrol",
    "/patrol/add", "/clip", "/no-such-page",
)  # fmt: skip


def fill() -> None:
    """A little of everything."""
    desk = make_desk()
    source = make_source(desk.office)
    for hours, failed in ((1, 0), (2, 4), (3, 1)):
        hour = now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours)
        SourceHour.objects.create(source=source, hour_at=hour, tried=4, got=1, failed=failed)
    place = PatrolPlace.objects.create(
        office=desk.office, name="云溪论坛", times=["00:01"], added_at=now() - timedelta(days=2)
    )
    PatrolRound.objects.create(place=place, by=desk.duty, at=now(), found=1, note="气味帖")
    items = [
        make_item(desk.office, f"化工园区有刺鼻气味{n}", "很浓。", source=source) for n in range(4)
    ]
    story = make_story(desk.office, items[:2])
    for n in range(4):
        make_item(
            desk.office,
            f"来信反映{n}",
            "请查一查。",
            channel="letter",
            kind="hazard",
            urgent=n == 0,
        )
    case = make_case(desk.duty, story=story, items=items[:1], accepted_by=desk.clerk)
    make_order(case, desk.chemicals, desk.clerk)
    make_rule(desk.office)
    make_notice(desk.clerk, case_id=case.pk)


@pytest.fixture(scope="module")
def filled(
    _tests_address: None, django_db_blocker: DjangoDbBlocker, postgres_cluster: Cluster
) -> Iterator[str]:
    """The address of a database that holds a little of everything."""
    name = f"{MIGRATED}_console"
    postgres_cluster.create_database(name, template=MIGRATED)
    own = OwnDatabase(postgres_cluster, name)
    try:
        with django_db_blocker.unblock():
            usual = dict(connection.settings_dict)
            own.sign_in(OWNER)
            fill()
            connections.close_all()
            connection.settings_dict.update(usual)
        yield own.url(OWNER)
    finally:
        postgres_cluster.drop_database(name)


@pytest.fixture(scope="module")
def address(filled: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A console process before it."""
    hatch_build.fill_vendor(hatch_build.ROOT)
    hatch_build.compile_catalogues(hatch_build.ROOT)
    tmp_path = tmp_path_factory.mktemp("console")
    (port,) = free_ports(1)
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    environment = {
        **os.environ,
        "HUIYIN_DB": filled,
        "HUIYIN_DATA": str(tmp_path),
        "HUIYIN_SECRET_KEY": secrets.token_hex(32),
        "HUIYIN_CONSOLE_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "huiyin.conf.test",
        "PYTHONPATH": f"{hatch_build.ROOT / 'src'}:{hatch_build.ROOT}",
    }
    said = (tmp_path / "said.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "huiyin.faces.console.wsgi:application"],
        env=environment, stdout=said, stderr=said,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: _answers(url), 30, (tmp_path / "said.txt").read_text)
        yield url
    finally:
        process.terminate()
        process.wait(20)
        said.close()


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    """Started last and ended first: while its loop runs, this thread leaves Django alone."""
    with chromium() as running:
        yield running


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=2):
            return True
    except OSError:
        return False


def sign_in(visitor: Visitor, address: str) -> None:
    visitor.open(f"{address}/sign-in")
    visitor.page.fill("#username", "yunxi-office")
    visitor.page.fill("#password", PASSWORD)
    visitor.page.press("#password", "Enter")
    visitor.page.wait_for_url(f"{address}/")


def test_the_inbox_is_worked_off_by_keyboard(browser: Browser, address: str) -> None:
    visitor = Visitor.at(browser, WIDE, "zh")
    sign_in(visitor, address)
    visitor.open(f"{address}/inbox")
    page, pane = visitor.page, visitor.page.locator("#reading h2.hy-item-title")
    rows = page.locator("[data-reads] .hy-row-link")
    titles = rows.all_inner_texts()
    expect(pane).to_have_text(titles[0])
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(pane).to_have_text(titles[2])
    page.keyboard.press("d")
    page.keyboard.press("3")
    expect(page.locator(".hy-undo")).to_contain_text("广告")
    expect(pane).to_have_text(titles[3])
    assert titles[2] not in rows.all_inner_texts()
    expect(rows.filter(has_text=titles[3])).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#reading [name=case]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(rows.filter(has_text=titles[3])).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(rows.filter(has_text=titles[2])).to_have_count(1)
    page.keyboard.press("?")
    expect(page.locator("dialog.hy-keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url(f"{address}/")
    visitor.leave()


def test_a_phone_without_scripts_does_the_same(browser: Browser, address: str) -> None:
    visitor = Visitor.at(browser, PHONE, "zh", scripts=False)
    sign_in(visitor, address)
    visitor.open(f"{address}/inbox?channel=letter")
    page = visitor.page
    with page.expect_navigation():
        page.get_by_role("link", name="来信反映0").click()
    page.locator("summary", has_text="不予处理").click()
    with page.expect_navigation():
        page.get_by_role("button", name="广告").click()
    assert "/items/" in page.url
    expect(page.locator(".hy-undo")).to_contain_text("广告")
    page.locator(".hy-undo").get_by_role("button", name="撤销").click()
    expect(page.locator(".hy-undo")).to_contain_text("已撤回")
    visitor.leave()


def test_a_rule_is_tried_while_it_is_written(browser: Browser, address: str) -> None:
    visitor = Visitor.at(browser, DESKTOP, "zh")
    sign_in(visitor, address)
    visitor.open(f"{address}/rules/edit")
    page, check = visitor.page, visitor.page.locator("#rule-check")
    page.locator("#expression").press_sequentially("刺鼻 气味")
    expect(check).to_contain_text("会标出含有“刺鼻”，并且“气味”的信息。")
    trial = page.locator("#rule-trial")
    caught = "近30天的8条信息中会标出4条。"
    expect(trial).to_contain_text(caught, timeout=60_000)  # the first trial may compile
    page.locator("#expression").fill("(刺鼻 气味 |")
    expect(check).to_contain_text("此处缺少词语")
    check.get_by_role("button", name="(刺鼻 气味)").click()
    expect(trial).to_contain_text(caught)
    page.locator("#expression").fill("(刺鼻 气味")
    expect(check.locator(".hy-mistake mark")).to_be_visible()
    expect(check).to_contain_text("括号没有闭合")
    page.locator("#name").fill("气味")
    with page.expect_navigation():
        page.get_by_role("button", name="保存规则").click()
    expect(page.locator("#expression")).to_have_value("(刺鼻 气味")
    visitor.page.locator("#expression").fill("刺鼻 气味")
    page.get_by_role("button", name="保存规则").click()
    page.wait_for_url(f"{address}/rules")
    visitor.troubles = [one for one in visitor.troubles if "422" not in one]
    visitor.leave()


@pytest.mark.parametrize(
    ("size", "theme", "pages"),
    [(WIDE, "light", FORMS), (PHONE, "dark", (*LISTS, *FORMS[:4]))],
    ids=["wide-light", "phone-dark"],
)
def test_every_page_can_be_read_by_everybody(
    browser: Browser, address: str, size: tuple[int, int], theme: Theme, pages: tuple[str, ...]
) -> None:
    visitor = Visitor.at(browser, size, "zh")
    visitor.page.emulate_media(color_scheme=theme)
    visitor.open(f"{address}/sign-in")
    visitor.look()
    sign_in(visitor, address)
    for path in pages:
        visitor.page.goto(f"{address}{path}")
        visitor.look()
    visitor.troubles = [one for one in visitor.troubles if "no-such-page" not in one]
    visitor.leave()
