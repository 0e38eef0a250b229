"""Folding, against a plain reading of the Unicode database."""

import gzip
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text import characters
from huiyin.rules.text.normalise import fold, fold_with_offsets
from huiyin.rules.text.traditional import SIMPLIFIED, TRADITIONAL

SHARED = Path(__file__).parents[4] / "shared" / "data"


def plain(text: str) -> str:
    """Fold by the definition, one character after the other."""
    seen = [
        char
        for char in text
        if char.isspace()
        or not (
            unicodedata.category(char) in ("Cc", "Cf", "Cs")
            or char in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
            or "\u180b" <= char <= "\u180f"
            or "\ufe00" <= char <= "\ufe0f"
            or "\U000e0100" <= char <= "\U000e01ef"
        )
    ]
    text = unicodedata.normalize("NFKC", "".join(seen))
    simple = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
    lower = "".join(simple.get(char, char).lower() for char in text)
    return " ".join(unicodedata.normalize("NFKC", lower).split())


TABLE = [
    ("ＡＢＣ１２３，。！", "abc123,。!"),
    ("  多  余\t的\n空　白  ", "多 余 的 空 白"),
    ("零\u200b宽\ufeff字\u2060符", "零宽字符"),
    ("軟\xad連\u200d接", "软连接"),
    ("舊體：爲覈實臺灣畫面", "旧体:为核实台湾画面"),
    ("等等……", "等等......"),
    ("37℃ 100㎡ Ⅳ级", "37°c 100m2 iv级"),
    ("ｶﾞｽ", "ガス"),
    ("e\u0301te\u0301", "été"),
    ("한", "한"),
    ("ᄒ\u1161ᆫ", "한"),
    ("İstanbul", "i̇stanbul"),
    ("ΟΔΟΣ", "οδοσ"),
    ("a\x00b\ud800c", "abc"),
    ("👍\ufe0f好", "👍好"),
    ("", ""),
    (" \u200b ", ""),
]


@pytest.mark.parametrize(("text", "folded"), TABLE)
def test_text_folds_to_the_form_in_which_it_is_compared(text: str, folded: str) -> None:
    assert fold([text]) == [folded]


def test_a_batch_folds_like_its_texts_one_by_one() -> None:
    texts = [text for text, _ in TABLE] * 3
    assert fold(texts) == [folded for _, folded in TABLE] * 3
    assert fold([]) == []


TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("…℃　 \t\u200b\u0301ｶﾞᄒ\u1161ᆫ臺ＡİΣß\x00\ud800\u2028\u3164ﬁ㈱\u0f43"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=8))
def test_any_text_folds_as_the_unicode_database_says(texts: list[str]) -> None:
    folded = fold(texts)
    assert folded == [plain(text) for text in texts]
    assert fold(folded) == folded


def test_every_character_of_the_basic_plane_folds_as_defined() -> None:
    texts = [f"x{chr(code)}y" for code in range(0x20, 0x10000, 7)]
    assert fold(texts) == [characters.fold_whole(text) for text in texts]


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=6))
def test_every_folded_character_leads_back_to_where_it_came_from(texts: list[str]) -> None:
    folded = fold_with_offsets(texts)
    for index, (text, spelt) in enumerate(zip(texts, fold(texts), strict=True)):
        spans = [folded.span(index, at, at + 1) for at in range(len(spelt))]
        assert all(0 <= begin < end <= len(text) for begin, end in spans)
        assert spans == sorted(spans)
        for at, (begin, end) in enumerate(spans):
            if spelt[at] != " ":
                assert spelt[at] in plain(text[begin:end])
        if spelt:
            assert plain(text[slice(*folded.span(index, 0, len(spelt)))]) == spelt


SPANS = [
    ("远帆👍\ufe0f化工厂", "👍", "👍\ufe0f"),
    ("ＡＢＣ　　１２", "c 1", "Ｃ　　１"),
    ("等等……好", "....", "……"),
    ("零\u200b宽字", "零", "零\u200b"),
    ("cafe\u0301 好", "é", "e\u0301"),
    ("ｶﾞｽ爆発", "ガ", "ｶﾞ"),
    ("37℃高温", "c", "℃"),
    ("\u200f  尾 \u200b ", "尾", "尾"),
]


@pytest.mark.parametrize(("text", "wanted", "shown"), SPANS)
def test_what_is_found_in_the_folded_text_is_shown_in_the_original(
    text: str, wanted: str, shown: str
) -> None:
    folded = fold_with_offsets(["x", text])
    begin = folded.codes.texts()[1].index(wanted)
    assert text[slice(*folded.span(1, begin, begin + len(wanted)))] == shown


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(IndexError, match="no characters 1 to 3"):
        fold_with_offsets(["ab"]).span(0, 1, 3)


def test_a_batch_larger_than_one_chunk_is_folded_whole() -> None:
    texts = ["Ａ" * 70_000] * 9 + ["終"]
    assert fold(texts) == ["a" * 70_000] * 9 + ["终"]


def test_the_simplified_forms_are_final() -> None:
    assert not set(SIMPLIFIED) & set(TRADITIONAL)


@pytest.mark.skipif(not SHARED.exists(), reason="shared data is not beside the repository")
def test_traditional_reprints_fold_to_the_simplified_text() -> None:
    with gzip.open(SHARED / "reprint_zh" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(800), strict=False)]
    changed = [row["title"] + row["body"] for row in rows if "traditional" in row["ops"]][:60]
    folded = "".join(fold(changed))
    assert folded
    assert not set(folded) & set(TRADITIONAL)
