"""Bodies in a folded text: the office's own register, and what ends like one with what stands
before it (某某公司, 公安局, 交警大队)."""

from collections.abc import Iterable
from typing import Final

from huiyin.rules.text.extract_places import core_begin
from huiyin.rules.text.extract_words import table

STUCK: Final[dict[str, str]] = table("bodies", "stuck")
BEFORE: Final[dict[str, str]] = table("bodies", "before")
LEAST: Final[dict[str, int]] = table("bodies", "least")
LONGEST: Final = 12


def bodies(text: str, found: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Bodies as (begin, end, "body" or "registered"), in order, apart; the longest wins.

    `found` is what the scanner found: begin, end, and which of the two it is.
    """
    spans = []
    for begin, end, kind in found:
        if kind != "body":
            spans.append((begin, end, kind))
            continue
        ending = text[begin:end]
        start = core_begin(text, begin, LONGEST)
        if begin - start < LEAST.get(ending, 2) or text[begin - 1] in BEFORE.get(ending, ""):
            continue
        if end == len(text) or text[end] not in STUCK.get(ending, ""):
            spans.append((start, end, kind))
    return _apart(spans)


def _apart(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda each: (each[0], -each[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[1] > kept[-1][1] and kept[-1][2] == "body":
            kept[-1] = kept[-1][0], span[1], span[2] if span[2] != "body" else "body"
    return kept
