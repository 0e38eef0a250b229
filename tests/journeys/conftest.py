"""One demonstration and one browser for all journeys of a test process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.stage import Stage, chromium, demonstration


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def stage(browser: Browser) -> Iterator[Stage]:
    with demonstration() as stage:
        yield stage
