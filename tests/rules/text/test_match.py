"""Keyword rules: what an expression catches, what it shows, and where it is wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text import match
from huiyin.rules.text.expressions import MAX_DEPTH, MAX_LENGTH
from huiyin.rules.text.normalise import fold

TEXT = "昨日,禾岭县远帆化工厂发生爆炸,3人受伤。AI said: fire alarm at Plant No.5, covid-19 无关"

CATCHES = [
    ("爆炸", True),
    ("爆 炸", True),
    ("火灾", False),
    ("爆炸 受伤", True),
    ("爆炸 & 火灾", False),
    ("爆炸 AND 受伤", True),
    ("爆炸 且 受伤", True),
    ("火灾 | 爆炸", True),
    ("火灾 OR 爆炸", True),
    ("火灾 或 爆炸", True),
    ("火灾｜爆炸", True),
    ("火灾 || 爆炸", True),
    ("爆炸 -演习", True),
    ("爆炸 -受伤", False),
    ("爆炸 NOT 受伤", False),
    ("爆炸 非 受伤", False),
    ("爆炸 !受伤", False),
    ("爆炸！受伤", False),
    ("爆炸 -(受伤 县)", False),
    ("爆炸 --受伤", True),
    ("爆炸 火灾 | 受伤", True),
    ("爆炸 (火灾 | 死亡)", False),
    ("爆炸（火灾｜受伤）", True),
    ("非法 | 爆炸", True),
    ('"发生爆炸"', True),
    ("“发生 爆炸”", False),
    ('"fire alarm"', True),
    ('"alarm fire"', False),
    ("FIRE", True),
    ("ai", True),
    ("aid", False),
    ("lar", False),
    ("3人", True),
    ("covid-19", True),
    ("ＡＬＡＲＭ", True),
    ("遠帆", True),
    ("「爆炸」『受伤』", True),
    ('"(爆炸)"', False),
]


@pytest.mark.parametrize(("expression", "caught"), CATCHES)
def test_an_expression_catches_what_it_says(expression: str, caught: bool) -> None:
    hits = match.compile([("rule", expression)]).match(fold([TEXT]))
    assert [hit.key for hit in hits[0]] == (["rule"] if caught else [])


def test_whole_words_and_figures_are_not_found_inside_longer_ones() -> None:
    ruleset = match.compile([("ai", "ai"), ("three", "3人"), ("plant", "plant")])
    hits = ruleset.match(fold(["he said: plants", "13人", "AI,3人"]))
    assert [[hit.key for hit in each] for each in hits] == [[], [], ["ai", "three"]]


def test_a_hit_shows_the_words_that_did_it_and_where_they_stand() -> None:
    folded = fold(["火灾!远帆化工厂爆炸,厂内二次爆炸"])
    hit = match.compile([(7, "(爆炸 厂) | 死亡 | (火灾 洪水)")]).match(folded)[0][0]
    assert hit.spans == (
        match.Span("厂", 7, 8),
        match.Span("爆炸", 8, 10),
        match.Span("厂", 11, 12),
        match.Span("爆炸", 15, 17),
    )
    assert hit.terms == ("厂", "爆炸")
    assert all(folded[0][span.start : span.end] == span.term for span in hit.spans)


def test_rules_answer_in_their_order_for_every_text_of_a_batch() -> None:
    ruleset = match.compile([("b", "爆炸"), ("a", "爆炸 | 火灾"), ("c", "火灾 -爆炸")])
    hits = ruleset.match(["爆炸", "火灾", "", "无事", "爆炸火灾"])
    assert [[hit.key for hit in each] for each in hits] == [
        ["b", "a"],
        ["a", "c"],
        [],
        [],
        ["b", "a"],
    ]


def test_a_set_without_rules_catches_nothing() -> None:
    assert match.compile([]).match(["爆炸", ""]) == [[], []]
    assert match.compile([("a", "爆炸")]).match([]) == []


WRONG = [
    ("", 0, "empty", ""),
    ("  ", 0, "empty", ""),
    ('爆炸 "受伤', 3, "unclosed_quote", '"受伤'),
    ("爆炸 (受伤", 3, "unclosed_parenthesis", "(受伤"),
    ("爆炸 受伤) 火", 5, "unexpected_parenthesis", ") 火"),
    ("爆炸 |", 4, "missing_term", ""),
    ("| 爆炸", 0, "missing_term", "| 爆炸"),
    ("爆炸 & & 受伤", 5, "missing_term", "& 受伤"),
    ("爆炸 ()", 4, "missing_term", ")"),
    ("爆炸 NOT", 6, "missing_term", ""),
    ('爆炸 ""', 3, "empty_phrase", '""'),
    ("爆炸 \u200b受", 3, None, ""),
    ("-爆炸", 0, "only_negative", "-爆炸"),
    ("爆炸 | -火灾", 0, "only_negative", "爆炸 | -火灾"),
]


@pytest.mark.parametrize(("expression", "position", "code", "near"), WRONG)
def test_a_mistake_is_named_with_its_place(
    expression: str, position: int, code: str | None, near: str
) -> None:
    if code is None:
        assert match.compile([("ok", expression)])
        return
    with pytest.raises(match.RuleError) as caught:
        match.compile([("good", "爆炸"), ("bad", expression)])
    error = caught.value
    assert (error.position, error.message_code, error.near) == (position, code, near)
    assert error.key == "bad"


def test_endless_and_bottomless_expressions_are_refused() -> None:
    with pytest.raises(match.RuleError, match="too_long"):
        match.compile([(1, "火" * (MAX_LENGTH + 1))])
    with pytest.raises(match.RuleError, match="too_deep"):
        match.compile([(1, "(" * (MAX_DEPTH + 1) + "火" + ")" * (MAX_DEPTH + 1))])
    deep = "(" * MAX_DEPTH + "火" + ")" * MAX_DEPTH
    assert match.compile([(1, deep)]).match(["火"])[0][0].key == 1


def refusal(expression: str) -> match.RuleError | None:
    try:
        match.compile([("any", expression)])
    except match.RuleError as error:
        return error
    return None


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('火灾ab ()（）|｜&!-"“”「」或且非\u200b，'), max_size=24))
def test_any_expression_is_read_or_refused_with_a_place_inside_it(expression: str) -> None:
    error = refusal(expression)
    if error is None:
        assert match.compile([("any", expression)]).match(["", "无关"]) == [[], []]
    else:
        assert 0 <= error.position <= len(expression)
        assert expression.startswith(error.near, error.position)
