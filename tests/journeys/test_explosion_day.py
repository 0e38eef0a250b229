"""The explosion day: a feed becomes a story, a case, an order, a result and a public answer."""

import re

import feedparser
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.stage import DESKTOP, PHONE, Stage, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demonstration")]
STORY = "青渡化工厂"
ANSWER = "青渡化工厂爆炸事故情况通报"


def as_role(visitor: Visitor, stage: Stage, role: str) -> None:
    """Take a role from the bar at the top."""
    visitor.open(f"{stage.console}/")
    visitor.page.locator(f"button[name=role][value={role}]").click()
    visitor.page.wait_for_load_state()


def fill(visitor: Visitor, **fields: str) -> None:
    for name, text in fields.items():
        visitor.page.locator(f".hy-act [name={name}], form.hy-form [name={name}]").first.fill(text)


def test_an_explosion_is_heard_handled_and_answered(browser: Browser, stage: Stage) -> None:
    visitor = Visitor.at(browser, DESKTOP, "zh")
    case = hear(visitor, stage)
    handle(visitor, stage, case)
    answer(visitor, stage, case)
    visitor.open(stage.portal)
    visitor.page.get_by_role("link", name=re.compile(ANSWER)).first.click()
    expect(visitor.page.locator("h1, h2").filter(has_text=ANSWER).first).to_be_visible()
    visitor.look()
    feed = feedparser.parse(visitor.page.request.get(f"{stage.portal}/feed.atom").body())
    assert not feed.bozo
    assert ANSWER in feed.entries[0].title
    visitor.leave()


def hear(visitor: Visitor, stage: Stage) -> str:
    """The duty officer sees the story rise and opens a case; gives its address."""
    page = visitor.page
    as_role(visitor, stage, "duty")
    expect(page.get_by_text(STORY).first).to_be_visible(timeout=60_000)
    visitor.look()

    visitor.open(f"{stage.console}/stories")
    visitor.look()
    page.get_by_role("link", name=re.compile(STORY)).first.click()
    page.wait_for_load_state()
    expect(page.locator("figure svg, svg").first).to_be_visible()
    visitor.look()
    visitor.press("立案")
    if page.locator("form.hy-form [name=title]").count():
        page.locator("form.hy-form button[type=submit]").click()
        page.wait_for_load_state()
    case = page.url
    assert re.search(r"/cases/\d+$", case)
    visitor.look()
    return case


def handle(visitor: Visitor, stage: Stage, case: str) -> None:
    """Office, department and handler: order, signature, handler, result."""
    page = visitor.page
    as_role(visitor, stage, "office")
    visitor.open(case)
    visitor.press("受理", page.locator(".hy-act"))
    page.locator(".hy-act [name=unit]").select_option(label="危化品监管科")
    fill(visitor, requirement="赶赴现场，核实伤亡与起因，限时报结。")
    visitor.press("下发督办单", page.locator(".hy-act"))
    expect(page.locator(".hy-binding .hy-clock")).to_be_visible()
    visitor.look()

    as_role(visitor, stage, "dept_head")
    visitor.open(case)
    visitor.press("签收", page.locator(".hy-act"))
    page.locator(".hy-act [name=handler]").select_option(label="何勉")
    visitor.press("指定承办人", page.locator(".hy-act"))

    as_role(visitor, stage, "handler")
    visitor.open(case)
    page.locator(".hy-act [name=verdict][value=true]").check()
    fill(visitor, finding="五人受伤，无人死亡；二号车间已停产，起因正在调查。")
    visitor.press("报结", page.locator(".hy-act"))


def answer(visitor: Visitor, stage: Stage, case: str) -> None:
    """The office drafts, somebody else approves and publishes."""
    page = visitor.page
    as_role(visitor, stage, "office")
    visitor.open(case)
    visitor.press("审核办理结果", page.locator(".hy-act"))
    visitor.press("起草回应", page.locator(".hy-act"))
    fill(visitor, title=ANSWER, body="9月22日2时10分，青渡化工厂二号车间发生爆炸，五人受伤。")
    visitor.press("提交审批")
    visitor.look()
    statement = page.url

    as_role(visitor, stage, "approver")
    visitor.open(statement)
    visitor.press("批准")
    expect(page.locator(".hy-confirm")).to_contain_text("云溪市应急管理局")
    visitor.look()
    page.locator(".hy-confirm button[type=submit]").click()
    page.wait_for_load_state()


@pytest.mark.parametrize(
    ("size", "language"), [(DESKTOP, "en"), (PHONE, "zh")], ids=["desktop-en", "phone-zh"]
)
def test_every_page_of_the_desk_stands_in_both_languages_and_widths(
    browser: Browser, stage: Stage, size: tuple[int, int], language: str
) -> None:
    visitor = Visitor.at(browser, size, language)
    as_role(visitor, stage, "office")
    visitor.open(f"{stage.console}/")
    first = visitor.page.locator("a[href^='/cases/']").first.get_attribute("href")
    for path in (
        "/", "/inbox", "/stories", "/cases", str(first), "/statements", "/statements/1",
        "/sources", "/rules", "/audit", "/notices", "/cases/new", "/statements/new", "/orders/1",
    ):  # fmt: skip
        visitor.open(f"{stage.console}{path}")
        visitor.look()
        spoken = visitor.page.locator("html").get_attribute("lang")
        assert spoken == ("en" if language == "en" else "zh-Hans")
    visitor.leave()
