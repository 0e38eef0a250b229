"""What a search may ask, and which texts answer it."""

import pytest

from huiyin.rules.text.asking import MOST_TERMS, answers, question, satisfied, terms

TEXT = "化工厂爆炸\n第三 车间起火,3人受伤。pm2.5 abc-9 100% a_b"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("爆炸", True),
        ("爆炸 起火", True),
        ("爆炸 地震", False),
        ("爆炸 AND 起火", True),
        ("地震 OR 爆炸", True),
        ("地震 或 洪水", False),
        ("地震 | 起火", True),
        ("爆炸 -起火", False),
        ("爆炸 -演习", True),
        ("爆炸 NOT 演习", True),
        ("爆炸 非 起火", False),
        ("-演习", True),
        ("-爆炸", False),
        ("非法集资", False),  # a word, not an operator
        ("地震 OR 爆炸 起火", True),
        ("地震 爆炸 OR 洪水 起火", False),
        ("(地震 OR 爆炸) 起火", True),
        ("(地震 OR 爆炸) 洪水", False),
        ("爆炸 -(演习 OR 起火)", False),
        ("爆炸 -(演习 OR 洪水)", True),
        ('"第三 车间"', True),
        ("“第三 车间”", True),
        ("「第三  车间」", True),
        ('"第三车间"', False),
        ('爆炸 -"第三 车间"', False),
        ('"第三 车间', True),  # the end closes what was left open
        ("（爆炸 ＯＲ 地震", True),
        (") 爆炸 (", True),
        ("ＡＢＣ-9", True),
        ("abc-9", True),
        ("100%", True),
        ("a_b", True),
        ("axb", False),
        ("2.5", True),
        ("爆炸第三", False),  # title and body do not touch
    ],
)
def test_a_text_answers(asked: str, found: bool) -> None:
    wanted = question(asked)
    assert wanted is not None
    assert satisfied(wanted, TEXT) is found
    assert answers([wanted], ["别的", TEXT, TEXT]) == [
        [at for at, text in enumerate(["别的", TEXT, TEXT]) if satisfied(wanted, text)]
    ]


@pytest.mark.parametrize("asked", ["", "   ", "\0", "()", "((()", '""', "OR", "非", "-(", "或 或"])
def test_nothing_is_asked(asked: str) -> None:
    assert question(asked) is None


def test_excluded_terms_are_not_marked() -> None:
    wanted = question('爆炸 -演习 (泄漏 OR "第三 车间") 爆炸')
    assert wanted is not None
    assert terms(wanted) == ["爆炸", "泄漏", "第三 车间"]


def test_an_endless_question_is_cut() -> None:
    wanted = question(" ".join(f"词{n}" for n in range(1000)))
    assert wanted is not None
    assert len(terms(wanted)) == MOST_TERMS
    assert question("(" * 5000 + "爆炸" + ")" * 5000) is not None


def test_many_questions_are_answered_in_one_pass_as_each_alone() -> None:
    texts = [TEXT, "电梯停了,第三车间无事", "化工\n工厂 ab", "演习", ""]
    asked = [
        "爆炸", "化工厂", "工厂", "电梯 OR 起火", "车间 -演习", "-化工", "第三 -车间", "路灯", "a",
        "ab", '"工厂 a"', "受伤 3人", "演习", "停了", "无事 电梯", "厂爆", "厂 爆",
        "(起火 OR 演习)",
    ]  # fmt: skip
    wanted = [one for one in map(question, asked) if one is not None]
    right = [[at for at, text in enumerate(texts) if satisfied(one, text)] for one in wanted]
    assert len(wanted) == len(asked)
    assert answers(wanted, texts) == right


def test_no_texts_have_no_answers() -> None:
    wanted = question("-爆炸")
    assert wanted is not None
    assert answers([wanted], []) == [[]]
