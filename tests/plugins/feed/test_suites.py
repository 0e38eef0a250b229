"""The public feed suites, read by the very command that an office can run."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from huiyin.faces.cli.evals import feeds
from huiyin.ports import SourcePlugin
from huiyin.ports.registry import Shelf
from tests.ports.plugged import source_shelf

SUITES = Path(__file__).parents[4] / "shared" / "data" / "feeds"


@pytest.fixture(autouse=True)
def _built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def shelf() -> Shelf[SourcePlugin]:
        return source_shelf()

    monkeypatch.setattr(feeds, "sources", shelf)


@pytest.mark.parametrize("suite", ["feedparser", "feedvalidator"])
def test_every_file_is_read_or_refused_and_agrees_with_feedparser(suite: str) -> None:
    archive = SUITES / f"{suite}.tar.gz"
    if not archive.exists():
        pytest.skip("the suites are not here")
    result = CliRunner().invoke(feeds.command, [str(archive)])
    counted = json.loads(result.output.splitlines()[-1])
    assert counted["crashed"] == 0
    assert counted["read"] + counted["refused"] == counted["files"] > 1000
    assert counted["agree"] >= 0.99


def test_a_folder_is_read_as_an_archive_is(tmp_path: Path) -> None:
    good = "<rss><channel><item><title>t</title><link>http://e/</link></item></channel></rss>"
    (tmp_path / "below").mkdir()
    (tmp_path / "good.xml").write_text(good, "utf-8")
    (tmp_path / "below" / "page.html").write_text("<html/>", "utf-8")
    result = CliRunner().invoke(feeds.command, [str(tmp_path)])
    assert json.loads(result.output.splitlines()[-1]) == {
        "files": 2,
        "read": 1,
        "refused": 1,
        "crashed": 0,
        "agree": 1.0,
    }


def test_a_disagreement_is_counted_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xml").write_text("<rss><channel><item><title>t</title></item></channel></rss>")
    monkeypatch.setattr(feeds, "theirs", lambda _body: [("other", "", None), ("", "", None)])
    result = CliRunner().invoke(feeds.command, ["--show", str(tmp_path)])
    assert "a.xml#1" in result.output
    assert json.loads(result.output.splitlines()[-1])["agree"] == 0.0


def test_a_crash_is_counted_and_fails_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        name = "feed"

        def read(self, document: object) -> object:
            raise ZeroDivisionError

    (tmp_path / "a.xml").write_text("<rss/>")
    monkeypatch.setattr(feeds, "sources", lambda: Shelf({"feed": Broken()}))
    result = CliRunner().invoke(feeds.command, [str(tmp_path)])
    assert json.loads(result.stdout.splitlines()[-1])["crashed"] == 1
    assert result.exit_code == 1
