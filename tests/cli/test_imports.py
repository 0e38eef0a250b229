"""`huiyin import` says what became of every row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huiyin.apps.intake.models import Item, Source
from huiyin.apps.org.models import Office
from huiyin.faces.cli import imports
from tests.makers import make_office

pytestmark = pytest.mark.django_db


@contextmanager
def standing_desk(*_given: object) -> Iterator[None]:
    """The desk of the tests stands already."""
    yield


@pytest.fixture(autouse=True)
def _ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "open_desk", standing_desk)
    monkeypatch.setenv("HUIYIN_LANGUAGE", "en")


@pytest.fixture
def office() -> Office:
    return make_office()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(imports.command, [str(one) for one in arguments])


def messages(folder: Path, text: str) -> Path:
    path = folder / "messages.jsonl"
    path.write_text(text, "utf-8")
    return path


def test_every_row_is_accounted_for(office: Office, tmp_path: Path) -> None:
    path = messages(tmp_path, '{"title": "甲"}\n{broken\n{"title": "乙"}\n')
    told = run(path, "--channel", "hotline")
    assert told.exit_code == 0
    assert "3 rows: 2 new, 0 known before, 1 refused." in told.output
    assert "row 2: The row could not be read." in told.output
    assert "2 known before" in run(path).output
    assert set(Item.objects.values_list("channel", flat=True)) == {"hotline"}


def test_of_many_refusals_the_first_are_shown_and_the_page_of_all(
    office: Office, tmp_path: Path
) -> None:
    told = run(messages(tmp_path, "{\n" * 15))
    assert told.output.count("The row could not be read.") == 10
    assert "and 5 more" in told.output
    assert "/imports/" in told.output.splitlines()[-1]


def test_a_list_of_sources_is_watched(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    path.write_text(
        '<opml version="2.0"><body><outline text="a" xmlUrl="https://a.example/"/>'
        '<outline text="b" xmlUrl="gopher://b.example/"/></body></opml>',
        "utf-8",
    )
    told = run(path)
    assert "1 sources are watched from now on, 0 were known, 1 refused." in told.output
    assert "gopher://b.example/" in told.output
    assert Source.objects.get().url == "https://a.example/"


def test_an_unknown_kind_of_file_is_refused_with_what_is_known(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK")
    told = run(path)
    assert told.exit_code == 1
    assert ".csv" in told.output


def test_without_an_office_it_says_what_to_do(tmp_path: Path) -> None:
    told = run(messages(tmp_path, '{"title": "甲"}'))
    assert told.exit_code == 1
    assert "huiyin admin create" in told.output


def test_with_several_offices_one_must_be_named(office: Office, tmp_path: Path) -> None:
    make_office("heling", "禾岭县应急管理局")
    path = messages(tmp_path, '{"title": "甲"}')
    assert "heling yunxi" in run(path).output
    assert run(path, "--office", "heling").exit_code == 0
    assert Item.objects.get().office.slug == "heling"
