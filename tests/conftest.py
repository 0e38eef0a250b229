"""Wiring that every test may use."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from nacl import pwhash

from huiyin.apps.intake import sealing
from huiyin.ports import registry
from tests.ports.plugged import channel_shelf

pytest_plugins = ["tests.postgres"]


FIRST = (
    "journeys/test_days", "journeys/test_kill", "console/test_console_browser", "cli/test_up",
    "portal/test_browser", "test_gallery", "cli/test_own_server",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that the workers end together."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    name = item.path.with_suffix("").as_posix()
    return next((turn for turn, long in enumerate(FIRST) if name.endswith(long)), len(FIRST))


@pytest.fixture(autouse=True)
def _language_of_the_desk() -> None:
    """A page that was asked for leaves its reader's language behind for the next test."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _passphrases_cost_little() -> Iterator[None]:
    """A contact officer's passphrase is made a key of a hundred times; each would take a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "OPERATIONS", pwhash.argon2id.OPSLIMIT_MIN)
        patch.setattr(sealing, "MEMORY", pwhash.argon2id.MEMLIMIT_MIN)
        yield


@pytest.fixture(scope="session", autouse=True)
def _channels_as_the_project_names_them() -> Iterator[None]:
    """Messages are sent by the plug-ins of this checkout, however long ago it was installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "channels", channel_shelf)
        patch.setattr("huiyin.flows.deliver.channels", channel_shelf)
        yield
