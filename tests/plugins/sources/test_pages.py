"""Every kind of source has its page, which names all its settings."""

from pathlib import Path

import pytest

from huiyin.ports import SourcePlugin, schema_of
from tests.ports.plugged import SOURCE_PLUGINS

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "sources"


@pytest.mark.parametrize(("name", "plugin"), SOURCE_PLUGINS)
def test_a_kind_has_a_page_with_its_settings(name: str, plugin: SourcePlugin) -> None:
    page = (PAGES / f"{name}.md").read_text("utf-8")
    assert [one.name for one in schema_of(plugin) if f"| `{one.name}` |" not in page] == []
