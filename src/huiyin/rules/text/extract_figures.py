"""Figures in a folded text: how many died, were hurt, are missing; what was lost, how much of what.

A figure is a number with its unit and the word that says what it counts, close behind (3人死亡) or
close before (死亡人数升至3人). A word that stood behind one number is not taken for the next one. A
number that nothing near it explains is no figure, except sums of money.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

COUNTED: Final = {
    "dead": "死亡 遇难 身亡 丧生 罹难 殒命 牺牲 毙命 溺亡 溺水身亡 丧命 遇害 不治 死",
    "injured": "受伤 重伤 轻伤 轻微伤 负伤 烧伤 灼伤 烫伤 炸伤 挫伤 受轻伤 受重伤 伤势 伤",
    "missing": "失踪 失联 下落不明",
    "trapped": "被困 被埋 受困 被卡",
    "ill": "中毒 发病 感染 确诊 染病 患病 住院 入院 送医 就诊 不适",
    "moved": "转移 疏散 撤离 安置 撤出",
    "rescued": "获救 救出 脱险 生还 营救",
    "affected": "受灾 受影响 停电 停水 断水 断电 断气 滞留 无家可归 受损 倒塌 损毁 烧毁 过火",
    "casualties": "伤亡 死伤",
    "leaked": "泄漏 泄露 外泄 排放 倾倒 偷排 渗漏",
}
SORT_OF: Final = {word: sort for sort, words in COUNTED.items() for word in words.split()}
TRIGGERS: Final = tuple(sorted({*SORT_OF, "元"}, key=len, reverse=True))
_WORD: Final = "|".join(sorted(SORT_OF, key=len, reverse=True))
# Words of one character count only right behind a number (2死3伤) or a person (3人伤).
_LONG: Final = "|".join(sorted((word for word in SORT_OF if len(word) > 1), key=len, reverse=True))
# One set of characters first, so that a text without numbers is passed over fast.
NUMBER: Final = re.compile(
    r"(?P<number>[\d一二三四五六七八九十百千两]"
    r"(?:(?<=\d)\d*(?:,\d{3})*(?:\.\d+)?|(?<=\D)[一二三四五六七八九十百千两]*))"
    r"(?P<scale>[十百千]?[万亿]|[千百](?=[余多]))?"
    r"(?P<more>[多余几]|来(?=[人名]))?(?P<scale2>[万亿])?"
    r"(?P<unit>人次|人(?![民士员才口均工])|名|位|例|具|户|家|栋|间|辆|头|只|吨|公斤|千克|升|立方米|立方|平方米|平方公里|平方千米|公顷"
    r"|万?亩|公里|千米|米|毫升|毫克|千瓦|(?:人民币|美|欧|日)?元|美金)?(?P<more2>[左右]{2}|以上|多)?"
)
ABOUT: Final = re.compile(r"(?:至少|超过|将近|接近|大约|不到|[约近逾超])\s?$")
NO_NUMBER: Final = frozenset("第数几.0123456789")
BEHIND: Final = re.compile(
    rf"(?P<who>[^\d,。;:!?、()\n]{{0,7}}?)(?:当场|不幸|已经?|先后|因[^\d,。;]{{1,6}}|经抢救无效|被确认|被|不同程度|遭|均|全部|死里)*(?P<word>{_LONG})"
)
RIGHT_BEHIND: Final = re.compile(r"(?P<word>死(?!亡)|伤(?!势)|亡)")
BEFORE: Final = re.compile(
    rf"(?P<word>{_WORD})(?:者|人数|人员|人|数|面积|量|职工|群众|户|了|的|已|有|为|达到?|增至|升至|上升[到至]"
    r"|增加[到至]|超过?|高达|约|近|至少|仅|共|计|总计|共计|累计|出|过|:|\s){0,5}$"
)
AMOUNTS: Final = f"{COUNTED['leaked']} {COUNTED['affected']}"
AMOUNT_BEFORE: Final = re.compile(rf"(?P<word>{'|'.join(AMOUNTS.split())})[^\d,。;!?]{{0,8}}$")
NO_COUNT: Final = frozenset("岁年月日时分点%号周天级度")
MONEY: Final = re.compile(r"元|美金")
LOSS: Final = re.compile(r"(?:损失|损毁|财产)(?:[^\d,。;!?]{0,8})$")
PERSONS: Final = "人"
YUAN: Final = "元"
PEOPLE: Final = frozenset({PERSONS, "名", "位", "例", "具", "人次", ""})
PERSONAL: Final = frozenset(
    {"dead", "injured", "casualties", "missing", "trapped", "ill", "moved", "rescued"}
)
SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
REACH: Final = 16
DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """number – counted in `unit` ("人", "元", "吨" …); about – the text says it is not exact;
    sort – a key of `COUNTED`, "loss" or "money"; begin, end – its phrase in the text."""

    sort: str
    number: float
    unit: str
    about: bool
    begin: int
    end: int


def figures(text: str, triggers: Sequence[int]) -> list[Figure]:
    """The figures of a folded text, in order, apart from each other.

    `triggers` are the places where one of `TRIGGERS` stands, in order.
    """
    found: list[Figure] = []
    for figure in _candidates(text, triggers):
        if not found or figure.begin >= found[-1].end:
            found.append(figure)
    return found


def _candidates(text: str, triggers: Sequence[int]) -> Iterator[Figure]:
    used = 0  # where the last word behind a number ended: it does not explain the next one
    for number in NUMBER.finditer(text):
        begin, end = number.span()
        next_trigger = bisect_left(triggers, begin - REACH)
        if next_trigger == len(triggers) or triggers[next_trigger] > end + REACH:
            continue
        unit = _unit(number["unit"] or "")
        if text[max(begin - 1, 0) : begin] in NO_NUMBER or (
            not unit and text[end : end + 1] in NO_COUNT
        ):
            continue
        near = ABOUT.search(text, max(begin - 3, used), begin)
        begin = near.start() if near else begin
        if MONEY.search(unit):
            loss = LOSS.search(text, max(begin - REACH, used), begin)
            begin = loss.start() if loss else begin
            yield _figure(number, "loss" if loss else "money", unit, begin, end, near)
            continue
        before, behind = _before(text, unit, begin, used), _behind(text, unit, end)
        if before and (not behind or before.end() == begin):
            word, begin = before["word"], before.start()
        elif behind:
            word, end = behind["word"], behind.end()
            used = end
        else:
            continue
        sort = SORT_OF.get(word, "dead" if word == "亡" else "")
        if sort and (sort not in PERSONAL or unit in PEOPLE):
            yield _figure(number, sort, unit or "人", begin, end, near)


def _before(text: str, unit: str, begin: int, used: int) -> re.Match[str] | None:
    shape = BEFORE if unit in PEOPLE else AMOUNT_BEFORE
    return shape.search(text, max(begin - REACH, used), begin)


def _behind(text: str, unit: str, end: int) -> re.Match[str] | None:
    close = RIGHT_BEHIND.match(text, end) if unit in {"", "人"} else None
    return close or (BEHIND.match(text, end) if unit else None)


def _unit(written: str) -> str:
    return "人" if written in {"名", "位", "例", "具"} else written


def _figure(
    number: re.Match[str], sort: str, unit: str, begin: int, end: int, near: re.Match[str] | None
) -> Figure:
    value = value_of(number["number"])
    for scale in (number["scale"] or "") + (number["scale2"] or ""):
        value *= SCALES[scale]
    about = bool(near or number["more"] or number["more2"])
    return Figure(sort, value, unit, about, begin, end)


def value_of(written: str) -> float:
    """The value of a number in figures (1,200.5) or Chinese numerals below ten thousand."""
    if written[0].isdigit():
        return float(written.replace(",", ""))
    total = digit = 0
    for char in written:
        if char in SCALES:
            total += (digit or 1) * SCALES[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return float(total + digit)
