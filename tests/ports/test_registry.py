"""Plug-ins are found by entry point; a bad one is set aside and shown."""

from importlib.metadata import EntryPoint, entry_points

import pytest

from huiyin.ports import FormatPlugin, SourcePlugin, registry
from huiyin.ports.formats import format_for
from tests.ports.plugged import FORMAT_PLUGINS, points

GOOD = EntryPoint("feed", "huiyin.plugins.sources.feed:plugin", registry.SOURCES)
BAD = [
    (EntryPoint("lost", "no.such.module:plugin", registry.SOURCES), "ModuleNotFoundError"),
    (EntryPoint("empty", "huiyin.ports:nothing_here", registry.SOURCES), "AttributeError"),
    (EntryPoint("other", "huiyin.ports:Refusal", registry.SOURCES), "SourcePlugin"),
    (EntryPoint("feed", "huiyin.plugins.sources.feed:plugin", registry.SOURCES), "taken"),
]


@pytest.mark.parametrize(("bad", "words"), BAD)
def test_a_plug_in_that_fails_is_shown_and_stops_nothing(bad: EntryPoint, words: str) -> None:
    shelf = registry.load(registry.SOURCES, SourcePlugin, [GOOD, bad])  # type: ignore[type-abstract]
    assert list(shelf.plugins) == ["feed"]
    (aside,) = shelf.set_aside
    assert (aside.name, aside.target) == (bad.name, bad.value)
    assert words in aside.error


def test_no_entry_point_gives_an_empty_shelf() -> None:
    shelf = registry.load(registry.SOURCES, SourcePlugin, [])  # type: ignore[type-abstract]
    assert (dict(shelf.plugins), shelf.set_aside) == ({}, ())


@pytest.mark.parametrize("group", [registry.SOURCES, registry.FORMATS])
def test_the_installed_desk_offers_what_the_project_declares(group: str) -> None:
    installed = {point.name: point.value for point in entry_points(group=group)}
    if not installed:
        pytest.skip("the desk is not installed here")
    declared = {point.name: point.value for point in points(group)}
    assert declared.items() <= installed.items()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("信件.csv", "csv"),
        ("A.TSV", "csv"),
        ("messages.jsonl.gz", "jsonl"),
        ("x.ndjson", "jsonl"),
        ("台账.xlsx", "xlsx"),
        ("feeds.opml", "opml"),
        ("feeds.xml", "opml"),
        ("letter.docx", None),
        ("noname", None),
    ],
)
def test_the_file_ending_chooses_the_format(file: str, name: str | None) -> None:
    shelf: dict[str, FormatPlugin] = dict(FORMAT_PLUGINS)
    chosen = format_for(file, shelf)
    assert (chosen.name if chosen else None) == name
