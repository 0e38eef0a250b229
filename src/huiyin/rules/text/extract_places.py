"""Places in a folded text, as phrases: 云南省楚雄州大姚县, 104国道小溪岭路段, 起火厂房附近.

A place is a known name; what ends like a place (县, 路, 医院) with what stands before it, back to a
character that cannot be part of a name; a noun for a place (现场, 路面); or a thing with a word
that makes it one (车内, 桥下). What touches is one phrase, and 附近, 境内, 以东50公里 belong to it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from huiyin.rules.text.extract_words import table, words

BEHIND: Final = re.compile(
    r"(?:[a-z]?k?\d+(?:\.\d+)?(?:公里|千米|米|km)?(?:\+\d+(?:米|m)?)?(?:处|[东南西北]侧)?"
    r"|[往至到](?=[\u4e00-\u9fff]{1,8}方向)[\u4e00-\u9fff]{1,8}方向|由?[东南西北]向[东南西北](?:方向)?|方向|境内|附近|周边|周围|一带|沿线|沿岸"
    r"|出口|入口|出入口|门口|门前|对面|旁边|交界|交叉|交汇|路口|路段|地段|段|处|中间|中央|上空|内部|外围|以[东南西北]{1,2}(?:约|大约)?(?:\d+(?:多)?(?:公里|千米|米))?(?:处)?"
    r"|[东南西北]{1,2}(?:部|侧|面|边|端|郊)|[内外里旁边](?![容部科地国海蒙面交套界缘伤])|[上下](?![午海班周月学课个一半次游述级万百千市报涨调落降达方来去车楼班前手])|中(?![国心学午央小型毒共]))"
)
# What can be part of a name; tried on the reversed text before an ending.
NAMED: Final = re.compile(rf"[^{words('places', 'breaks')[0]}\W_]*")
STUCK: Final[dict[str, str]] = table("places", "stuck")
BEFORE: Final[dict[str, str]] = table("places", "before")
# A rank without its name (该市市场) does not begin a phrase.
LONE: Final = frozenset("省市县区州镇乡")
CORE: Final = 8


def places(
    text: str, found: Iterable[tuple[int, int, str]], bodies: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Places as (begin, end), in order, apart from each other.

    `found` is what the scanner found: begin, end and what it is – "name" a known name, "beside" a
    name that counts only beside another place, "ending" a rank or another ending, "noun" a noun for
    a place. A place that is part of the name of one of `bodies` is left out.
    """
    spans: list[tuple[int, int]] = []
    beside: list[tuple[int, int]] = []
    for begin, end, what in found:
        if what == "name":
            spans.append((begin, end))
        elif what == "beside":
            beside.append((begin, end))
        elif what == "noun":
            spans.append((core_begin(text, begin), end))
        elif (start := core_begin(text, begin)) < begin and _fits(text, begin, end):
            spans.append((start, end))
    edges = {edge for span in spans for edge in span}
    spans += [span for span in beside if span[0] in edges or span[1] in edges]
    apart = _joined(text, spans)
    return [span for span in apart if not any(_is_part(span, body) for body in bodies)]


def _is_part(span: tuple[int, int], body: tuple[int, int]) -> bool:
    """Whether a place is only part of a body's name: 昆明市 in 昆明市公安局."""
    return body[0] <= span[0] and span[1] <= body[1] and span != body


def core_begin(text: str, end: int, longest: int = CORE) -> int:
    """Where the name that goes on to `end` begins: at most `longest` characters before it."""
    named = NAMED.match(text[max(0, end - longest) : end][::-1])
    begin = end - (named.end() if named else 0)
    return begin + 1 if begin < end and text[begin] in LONE else begin


def _fits(text: str, begin: int, end: int) -> bool:
    ending = text[begin:end]
    behind = text[end : end + 1]
    if behind and behind in STUCK.get(ending, ""):
        return False
    return text[begin - 1] not in BEFORE.get(ending, "")


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One phrase of what overlaps or touches, with what belongs behind it."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            if joined:
                joined[-1] = joined[-1][0], min(_behind(text, joined[-1][1]), begin)
                if begin <= joined[-1][1]:
                    joined[-1] = joined[-1][0], end
                    continue
            joined.append((begin, end))
    if joined:
        joined[-1] = joined[-1][0], _behind(text, joined[-1][1])
    return joined


def _behind(text: str, end: int) -> int:
    for _ in range(3):
        more = BEHIND.match(text, end)
        if not more:
            break
        end = more.end()
    return end
