"""The demonstration as a visitor meets it: a real desk of its own, and a real browser before it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.cli.desks import START, data_folder, environment, until

# The shell draws pages only; a whole browser draws its own windows too, at twice the cost.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next((path for path in map(shutil.which, BROWSERS) if path), None)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP, PHONE = (1280, 900), (360, 740)
OPTIONS = {"resultTypes": ["violations"]}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


@dataclass(frozen=True)
class Stage:
    """Addresses of the two faces of a running demonstration."""

    console: str
    portal: str


@contextmanager
def demonstration() -> Iterator[Stage]:
    """`huiyin demo`, until the end of the block."""
    with data_folder(migrated=True) as settings:
        said_to = Path(settings["HUIYIN_DATA"]) / "said.txt"
        with said_to.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-c", START, "demo"], env=environment(**settings), stdout=file,
                stderr=file, start_new_session=True,
            )  # fmt: skip
        try:
            until(lambda: "demonstration" in said_to.read_text(), 150, said_to.read_text)
            yield Stage(*(f"http://127.0.0.1:{settings[f'HUIYIN_{face}_PORT']}"
                          for face in ("CONSOLE", "PORTAL")))  # fmt: skip
        finally:
            process.terminate()
            process.wait(60)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium; the test is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser: what the browser complains of is kept, and so is what axe finds."""

    page: Page
    context: BrowserContext
    troubles: list[str] = field(default_factory=list)

    @classmethod
    def at(
        cls, browser: Browser, size: tuple[int, int], language: str, *, scripts: bool = True
    ) -> Self:
        """A new visitor with a window of that size who reads that language."""
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=LANGUAGES[language],
            java_script_enabled=scripts,
        )  # fmt: skip
        visitor = cls(context.new_page(), context)
        visitor.page.set_default_timeout(40_000)
        visitor.page.on("console", visitor._hear)
        visitor.page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        return visitor

    def open(self, address: str) -> None:
        """Go to a page, which must answer."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the button or link of that name."""
        place = within or self.page
        button = place.get_by_role("button", name=name, exact=True)
        link = place.get_by_role("link", name=name, exact=True)
        with self.page.expect_navigation():
            (button if button.count() else link).first.click()

    def go(self, selector: str) -> None:
        """Click what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def look(self, *, contrast: bool = True) -> None:
        """The page fits its window and axe finds nothing serious in it.

        Contrast is two thirds of the cost; a page seen before in the same theme may go without.
        """
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        rules = {"color-contrast": {"enabled": contrast}}
        found = Axe().run(self.page, options={**OPTIONS, "rules": rules}).response["violations"]
        bad = [one for one in found if one["impact"] in {"serious", "critical"}]
        assert bad == [], f"{self.page.url}: {[_short(one) for one in bad]}"

    def text(self) -> str:
        """Everything that can be read on the page."""
        return self.page.locator("body").inner_text()

    def leave(self) -> None:
        """Close the window; the browser must not have complained."""
        self.context.close()
        assert self.troubles == []

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.troubles.append(f"{self.page.url}: {message.text}")


def _short(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"][:3]
    return f"{violation['id']}: {[node['html'][:160] for node in nodes]}"
