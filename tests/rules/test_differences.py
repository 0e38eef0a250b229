"""What changed between two versions, sentence by sentence."""

import pytest

from huiyin.rules.differences import Change, Piece, differences, sentences

OLD = "今日发生爆燃。造成两人受伤。现场已控制。原因正在调查。"


def kinds(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.change.value, piece.text) for piece in differences(before, after)]


def test_a_reworded_sentence_is_shown_old_and_new_with_its_neighbours() -> None:
    assert kinds(OLD, OLD.replace("两人", "五人")) == [
        ("kept", "今日发生爆燃。"), ("out", "造成两人受伤。"), ("in", "造成五人受伤。"),
        ("kept", "现场已控制。"), ("gap", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (OLD, OLD, []),
        ("", "", []),
        ("", "甲。", [("in", "甲。")]),
        ("甲。乙。", "甲。", [("kept", "甲。"), ("out", "乙。")]),
        ("甲。\n乙", "甲。\n丙", [("kept", "甲。"), ("out", "乙"), ("in", "丙")]),
    ],
)
def test_what_is_taken_out_and_put_in_is_told(
    before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(before, after) == expected


def test_sentences_end_at_their_marks_and_keep_closing_quotes() -> None:
    assert sentences("他说：“好！”\n真的？是") == ["他说：“好！”", "真的？", "是"]


def test_a_long_text_is_compared_at_once() -> None:
    before = "".join(f"第{n}句。" for n in range(3000))
    found = differences(before, before.replace("第1500句", "改"))
    assert Piece(Change.PUT_IN, "改。") in found
    assert len(found) < 10
