"""Wiring that every test may use."""

import pytest

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
