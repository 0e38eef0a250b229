"""Kinds: what short messages want, and when to say nothing."""

import json
from pathlib import Path

import pytest

from huiyin.rules.text.classify import kinds
from huiyin.rules.text.normalise import fold

SHARED = Path(__file__).parents[4] / "shared" / "data"

MESSAGES = [
    ("complaint", "楼下烧烤店深夜油烟扰民", "每天营业到凌晨,噪音严重影响休息,多次投诉没人管。"),
    ("complaint", "物业乱收费", "停车费一年涨了三次,态度恶劣。"),
    ("hazard", "厂区旁的消防通道被堵死,存在安全隐患", "灭火器过期,电线裸露,随时可能起火。"),
    ("hazard", "老教学楼墙体脱落", "楼梯间开裂,危及学生生命安全。"),
    ("suggestion", "建议在学校门口增设红绿灯", "可以借鉴邻县的做法。"),
    ("question", "请问新生儿医保如何办理", "需要什么材料?办理流程多久?"),
    ("question", "咨询公积金提取条件", "是否可以异地提取?"),
    ("report", "举报村支书套取补贴", "涉嫌贪污公款,请纪委彻查。"),
    ("report", "实名举报某公司偷税漏税", "账目造假,另有保护伞。"),
    ("request", "恳请帮我们修路", "村民盼望已久,求助政府尽快解决出行困难。"),
    (None, "今天天气不错", "我们去爬山。"),
    (None, "", ""),
]


@pytest.mark.parametrize(("kind", "title", "body"), MESSAGES)
def test_a_message_is_taken_for_what_it_wants(kind: str | None, title: str, body: str) -> None:
    assert kinds(fold([title]), fold([body]))[0].kind == kind


def test_a_guess_shows_its_words_and_how_sure_it_is() -> None:
    sure, leaning = kinds(["建议增设路灯", "路灯"], ["提议在村口推广", "能否开通"])
    assert sure.because[0] == "建议"
    assert set(sure.because) <= {"建议", "增设", "提议", "推广"}
    assert 0.8 < sure.score <= 1.0
    assert leaning.score < sure.score


def test_messages_are_judged_alike_alone_and_in_a_batch() -> None:
    titles, bodies = [row[1] for row in MESSAGES], [row[2] for row in MESSAGES]
    alone = [kinds([title], [body])[0] for title, body in zip(titles, bodies, strict=True)]
    assert kinds(titles, bodies) == alone


@pytest.mark.skipif(not SHARED.exists(), reason="shared data is not beside the repository")
def test_most_citizens_messages_are_told_apart() -> None:
    lines = (SHARED / "govmsg_kind" / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    guesses = kinds(fold([row["title"] for row in rows]), fold([row["body"] for row in rows]))
    grievances = {"complaint", "report", "hazard"}
    right = sum(
        row["kind"] == guess.kind or {row["kind"], guess.kind} <= grievances
        for row, guess in zip(rows, guesses, strict=True)
    )
    assert right / len(rows) >= 0.65
