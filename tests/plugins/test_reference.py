"""The reference pages name every reason, column and health that the code knows."""

from pathlib import Path

import pytest

from huiyin.engine.fetch import FAILURES
from huiyin.ports import REASONS
from huiyin.ports.rows import COLUMNS
from huiyin.rules.watching import Health
from tests.ports.plugged import FORMAT_PLUGINS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
SOURCES = (REFERENCE / "sources.md").read_text("utf-8")
IMPORT = (REFERENCE / "import.md").read_text("utf-8")


@pytest.mark.parametrize(("code", "reason"), sorted(REASONS.items()))
def test_every_refusal_is_explained(code: str, reason: str) -> None:
    assert f"| `{code}` | {reason} |" in SOURCES + IMPORT


@pytest.mark.parametrize(("code", "reason"), sorted(FAILURES.items()))
def test_every_failure_of_a_fetch_is_explained(code: str, reason: str) -> None:
    assert f"| `{code}` | {reason} |" in SOURCES


@pytest.mark.parametrize("health", Health)
def test_every_health_is_explained(health: Health) -> None:
    assert f"| `{health}` |" in SOURCES


def test_every_column_and_ending_is_listed() -> None:
    names = [name for several in COLUMNS.values() for name in several]
    endings = [suffix for _name, plugin in FORMAT_PLUGINS for suffix in plugin.suffixes]
    plain = [ending for ending in endings if not ending.endswith(".gz")]
    assert [name for name in names if f"`{name}`" not in IMPORT] == []
    assert [ending for ending in plain if f"`{ending}`" not in IMPORT] == []
