"""The page of states in the documentation is the one the tables make."""

from pathlib import Path

from huiyin.faces.cli.states_doc import page


def test_the_committed_page_is_made_from_the_tables() -> None:
    committed = Path(__file__).parents[2] / "docs" / "reference" / "states.md"
    assert committed.read_text("utf-8") == page()
