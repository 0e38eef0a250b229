"""Keyword rules: what an expression catches, what it shows, and where it is wrong."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.rules.text import match
from huiyin.rules.text.mending import mend
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.reading import MAX_DEPTH, parse
from huiyin.rules.text.signs import MAX_LENGTH
from huiyin.rules.text.word_lists import words

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
    ("爆炸+受伤", True),
    ("爆炸 + 火灾", False),
    ("+爆炸 +受伤", True),
    ("爆炸 与 受伤", True),
    ("火灾、爆炸", True),
    ("爆炸-受伤", False),
    ("爆炸 - 受伤", False),
    ("爆炸-演习", True),
    ("爆*炸", True),
    ("远帆*爆炸", True),
    ("远帆*受伤", False),
    ("远帆?工厂", True),
    ("远帆??工厂", False),
    ("al*m", True),
    ("fire*alarm", False),
    ("pl?nt", True),
    ("pla*", True),
    ("*ant", True),
    ("lan", False),
    ("*lan*", True),
    ("爆炸*", True),
    ("化工厂 NEAR/2 爆炸", True),
    ("化工厂 NEAR/1 爆炸", False),
    ("爆炸 NEAR/2 化工厂", True),
    ("爆炸 BEFORE/2 化工厂", False),
    ("化工厂 先于/2 爆炸", True),
    ("爆炸 近/0 受伤", None),
    ("(火灾|爆炸) near/3 (死亡|受伤)", True),
    ("远帆 NEAR/5 爆炸 NEAR/5 受伤", True),
    ("远帆 NEAR/2 爆炸 NEAR/5 受伤", False),
    ("爆炸 NEAR 受伤", True),
    ("爆炸 近/分句 受伤", False),
    ("爆炸 近/句 受伤", True),
    ("爆炸 near/sentence ai", False),
    ("fire near/clause alarm", True),
    ("said near/1 alarm", True),
    ("said near/clause alarm", False),
    ("爆炸 -(爆炸 NEAR/3 死亡)", True),
    ("爆炸 -(爆炸 NEAR/3 受伤)", False),
    ("2 of (爆炸 | 火灾 | 受伤)", True),
    ("AT LEAST 3 OF (爆炸 | 火灾 | 受伤)", False),
    ("至少2个(爆炸、火灾、受伤)", True),
    ("至少2个(爆炸 | (火灾 受伤) | 县)", True),
    ("-(2 of (火灾 | 死亡)) 爆炸", True),
    ("爆炸 -(2 of (县 | (县 NEAR/1 县)))", True),
    ("title:爆炸", False),
    ("body:爆炸", True),
    ("正文：(爆炸 受伤) -标题：爆炸", True),
    ("2 of body:(爆炸|受伤)", True),
]


@pytest.mark.parametrize(("expression", "caught"), CATCHES)
def test_an_expression_catches_what_it_says(expression: str, caught: bool | None) -> None:
    if caught is None:
        assert refusal(expression) is not None
        return
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


def test_a_field_is_asked_in_title_or_body_alone() -> None:
    ruleset = match.compile(
        [
            ("title", "标题:爆炸"),
            ("body", "body:爆炸"),
            ("both", "爆炸"),
            ("not", "起火 -title:爆炸"),
        ]
    )
    texts = ["爆炸", "爆炸\n起火", "起火\n爆炸", "爆炸\n爆炸", "\n起火"]
    assert [[hit.key for hit in each] for each in ruleset.match(texts)] == [
        ["body", "both"], ["title", "both"], ["body", "both", "not"], ["title", "body", "both"],
        ["not"],
    ]  # fmt: skip
    assert ruleset.match(["爆炸\n爆炸"])[0][1].spans == (match.Span("爆炸", 3, 5),)


FACTS = match.Facts(outlet="雲溪晚报", place="禾岭县白石镇", channel="hotline", kind="complaint")


@pytest.mark.parametrize(
    ("expression", "caught", "facts"),
    [
        ("outlet:晚报", True, ["晚报"]),
        ("媒体:云溪* 停水", True, ["云溪*"]),
        ("outlet:日报", False, []),
        ("place:白石镇 -渠道:网页", True, ["白石镇"]),
        ("渠道:(热线|来信) kind:complaint", True, ["hotline", "complaint"]),
        ("类别:隐患", False, []),
        ("停水 -类别:投诉", False, []),
        ("2 of (place:禾岭 | 停水 | 停电)", True, ["禾岭"]),
    ],
)
def test_what_is_known_beside_the_text_is_asked(
    expression: str, caught: bool, facts: list[str]
) -> None:
    ruleset = match.compile([("rule", expression)])
    (hits,) = ruleset.match(["停水三天\n无人管"], [FACTS])
    assert [hit.key for hit in hits] == (["rule"] if caught else [])
    assert [term.text for hit in hits for term in hit.facts] == facts
    assert ruleset.match(["晴\n"], [match.Facts()]) == [[]]


def test_rules_of_one_office_are_never_asked_for_another() -> None:
    ruleset = match.Ruleset(
        [match.Rule(key, parse(text, {}), office)
         for key, text, office in [(1, "爆炸", "a"), (2, "爆炸 | 火灾", "b"), (3, "火灾", "a")]]
    )  # fmt: skip
    texts = ["爆炸", "火灾"]
    found = {
        office: [[hit.key for hit in each] for each in ruleset.match(texts, group=office)]
        for office in "abc"
    }
    assert found == {"a": [[1], [3]], "b": [[2], [2]], "c": [[], []]}


def test_a_word_list_is_any_of_its_words() -> None:
    lists = {"危化": words("苯、氯气\n液*气；苯"), "企业": words("远帆")}
    ruleset = match.compile(
        [("any", "@企业 @危化"), ("two", "至少2个@危化"), ("near", "@危化 NEAR/2 泄漏")], lists
    )
    hits = ruleset.match(["远帆厂液化气瓶", "苯和氯气泄漏"])
    assert [[hit.key for hit in each] for each in hits] == [["any"], ["two", "near"]]
    assert [hit.terms for hit in hits[0] + hits[1]] == [
        ("远帆", "液化气"), ("苯", "氯气"), ("氯气", "泄漏"),
    ]  # fmt: skip
    assert match.compile([(1, f"@长 -{'无' * 3}")], {"长": words("\n".join(LONG))}).match(
        [LONG[77]]
    )[0][0].terms == (LONG[77],)


LONG = [f"词{number}号" for number in range(200)]


def test_a_pattern_takes_in_the_word_it_begins() -> None:
    hits = match.compile([(1, "explo* | col*r | 爆?物")]).match(
        ["explosions, colors, colorr 爆炸物", "colour"]
    )
    assert [hit.terms for each in hits for hit in each] == [
        ("explosions", "colorr", "爆炸物"), ("colour",),
    ]  # fmt: skip


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
    ("爆炸 *", 3, "wildcard_alone", "*"),
    (f"爆炸 a{'?' * 62}b", 3, "wildcard_long", f"a{'?' * 19}"),
    ("爆炸，受伤", 2, "comma", "，受伤"),
    ("爆炸 titel:x", 3, "unknown_field", "titel:x"),
    ("渠道:电报", 3, "unknown_value", "电报"),
    ("爆炸 @企业", 3, "unknown_list", "@企业"),
    ("title:(body:x)", 7, "nested_field", "body:x)"),
    ("爆炸 NEAR/x 受伤", 3, "near_reach", "NEAR/x 受伤"),
    ("(爆炸 火灾) NEAR/5 受伤", 0, "near_part", "(爆炸 火灾) NEAR/5 受伤"),
    ("爆炸 NEAR/5 媒体:晚报", 10, "near_part", "媒体:晚报"),
    ("爆炸 NEAR/5", 9, "missing_term", ""),
    ("3 of (爆炸|火灾)", 0, "at_least_many", "3 of (爆炸|火灾)"),
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


def readable(expression: str) -> str:
    """The expression, if it can be read."""
    return expression if refusal(expression) is None else "unreadable"


def refusal(expression: str) -> match.RuleError | None:
    try:
        match.compile([("any", expression)])
    except match.RuleError as error:
        return error
    return None


PIECES = st.sampled_from(
    [*'火灾ab ()（）|｜&!-+"“”「」、或且非与\u200b，,:：@*?？/3', "NEAR/2 ", "近/句 ", "2 of ",
     "标题:", "至少2个", " AND ", "@单", "kind:", "x:"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join))
@example("2 of 标题:*")
@example("@@")
@example("-(-a -b)")
@example("2 of (a|a)")
@example("-2 of (-a|b)")
def test_any_expression_is_read_or_refused_with_a_place_inside_it(expression: str) -> None:
    error = refusal(expression)
    if error is None:
        assert match.compile([("any", expression)]).match(["", "、"]) == [[], []]
    else:
        assert mend(expression, {}) in ("", readable(mend(expression, {})))
        assert 0 <= error.position <= len(expression)
        assert expression.startswith(error.near, error.position)
