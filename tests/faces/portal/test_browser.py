"""A reporter at a browser: a phone without scripts, and a desk with everything switched on."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import hatch_build
import psycopg
import pytest
from playwright.sync_api import Browser, FilePayload

from huiyin.apps.intake import vault
from huiyin.engine import clock
from huiyin.engine.postgres import OWNER, PORTAL
from tests.cli.desks import until
from tests.journeys.stage import DESKTOP, PHONE, Visitor, chromium
from tests.loopback import free_ports
from tests.makers import make_office, make_person
from tests.portal import OwnDatabase, own_database

__all__ = ["own_database"]
pytestmark = pytest.mark.browser
NEXT, SEND = "button[value=next]", ".hy-buttons button[value=next]"
PICTURE: FilePayload = {
    "name": "照片.png",
    "mimeType": "image/png",
    "buffer": b"\x89PNG\r\n\x1a\n" + bytes(99),
}


@pytest.fixture
def address(own_database: OwnDatabase, tmp_path: Path) -> Iterator[str]:
    """A portal process with nothing but its own role, and an office with a contact officer."""
    hatch_build.fill_vendor(hatch_build.ROOT)
    custodian = make_person(make_office(), "lin", "custodian", name="林安")
    vault.set_custodian_key(custodian, "a long passphrase", clock.now())
    (port,) = free_ports(1)
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    environment = {
        **os.environ,
        "HUIYIN_DB": own_database.url(PORTAL),
        "HUIYIN_DATA": str(tmp_path),
        "HUIYIN_SECRET_KEY": secrets.token_hex(32),
        "HUIYIN_PORTAL_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "huiyin.conf.portal",
        "PYTHONPATH": str(hatch_build.ROOT / "src"),
    }
    said = (tmp_path / "said.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "huiyin.faces.portal.wsgi:application"],
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


@pytest.fixture
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


def test_a_phone_without_scripts_tells_goes_back_and_follows(
    browser: Browser, address: str, own_database: OwnDatabase
) -> None:
    visitor = Visitor.at(browser, PHONE, "zh", scripts=False)
    page = visitor.page
    visitor.open(f"{address}/")
    visitor.go(".hy-door >> nth=0")
    page.fill("[name=text]", "厂区东侧有刺鼻气味")
    visitor.go("button[name=language]")
    assert page.input_value("[name=text]") == "厂区东侧有刺鼻气味"
    visitor.go("button[name=language]")
    visitor.go(NEXT)
    page.fill("[name=phone]", "13900000000")
    visitor.go(NEXT)
    page.go_back(wait_until="load")
    assert page.input_value("[name=phone]") == "13900000000"
    visitor.go("button[value=back]")
    assert page.input_value("[name=text]") == "厂区东侧有刺鼻气味"
    visitor.go(NEXT)
    visitor.go(NEXT)
    page.set_input_files("[name=files]", [PICTURE])
    visitor.go(SEND)
    code = page.inner_text(".hy-receipt-code")
    page.go_back(wait_until="load")
    visitor.go(SEND)
    assert page.inner_text(".hy-receipt-code") == code
    visitor.go("main form button.btn-primary")
    page.fill("[name=text]", "又闻到了")
    visitor.go("button[value=write]")
    assert "又闻到了" in visitor.text()
    assert code.replace(" ", "") not in page.url
    visitor.leave()
    with psycopg.connect(own_database.url(OWNER)) as connection:
        kept = connection.execute(
            "SELECT s.language, f.name FROM intake_submission s"
            " JOIN intake_submissionfile f ON f.submission_id = s.id"
        ).fetchall()
    assert kept == [("zh-hans", "照片.png")]


def test_every_question_and_every_complaint_is_fit_for_everybody(
    browser: Browser, address: str
) -> None:
    visitor = Visitor.at(browser, DESKTOP, "en")
    page = visitor.page
    page.emulate_media(color_scheme="dark")
    visitor.open(f"{address}/tell/")
    visitor.go(NEXT)
    visitor.look()
    page.check("[value=complaint]")
    visitor.go(NEXT)
    visitor.go(NEXT)
    visitor.look()
    page.fill("[name=text]", "The queue was closed at noon.")
    visitor.go(NEXT)
    visitor.look()
    visitor.go(NEXT)
    visitor.look()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visitor.look()
    page.dblclick(SEND)  # the second click breaks off the answer to the first
    page.wait_for_selector(".hy-receipt-code")
    page.wait_for_load_state()
    visitor.look()
    visitor.go("main form button.btn-primary")
    visitor.look()
    visitor.open(f"{address}/follow/")
    page.fill("[name=code]", "1234")
    visitor.go("main button.btn-primary")
    visitor.look()
    visitor.leave()
