"""A worker reports a hazard at night, without scripts on a phone, and follows it with a code."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.stage import DESKTOP, PHONE, Stage, Visitor
from tests.journeys.test_explosion_day import as_role

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demonstration")]
TEXT = {
    "zh": "五号釜的压力联锁被短接，夜里还在开。",
    "en": "Drums of petrol stand in the shed beside the school gate, and people smoke there.",
}
TITLES = {"zh": "五号釜联锁被短接", "en": "Petrol stored beside a school gate"}
PLACES = {TITLES["zh"]: "石桥镇青渡化工厂", TITLES["en"]: "North gate of Fengqiao school"}
CASES = [(PHONE, "zh", False), (DESKTOP, "en", True)]


def submit(visitor: Visitor) -> None:
    """Press the form's main button."""
    visitor.page.locator("form#tell button[value=next]").click()
    visitor.page.wait_for_load_state()


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
    visitor.page.locator("main form:has([name=code]) button[type=submit]").first.click()
    visitor.page.wait_for_load_state()


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
    for _again in range(20):
        if item.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    item.click()
    page.wait_for_load_state()
    assert "13900001111" not in officer.text()
    assert "王某某" not in officer.text()
    officer.open(page.url)
    page.locator("a[href^='/cases/open?item=']").first.click()
    page.locator("main form.hy-form button[type=submit]").click()
    page.wait_for_load_state()
    assert re.search(r"/cases/\d+$", page.url), page.url
    case = page.url

    as_role(officer, stage, "office")
    officer.open(case)
    page.locator(".hy-act form[action$='/accept'] button").click()
    page.wait_for_load_state()
    page.locator(".hy-act .hy-more > summary").click()
    page.locator(".hy-act form[action$='/write'] [name=text]").fill("已派员赶赴现场。")
    page.locator(".hy-act form[action$='/write'] button").click()
    page.wait_for_load_state()

    follow(reporter, stage, code)
    expect(reporter.page.get_by_text("已派员赶赴现场。")).to_be_visible()
    if scripts:
        reporter.look()
    reporter.page.locator("textarea[name=text]").fill("他们刚把线拆了。")
    reporter.page.locator("form:has(textarea[name=text]) button[type=submit]").first.click()
    reporter.page.wait_for_load_state()
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
        visitor.look()
    visitor.open(f"{stage.portal}/answers")
    visitor.page.locator("main a[href^='/answers/']").first.click()
    visitor.page.wait_for_load_state()
    visitor.look()
    visitor.leave()
