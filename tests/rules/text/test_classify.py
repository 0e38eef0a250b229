"""What texts are: kinds, topics, severity and tone; how sure; which words said so."""

import json
from pathlib import Path

import numpy as np
import pytest

from huiyin.rules.text import classify, model_files
from huiyin.rules.text.classify import Judged, judge
from huiyin.rules.text.normalise import fold

SHARED = Path(__file__).parents[4] / "shared" / "data"

MESSAGES = [
    ("complaint", "楼下烧烤店深夜油烟扰民", "每天营业到凌晨,噪音严重影响休息,多次投诉没人管。"),
    ("complaint", "物业乱收费", "停车费一年涨了三次,态度恶劣。"),
    ("hazard", "厂区旁的消防通道被堵死,存在安全隐患", "灭火器过期,电线裸露,随时可能起火。"),
    ("suggestion", "建议在学校门口增设红绿灯", "可以借鉴邻县的做法。"),
    ("question", "请问新生儿医保如何办理", "需要什么材料?办理流程多久?"),
    ("question", "咨询公积金提取条件", "是否可以异地提取?"),
    ("report", "举报村支书套取补贴", "涉嫌贪污公款,请纪委彻查。"),
    ("request", "恳请帮我们修路", "村民盼望已久,求助政府尽快解决出行困难。"),
]


def judged(rows: list[tuple[str, str]], outlets: bool = False) -> Judged:
    titles, bodies = fold([row[0] for row in rows]), fold([row[1] for row in rows])
    return judge(titles, bodies, np.full(len(rows), outlets), model_files.shipped())


@pytest.mark.parametrize(("kind", "title", "body"), MESSAGES)
def test_a_message_is_taken_for_what_it_wants(kind: str, title: str, body: str) -> None:
    assert judged([(title, body)]).guesses["kind"][0].label == kind


def test_topic_and_severity_are_named_with_it() -> None:
    found = judged([("工地拖欠农民工工资", "包工头拖欠我们三十多人半年工资,打电话不接。")]).guesses
    assert found["topic"][0].label == "labour.wages"
    assert found["severity"][0].label in ("1", "2")
    assert any("工资" in word for word in found["topic"][0].because)


def test_a_guess_shows_words_of_the_text_and_how_sure_it_is() -> None:
    for title, body in [row[1:] for row in MESSAGES]:
        guess = judged([(title, body)]).guesses["kind"][0]
        assert 0.4 <= guess.confidence <= 1.0
        assert guess.because
        assert all(word in "\n".join(fold([title, body])) for word in guess.because)


def test_where_nothing_speaks_the_desk_does_not_know() -> None:
    guesses = judged([("", ""), ("۝ qx", "zzz")]).guesses
    assert {guess.label for guess in guesses["topic"]} == {None}
    assert {guess.because for guess in guesses["topic"]} == {()}


def test_tone_is_told_of_outlets_texts_only() -> None:
    rows = [("社区卫生服务中心获评全国优质服务先进单位", "群众纷纷点赞,满意度大幅提升。")]
    told = judged(rows, outlets=True).guesses[classify.SENTIMENT][0]
    assert told.label == "1"
    assert judged(rows).guesses[classify.SENTIMENT] == [classify.NO_GUESS]
    mixed = judge(
        fold(["市民点赞"] * 2),
        fold(["服务很好"] * 2),
        np.array([True, False]),
        model_files.shipped(),
    )
    assert mixed.guesses[classify.SENTIMENT][1] == classify.NO_GUESS


def test_messages_are_judged_alike_alone_and_in_a_batch() -> None:
    rows = [row[1:] for row in MESSAGES]
    together = judged(rows).guesses
    for index, row in enumerate(rows):
        alone = judged([row]).guesses
        assert {task: guesses[index] for task, guesses in together.items()} == {
            task: guesses[0] for task, guesses in alone.items()
        }


@pytest.mark.parametrize(
    "text", ["a", "回", "👍🏽" * 50, "\u202e倒过来", "长" * 300_000, "!?;。\n"]
)
def test_odd_texts_are_judged_like_any_other(text: str) -> None:
    assert len(judged([("", text), (text, "")]).guesses["kind"]) == 2


def test_no_texts_give_no_guesses() -> None:
    assert judged([]).guesses["kind"] == []


@pytest.mark.skipif(not SHARED.exists(), reason="shared data is not beside the repository")
def test_most_citizens_messages_are_told_apart() -> None:
    lines = (SHARED / "govmsg_kind" / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    guesses = judged([(row["title"], row["body"]) for row in rows]).guesses["kind"]
    grievances = {"complaint", "report", "hazard"}
    right = sum(
        row["kind"] == guess.label or {row["kind"], guess.label} <= grievances
        for row, guess in zip(rows, guesses, strict=True)
    )
    assert right / len(rows) >= 0.78
