"""Two days at the desk, in a browser, on the demonstration.

The explosion day: a feed becomes a story, a case, an order, a result and a public answer. The
hazard report: a worker tells of it at night, without scripts on a phone, and follows it by code.
"""

import re

import feedparser
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.stage import DESKTOP, PHONE, Stage, Visitor

pytestmark = pytest.mark.browser
STORY = "青渡化工厂"
ANSWER = "青渡化工厂爆炸事故情况通报"
TEXT = {
    "zh": "五号釜的压力联锁被短接，夜里还在开。",
    "en": "Drums of petrol stand in the shed beside the school gate, and people smoke there.",
}
TITLES = {"zh": "五号釜联锁被短接", "en": "Petrol stored beside a school gate"}
PLACES = {TITLES["zh"]: "石桥镇青渡化工厂", TITLES["en"]: "North gate of Fengqiao school"}
LISTS = ("/", "/inbox", "/sources", "/rules", "/notices")  # a phone reads them in another test
PAGES = (
    "/stories", "/cases", "/statements", "/statements/1", "/audit", "/cases/new",
    "/statements/new", "/orders/1",
)  # fmt: skip
CASES = [(PHONE, "zh", False), (DESKTOP, "en", True)]


def as_role(visitor: Visitor, stage: Stage, role: str) -> None:
    """Take a role from the bar at the top."""
    visitor.open(f"{stage.console}/")
    with visitor.page.expect_navigation():
        visitor.page.locator(f"button[name=role][value={role}]").click()


def fill(visitor: Visitor, **fields: str) -> None:
    for name, text in fields.items():
        visitor.page.locator(f".hy-act [name={name}], form.hy-form [name={name}]").first.fill(text)


def test_an_explosion_is_heard_handled_and_answered(browser: Browser, stage: Stage) -> None:
    visitor = Visitor.at(browser, DESKTOP, "zh")
    case = hear(visitor, stage)
    handle(visitor, stage, case)
    answer(visitor, stage, case)
    visitor.open(stage.portal)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name=re.compile(ANSWER)).first.click()
    expect(visitor.page.locator("h1, h2").filter(has_text=ANSWER).first).to_be_visible()
    visitor.look()
    feed = feedparser.parse(visitor.page.request.get(f"{stage.portal}/feed.atom").body())
    assert not feed.bozo
    assert any(ANSWER in entry.title for entry in feed.entries)
    visitor.leave()


def hear(visitor: Visitor, stage: Stage) -> str:
    """The duty officer sees the story rise and opens a case; gives its address."""
    page = visitor.page
    as_role(visitor, stage, "duty")
    expect(page.get_by_text(STORY).first).to_be_visible(timeout=60_000)
    visitor.look()

    visitor.open(f"{stage.console}/stories")
    visitor.look()
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(STORY)).first.click()
    expect(page.locator("figure svg, svg").first).to_be_visible()
    visitor.look()
    visitor.press("立案")
    if page.locator("form.hy-form [name=title]").count():
        with page.expect_navigation():
            page.locator("form.hy-form button[type=submit]").click()
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
    with page.expect_navigation():
        page.locator(".hy-confirm button[type=submit]").click()


@pytest.mark.parametrize(
    ("size", "language", "lists"), [(DESKTOP, "en", LISTS), (PHONE, "zh", ())],
    ids=["desktop-en", "phone-zh"],
)  # fmt: skip
def test_every_page_of_the_desk_stands_in_both_languages_and_widths(
    browser: Browser, stage: Stage, size: tuple[int, int], language: str, lists: tuple[str, ...]
) -> None:
    visitor = Visitor.at(browser, size, language)
    as_role(visitor, stage, "office")
    visitor.open(f"{stage.console}/")
    first = visitor.page.locator("a[href^='/cases/']").first.get_attribute("href")
    for path in (*lists, *PAGES, str(first)):
        visitor.open(f"{stage.console}{path}")
        visitor.look(contrast=language == "en")
        spoken = visitor.page.locator("html").get_attribute("lang")
        assert spoken == ("en" if language == "en" else "zh-Hans")
    visitor.leave()


def submit(visitor: Visitor) -> None:
    """Press the form's main button."""
    with visitor.page.expect_navigation():
        visitor.page.locator("form#tell button[value=next]").click()


def report(visitor: Visitor, stage: Stage, title: str, text: str) -> str:
    """Tell the bureau of a hazard; gives the code of the receipt."""
    page = visitor.page
    visitor.open(f"{stage.portal}/tell?kind=hazard")
    if page.locator("[name=kind][value=hazard]").count():
        page.locator("[name=kind][value=hazard]").check()
        submit(visitor)
    page.locator("[name=text]").fill(text)
    page.locator("[name=title]").fill(title)
    page.locator("[name=place]").fill(PLACES[title])
    submit(visitor)
    page.locator("[name=name]").fill("王某某")
    page.locator("[name=phone]").fill("13900001111")
    submit(visitor)
    page.locator("[name=files]").set_input_files(
        {"name": "照片.txt", "mimeType": "text/plain", "buffer": "联锁照片".encode()}
    )
    submit(visitor)
    code = page.locator(".hy-receipt").inner_text()
    return "".join(re.findall(r"[0-9A-Z]{3,}", code))


def follow(visitor: Visitor, stage: Stage, code: str) -> None:
    """Open the mailbox with the code."""
    visitor.open(f"{stage.portal}/follow")
    visitor.page.locator("main [name=code]").fill(code)
    with visitor.page.expect_navigation():
        visitor.page.locator("main form:has([name=code]) button[type=submit]").first.click()


@pytest.mark.parametrize(("size", "language", "scripts"), CASES, ids=["phone-zh", "desktop-en"])
def test_a_hazard_is_reported_handled_and_followed_by_code(
    browser: Browser, stage: Stage, size: tuple[int, int], language: str, scripts: bool
) -> None:
    title = TITLES[language]
    reporter = Visitor.at(browser, size, language, scripts=scripts)
    code = report(reporter, stage, title, TEXT[language])
    assert len(code) >= 20

    officer = Visitor.at(browser, DESKTOP, language)
    page = officer.page
    as_role(officer, stage, "duty")
    officer.open(f"{stage.console}/inbox?channel=portal")
    item = page.get_by_role("link", name=title).first
    for _again in range(120):
        if item.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    address = str(item.get_attribute("href"))
    item.click()
    page.locator("article.hy-item h2").filter(has_text=title).first.wait_for()
    assert "13900001111" not in officer.text()
    assert "王某某" not in officer.text()
    officer.open(f"{stage.console}{address}")
    with page.expect_navigation():
        page.locator("a[href^='/cases/open?item=']").first.click()
    with page.expect_navigation():
        page.locator("main form.hy-form button[type=submit]").click()
    assert re.search(r"/cases/\d+$", page.url), page.url
    case = page.url

    as_role(officer, stage, "office")
    officer.open(case)
    with page.expect_navigation():
        page.locator(".hy-act form[action$='/accept'] button").click()
    page.locator(".hy-act .hy-more:has(form[action$='/write']) > summary").click()
    page.locator(".hy-act form[action$='/write'] [name=text]").fill("已派员赶赴现场。")
    with page.expect_navigation():
        page.locator(".hy-act form[action$='/write'] button").click()

    follow(reporter, stage, code)
    expect(reporter.page.get_by_text("已派员赶赴现场。")).to_be_visible()
    if scripts:
        reporter.look(contrast=False)
    reporter.page.locator("textarea[name=text]").fill("他们刚把线拆了。")
    with reporter.page.expect_navigation():
        reporter.page.locator("form:has(textarea[name=text]) button[type=submit]").first.click()
    expect(reporter.page.get_by_text("他们刚把线拆了。")).to_be_visible()
    reporter.leave()
    officer.leave()


@pytest.mark.parametrize(
    ("size", "language"), [(DESKTOP, "zh"), (PHONE, "en")], ids=["desktop-zh", "phone-en"]
)
def test_every_page_of_the_portal_stands_in_both_languages_and_widths(
    browser: Browser, stage: Stage, size: tuple[int, int], language: str
) -> None:
    visitor = Visitor.at(browser, size, language)
    for path in ("/", "/tell", "/tell?kind=suggestion", "/follow", "/answers", "/limits"):
        visitor.open(f"{stage.portal}{path}")
        visitor.look(contrast=language == "zh")
    visitor.open(f"{stage.portal}/answers")
    with visitor.page.expect_navigation():
        visitor.page.locator("main a[href^='/answers/']").first.click()
    visitor.look(contrast=language == "zh")
    visitor.leave()
