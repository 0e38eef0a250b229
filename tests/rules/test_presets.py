"""Presets of time limits: each is read strictly, and every one of its clocks can be counted."""

from collections.abc import Iterator
from importlib.resources import files

import pytest

from huiyin.rules.deadlines import due_at, extend_due
from huiyin.rules.durations import read_extension, read_rule
from huiyin.rules.presets import KINDS, Preset, PresetError, read_file, read_preset, written
from tests.rules.offices import OFFICE, at

FOLDER = files("huiyin") / "data" / "presets"
NAMED = {
    "accident-493", "xinfang", "discipline-2020", "12345", "net-messages", "supervision",
    "uk-lgsco", "charter-a", "charter-b", "safety-report", "net-suggestions",
}  # fmt: skip
GOOD = """name = "ours"
version = 1
title_en = "Ours"
title_zh = "本机关"
source_en = "Order 3"
source_zh = "三号文"

[[clock]]
purpose = "handling"
rule = "WD7"
kinds = ["suggestion"]
en = "Seven days"
zh = "七日"
"""
BAD = [
    ('name = "ours"', 'name = "Our Own"', "ours.toml, line 1: small letters"),
    ("version = 1", "version = 0", "ours.toml, line 2: write a whole number"),
    ('title_zh = "本机关"', "", "ours.toml: title_zh is missing"),
    ('source_en = "Order 3"', 'source_en = " "', "ours.toml, line 5: source_en is missing"),
    ('source_zh = "三号文"', 'sauce = "x"', "line 6: no such field 'sauce'"),
    ("[[clock]]", "[clock]", "ours.toml: write at least one [[clock]]"),
    ('"handling"', '"dancing"', "ours.toml, line 9: no such purpose 'dancing'"),
    ('"WD7"', '"seven"', "ours.toml, line 10: 'seven' is no time limit"),
    ('"WD7"', '"ESC60m/2"', "line 10: 'ESC60m/2': an escalation is no limit"),
    ('["suggestion"]', '["praise"]', "ours.toml, line 11: no such kind 'praise'"),
    ('["suggestion"]', "[]", "ours.toml, line 11: write a list of kinds"),
    ('en = "Seven days"', "", "ours.toml, line 8: en is missing"),
    ('zh = "七日"', 'zh = "七日"\nextension = "more"', "line 14: 'more' is no extension"),
    ('zh = "七日"', 'zh = "七日', "ours.toml: not TOML"),
]


def shipped() -> Iterator[Preset]:
    for file in sorted(FOLDER.iterdir(), key=lambda file: file.name):
        yield read_file(file.name, file.read_text("utf-8"))


def test_every_preset_has_its_source_and_every_clock_of_it_computes() -> None:
    found = list(shipped())
    assert {preset.name for preset in found} == NAMED
    start = at("2026-09-30T17:29")
    for preset in found:
        assert preset.source.en
        assert preset.source.zh != preset.source.en
        for clock in preset.clocks:
            due = due_at(read_rule(clock.rule), start, OFFICE)
            assert due.at > start or clock.rule == "WD0", (preset.name, clock)
            if clock.extension:
                assert extend_due(due, read_extension(clock.extension), OFFICE).at > due.at


def test_the_figures_are_those_of_the_rule_books() -> None:
    by_name = {preset.name: preset for preset in shipped()}
    table = [
        ("xinfang", "complaint", {"acceptance": "CD15", "handling": "CD60", "review": "CD30",
                                  "review_answer": "CD30"}),
        ("discipline-2020", "report", {"acceptance": "WD15", "result": "WD15", "pass_on": "WD5"}),
        ("12345", "complaint", {"handling": "WD13", "sign": "WD1", "opinion": "WD5"}),
        ("net-messages", "complaint", {"handling": "WD7", "bounce": "H24"}),
        ("net-suggestions", "suggestion", {"handling": "WD7"}),
        ("uk-lgsco", "complaint", {"acceptance": "WD5", "handling": "WD10",
                                   "review_answer": "WD20"}),
        ("charter-a", "concern", {"handling": "H36", "sign": "H2", "bounce": "H24",
                                  "opinion": "H24", "first_information": "H5",
                                  "press_conference": "H24", "response": "H48"}),
        ("charter-a", "suggestion", {"handling": "WD4", "sign": "H2", "opinion": "H24",
                                     "bounce": "H24"}),
        ("charter-b", "concern", {"report": "H1", "report_up": "H2", "first_hand": "H4"}),
    ]  # fmt: skip
    for name, kind, limits in table:
        held = {clock.purpose: clock.rule for clock in by_name[name].limits(kind)}
        assert (name, kind, held) == (name, kind, limits)


def test_a_slip_is_named_with_its_file_and_line() -> None:
    for right, wrong, said in BAD:
        assert right in GOOD
        with pytest.raises(PresetError) as refused:
            read_file("ours.toml", GOOD.replace(right, wrong))
        assert said in str(refused.value), (wrong, str(refused.value))
    twice = GOOD + GOOD[GOOD.index("[[clock]]") :]
    with pytest.raises(PresetError, match="line 17: handling stands twice for suggestion"):
        read_file("ours.toml", twice)


def test_a_preset_comes_back_as_it_was_written() -> None:
    preset = read_file("ours.toml", GOOD)
    assert read_preset("ours", written(preset)) == preset
    assert preset.limit("suggestion", "handling") == preset.clocks[0]
    assert all(preset.limits(kind) == () for kind in KINDS if kind != "suggestion")
