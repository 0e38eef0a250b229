"""Every component in both faces, themes and widths: no console error, nothing cut off, and
axe finds nothing. `SCREENSHOTS=folder` keeps pictures to look at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import hatch_build
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.faces.gallery import render, samples
from tests.journeys.stage import chromium

WIDTHS = {"wide": 1280, "phone": 360}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, catalogues: None) -> Iterator[str]:
    hatch_build.fill_vendor(hatch_build.ROOT)
    with render.served(tmp_path_factory.mktemp("gallery")) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def keep(page: Page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("face", ["console", "portal"])
@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [
        ("wide", "light", "zh-hans"),
        ("wide", "dark", "en"),
        ("phone", "light", "en"),
        ("phone", "dark", "zh-hans"),
    ],
)
def test_a_face_is_sound(
    page: Page, address: str, face: str, width: str, theme: str, language: str
) -> None:
    errors: list[str] = []
    page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_viewport_size({"width": WIDTHS[width], "height": 800})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(f"{address}/{face}.{language}.html")
    keep(page, f"{face}-{width}-{theme}-{language}")
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []


def test_a_clock_moves_by_itself(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(f"{address}/console.zh-hans.html")
    clock = page.locator("[data-clock]").first
    assert clock.get_attribute("data-look") == "calm"
    page.clock.run_for(20_000)  # the samples' day is long past
    assert clock.get_attribute("data-look") == "overdue"
    assert clock.locator("[data-clock-state]").text_content() == "已逾期"


READING = """async ([clocks, url]) => {
  const { reading } = await import(url);
  return clocks.map(([clock, now]) => Object.values(reading(clock, now)));
}"""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_and_server_read_a_clock_alike(page: Page, address: str, language: str) -> None:
    moments = [samples.STARTED + samples.HOUR * hours / 7 for hours in range(5, 1200, 23)]
    views = []
    with translation.override(language):
        for now in [*moments, samples.DUE, samples.DUE + timedelta(seconds=1)]:
            views += [(now, samples.days_clock(now)), (now, samples.hours_clock_at(now))]
    asked = [
        [
            {
                "started": view.started_at.timestamp() * 1000,
                "soonFrom": as_milliseconds(view.soon_from),
                "dueFrom": as_milliseconds(view.due_from),
                "due": as_milliseconds(view.due_at),
            },
            as_milliseconds(now),
        ]
        for now, view in views
    ]
    page.goto(f"{address}/console.{language}.html")
    read = page.evaluate(READING, [asked, "/static/huiyin/js/clock.js"])
    for (now, view), (state, share, text) in zip(views, read, strict=True):
        assert (state, text) == (view.state.value, view.remaining_text), now
        assert share == pytest.approx(view.fraction_left)


def as_milliseconds(at: datetime | None) -> float:
    assert at is not None
    return at.timestamp() * 1000


def test_keys_walk_the_list_and_explain_themselves(page: Page, address: str) -> None:
    page.goto(f"{address}/console.zh-hans.html")
    page.keyboard.press("j")
    page.keyboard.press("j")
    rows = page.locator("[data-row]")
    assert rows.nth(1).get_attribute("data-here") is not None
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**#1")
    page.keyboard.press("/")
    page.keyboard.type("j")
    assert page.locator("[data-search]").input_value() == "j"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    keys = page.locator("[data-keys-list]").inner_text().split()
    assert {"j", "k", "g", "b", "/", "今日"} <= set(keys)


def test_the_theme_is_kept_for_the_next_page(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/console.zh-hans.html")
    page.locator("[data-theme-switch]").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert {"name": "huiyin_theme", "value": "dark"}.items() <= page.context.cookies()[0].items()
    assert 'data-bs-theme="dark"' in render.page("console", "zh-hans", theme="dark")


def test_without_scripts_the_way_back_and_the_clock_are_there(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/console.zh-hans.html")
    assert page.get_by_role("button", name="撤销").is_visible()
    assert not page.locator("[data-theme-switch]").is_visible()
    page.locator(".hy-clock-days summary").first.click()
    assert page.get_by_text("调休上班").first.is_visible()
    context.close()


def test_a_menu_closes_when_somebody_looks_elsewhere(page: Page, address: str) -> None:
    page.goto(f"{address}/console.zh-hans.html")
    menu = page.locator(".hy-person")
    leaving: list[Callable[[], None]] = [
        lambda: page.mouse.click(300, 600),
        lambda: page.keyboard.press("Escape"),
    ]
    for leave in leaving:
        menu.locator("summary").click()
        assert menu.get_by_role("button", name="退出登录").is_visible()
        leave()
        assert not menu.get_by_role("button", name="退出登录").is_visible()
