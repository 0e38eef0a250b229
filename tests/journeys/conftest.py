"""One demonstration and one browser for the journeys of a module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.stage import CHROMIUM, Stage, chromium, demonstration


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with demonstration() as stage:
        yield stage
