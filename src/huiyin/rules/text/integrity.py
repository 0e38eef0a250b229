"""Whether a matter that somebody brings accuses staff, so that it belongs to the integrity lane.

It does if the reporter chose so; if one sentence, or the title, tells of an abuse of office (受贿,
吃拿卡要, 以权谋私 …) or of a gift, money or a favour, and of an official or somebody of the office
by name; or if two different abuses are told of. One word in passing does not: a long complaint
about a building site ends with "who is the umbrella over them?". What tells of danger is never
taken in here for its words alone, since nobody on the lane would stop the danger; a person at the
desk may still seal it. Published news is not asked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

CHOSEN_KIND = "report"
DANGEROUS_KINDS = ("hazard",)
DIFFERENT_ABUSES = 2
LEAST_SHOWN = 5  # smaller counts could point to a person, so the public does not read them


class Ground(StrEnum):
    """Why a matter goes into the lane."""

    CHOSEN = "chosen"  # by its reporter
    ABUSE = "abuse"  # words that name an abuse of office
    GAIN = "gain"  # gain and an official in one sentence
    NAMED = "named"  # gain and a person of the office in one sentence
    PASSED = "passed"  # by somebody at the desk


@dataclass(frozen=True, slots=True)
class Accusation:
    """Why, the words that say so, and which people of the office the text names (their ids)."""

    grounds: tuple[Ground, ...]
    words: tuple[str, ...]
    named: tuple[int, ...]


_ABUSE = re.compile(
    "受贿|索贿|行贿|贪污|吃拿卡要|索拿卡要|保护伞|以权谋私|权钱交易|徇私|枉法|渎职|滥用职权|玩忽职守|"
    "私分公款|挪用公款|公款吃喝|公车私用|违纪违法|利益输送|权力寻租|官商勾结|警匪勾结|"
    r"\babus\w+ of (?:office|power)\b|\bembezzl\w+|\bextort\w+|\bbribe[sd]?\b|\bbribery\b|"
    r"\bcorrupt(?:ion)?\b",
    re.IGNORECASE,
)
_GAIN = re.compile(
    "收礼|送礼|收钱|收了?(?:他|她|老板|企业|厂里)?的?(?:钱|红包|好处|烟酒|礼金|礼品|购物卡)|红包|"
    "好处费|辛苦费|回扣|礼金|购物卡|要(?:好处|烟)|打点|走后门|关系户|通风报信|包庇|勾结|入干股|"
    r"\bkickbacks?\b|\bgifts?\b|\bred envelopes?\b|\btip(?:ped|s)? off\b|\bpaid off\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    "检查员|检查人员|执法人员|执法队|监管人员|监察员|工作人员|公职人员|公务员|干部|科长|处长|局长|所长|"
    "站长|队长|股长|(?<!班)主任|副局|副科|纪检|稽查|城管|民警|辅警|专管员|安监员|"
    r"\binspectors?\b|\bofficials?\b|\bofficers?\b|\bcivil servants?\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。!?！？；;\n]+|(?<=[a-z])\.\s")
_SHORTEST_NAME = 2


def accusation(
    title: str,
    text: str,
    kind: str = "",
    people: Sequence[tuple[int, str]] = (),
    *,
    danger: bool = False,
) -> Accusation | None:
    """None where the text (as written, not folded) accuses nobody in office.

    `kind` is what the reporter chose, `danger` that they speak of danger; `people` are the
    office's people as (id, name).
    """
    grounds, words = [], []
    if kind == CHOSEN_KIND:
        grounds.append(Ground.CHOSEN)
    if not (danger or kind in DANGEROUS_KINDS):
        for ground, found in _told(title, text, people):
            grounds.append(ground)
            words += found
    if not grounds:
        return None
    named = _named(f"{title}\n{text}", people)
    return Accusation(tuple(dict.fromkeys(grounds)), tuple(dict.fromkeys(words)), named)


def _told(
    title: str, text: str, people: Sequence[tuple[int, str]]
) -> Iterable[tuple[Ground, list[str]]]:
    abuses = _ABUSE.findall(f"{title}\n{text}")
    if len({word.lower() for word in abuses}) >= DIFFERENT_ABUSES:
        yield Ground.ABUSE, abuses
    for sentence in (title, *_SENTENCE.split(text)):
        abuse, gain = _ABUSE.findall(sentence), _GAIN.findall(sentence)
        officials = _OFFICIAL.findall(sentence)
        if abuse and officials:
            yield Ground.ABUSE, abuse + officials
        if gain and officials:
            yield Ground.GAIN, gain + officials
        if (abuse or gain) and _named(sentence, people):
            yield Ground.NAMED, abuse + gain


def _named(text: str, people: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    return tuple(pk for pk, name in people if len(name) >= _SHORTEST_NAME and name in text)
