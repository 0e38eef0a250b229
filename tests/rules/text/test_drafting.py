"""Drafts by a machine: marks are read, numbers that no item has and bare sentences are found."""

import pytest

from huiyin.rules.text.drafting import (
    LONGEST_ITEM,
    Told,
    has_marks,
    material,
    title_and_body,
    traced,
    without_marks,
)

TABLE = [
    ("已有3人受伤［1］。起火原因不详[2]。", (1, 2), (), 0),
    ("已有3人受伤。[1]起火原因不详。[2、3]", (1, 2, 3), (), 0),
    ("明火已扑灭【1-3】。", (1, 2, 3), (), 0),
    ("明火已扑灭[9]。", (), (9,), 0),
    ("事故与本局无关，请勿轻信谣言。", (), (), 1),
    ("Three are hurt [1, 3]. The cause is unknown. [0]", (1, 3), (0,), 0),
    ("", (), (), 0),
    ("死亡[一]人。2026年[年底]前", (), (), 2),
]


@pytest.mark.parametrize(("text", "cited", "unknown", "bare"), TABLE)
def test_a_text_is_traced_to_its_items(
    text: str, cited: tuple[int, ...], unknown: tuple[int, ...], bare: int
) -> None:
    found = traced(text, 3)
    assert (found.cited, found.unknown, found.bare) == (cited, unknown, bare)
    assert has_marks(text) == bool(cited or unknown)
    assert not has_marks(without_marks(text))


def test_marks_go_with_the_blank_before_them_and_nothing_else_does() -> None:
    assert without_marks("Three are hurt [1, 3]. See [the notice].") == (
        "Three are hurt. See [the notice]."
    )


def test_the_first_line_is_the_title() -> None:
    assert title_and_body("# 标题：情况说明[1]\n\n正文一。\n正文二。") == (
        "情况说明", "正文一。\n正文二。"
    )  # fmt: skip
    assert title_and_body("只有一行。") == ("", "只有一行。")


def test_the_material_is_numbered_and_bounded() -> None:
    told = material([Told(1, "晚报", "2026-09-22 03:00", "标题", "文" * 9000)])
    assert told.startswith("［1］晚报 2026-09-22 03:00\n标题\n")
    assert told.count("文") == LONGEST_ITEM
