"""Wiring that every test may use."""

import pytest

pytest_plugins = ["tests.postgres"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that the workers end together; the rest keeps its order."""
    items.sort(key=lambda item: 0 if _starts_much(item) else 1)


def _starts_much(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))
