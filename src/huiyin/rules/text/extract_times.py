"""Times in a folded text, as phrases: days, clocks, lengths, and words that place in time.

A phrase is read as a whole (昨日下午3时许). Sorts: "day" names a day, month or year,
"clock" a time of day, "length" a length of time or a distance in time (3天后), "relative" places
against the telling or another event (目前, 事发后). A number without a unit of time is none.

The patterns are tried only where a number stands before a unit of time (`NUMBERED`) and where one
of the words stands (found for the whole batch at once by the scanner).
"""

import re
from collections.abc import Iterable
from typing import Final

SMALL: Final = r"(?:\d{1,2}|[〇零一二三四五六七八九十两]{1,3})"
NUMBER: Final = r"(?:\d{1,4}(?:\.\d{1,2})?|[〇零一二三四五六七八九十百两半数几]{1,5})"
HALF: Final = (
    r"(?:凌晨|清晨|早晨|早上|早间|上午|中午|正午|午间|午后|下午|傍晚|黄昏|晚上|晚间|夜里|夜间|夜晚|深夜"
    r"|午夜|半夜|[早晚晨夜](?=\d|\s|[,。]|[一二三四五六七八九十]))"
)
# 五点五级 and 一点 are no clocks: after 点 a number has two figures or its 分.
CLOCK: Final = (
    rf"{SMALL}\s?(?:时(?![间候代期])(?:{SMALL}分?)?|点(?:钟|整|半|\d\d分|{SMALL}分|\d\d(?!\d)|(?![一二三四五六七八九\d]))"
    rf"|:\d\d)(?:{SMALL}(?:\.\d+)?分|半|[多余整过]|钟)*(?:{SMALL}(?:\.\d+)?秒|:\d\d)?(?:许|左右|前后|[多余])?"
)
RELATIVE_DAY: Final = (
    r"(?:大?前[天日晚年]|昨[天日晚夜晨早]?|[今明][天日晚晨早夜年冬春]?|后[天年]|当[天日晚夜月年]|次[日晨]|翌[日晨]"
    r"|同[日月年]|同一天|即日|去年|本[月周年]|(?:上上?|下|这|本)个?(?:周|星期|礼拜|月)[一二三四五六日天末]?"
    r"|(?:周|星期|礼拜)[一二三四五六日天末]|[上下]半年|年[初底末中]|月[初底末])"
)
DATE: Final = (
    rf"(?:(?:\d{{4}}|\d\d|[〇零一二三四五六七八九\d]{{4}})年(?:第?{SMALL}季度|[初底末春夏秋冬])?"
    rf"|{SMALL}月份?(?:[初底末]|[上中下]旬|{SMALL}[日号](?![本报记]))?|{SMALL}日(?![本报记元])|{SMALL}[-/]{SMALL}(?:[-/]\d\d)?)"
)
REMARK: Final = r"(?:\(\d{1,2}日?\)日?)"
WHEN: Final = re.compile(
    rf"(?P<zone>(?:北京|当地)时间)?(?P<day>(?:(?:{RELATIVE_DAY}{REMARK}?|{DATE})[的,\s]?)+)?"
    rf"(?P<half>{HALF})?(?:,?(?:北京|当地)时间)?\s?(?P<clock>{CLOCK})?"
    r"(?P<tail>许|左右|前后|以来|之前|之后|以前|以后|[前后起](?![面边方排门期来几者卫])|期间)?"
)
LENGTH: Final = re.compile(
    rf"(?:{NUMBER}|好几|多)(?:十|百|千)?[多余几]?个?[半多]?(?:秒钟?|分钟|刻钟|小时|钟头|天|昼夜|周(?![一-六日岁])|星期"
    r"|个?月|年|分(?=\d)|日)(?:钟)?(?:零?\d+[分秒]钟?)?(?:[多余](?=[,。的后前]))?(?P<tail>以?之?[内前后来](?![面边方排门])"
    r"|以上|左右|间)?"
)
NUMBERED: Final = re.compile(
    r"[\d〇零一二三四五六七八九十百两半数几](?:[\d〇零一二三四五六七八九十百千多余几.]{0,24})(?:(?:个(?=[小多半月星钟])多?半?)?"
    r"(?:年|月|日|号|时(?![而间])|点(?![名人燃着火击评赞])|:\d\d|分钟|秒|小时|钟头|刻钟|天|昼夜|周(?!边|围|岁)|星期)|/\d|-\d\d?日)"
)
NO_TIMES: Final = frozenset({"昨", "今", "明", "一点", "四周", "周日报"})


def times(text: str, words: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Times as (begin, end, sort), in order, none within another.

    `words` are where a whole time ("word") or the beginning of one ("day") stands: begin, end,
    which.
    """
    starts = [(begin, -end, which) for begin, end, which in words]
    starts += [(number.start(), 0, "number") for number in NUMBERED.finditer(text)]
    found: list[tuple[int, int, str]] = []
    done = 0
    for begin, end, which in sorted(starts):
        if begin >= done:
            time = (begin, -end, "relative") if which == "word" else _read(text, begin, which)
            if time is not None:
                found.append(time)
                done = time[1]
    return found


def _read(text: str, begin: int, which: str) -> tuple[int, int, str] | None:
    """The longer reading of what begins here; only a number begins a length of time."""
    when = WHEN.match(text, begin)
    length = LENGTH.match(text, begin) if which == "number" else None
    end = when.end() if when and (when["day"] or when["half"] or when["clock"]) else begin
    if length and length.end() > end and length[0] != "四周":
        return begin, length.end(), "length"
    end = begin + len(text[begin:end].rstrip("的, "))
    if when is None or end == begin or text[begin:end] in NO_TIMES:
        return None
    return begin, end, "clock" if when["clock"] and not when["day"] else "day"
