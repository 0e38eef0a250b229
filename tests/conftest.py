"""Wiring that every test may use."""

from collections.abc import Iterator

import pytest
from nacl import pwhash

from huiyin.apps.intake import sealing

pytest_plugins = ["tests.postgres"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, so that the workers end together; those with a browser last.

    A browser keeps an event loop in its process while it is open, which other tests must not meet.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("browser"):
        return 2
    return 0 if item.get_closest_marker("slow") else 1


@pytest.fixture(scope="session", autouse=True)
def _passphrases_cost_little() -> Iterator[None]:
    """A contact officer's passphrase is made a key of a hundred times; each would take a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "OPERATIONS", pwhash.argon2id.OPSLIMIT_MIN)
        patch.setattr(sealing, "MEMORY", pwhash.argon2id.MEMLIMIT_MIN)
        yield
