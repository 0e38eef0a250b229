"""Furniture of outlets is blanked, what they print stays."""

import pytest

from huiyin.rules.text.furniture import without_furniture
from huiyin.rules.text.normalise import fold_codes

TEXT = "禾岭县今天开通3条公交线路。市民说,等了2年。"
TABLE = [
    (TEXT, TEXT),
    (f"来源:甲报 作者:综合 发布时间:2026-03-02 10:08\n{TEXT}", TEXT),
    (f"【甲网】{TEXT}", TEXT),
    (f"(乙报){TEXT}", TEXT),
    (f"本报讯 {TEXT}", TEXT),
    (f"据甲乙网报道,{TEXT}", TEXT),
    (f"甲乙晚报3月2日讯(记者 王记){TEXT}", TEXT),
    (f"{TEXT}\n(责任编辑:小林)\n返回甲网,查看更多", TEXT),
    (f"{TEXT}\n【免责声明】本文转载自甲网,版权归原作者所有,不代表本平台立场。", TEXT),
    (f"{TEXT}延伸阅读:今日天气预报|限行尾号|油价调整", TEXT),
    (f"{TEXT}\n　　扫描下方二维码关注本公众号,获取更多资讯。\n　　", TEXT),
    (f"(图片来自网络,如有侵权请联系删除){TEXT}", TEXT),
    (f"{TEXT}……(全文请见原文)", f"{TEXT}......"),
    (
        "(Reuters) - The bridge opens today. Read more on our site. Advertisement",
        "the bridge opens today.",
    ),
    ("By Staff Reporter. The bridge opens. Share this: Mail", "the bridge opens."),
    ("来源:甲报", ""),
    ("文章说来源不明,编辑都不知道。", "文章说来源不明,编辑都不知道。"),
    ("(注)请看说明", "(注)请看说明"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "bare"), TABLE)
def test_what_outlets_put_around_a_text_is_blanked(text: str, bare: str) -> None:
    folded = fold_codes([text, TEXT, text])
    blanked = without_furniture(folded)
    assert [" ".join(each.split()) for each in blanked.texts()] == [bare, TEXT, bare]
    assert blanked.starts is folded.starts


def test_a_long_sentence_that_mentions_a_notice_is_kept() -> None:
    text = "市民反映,公众号上的" + "公交时刻与站牌不同,老人看不明白," * 8 + "请核实。"
    assert without_furniture(fold_codes([text])).texts() == [text]
