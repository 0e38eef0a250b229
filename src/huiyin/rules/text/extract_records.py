"""Facts as they are kept beside an item: phrases and figures, small enough for every row.

{"places": [phrase …], "bodies": [phrase …], "times": [phrase …],
 "figures": [{"sort", "number", "unit", "about", "phrase"} …]}
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from huiyin.rules.text.extract import Facts, Span, extract
from huiyin.rules.text.extract_series import Claim

# What tells of harm: a text without it and without a hit is not read for facts.
TELLING: Final = re.compile(r"[死伤亡毒埋塌炸燃]|失踪|失联|被困|泄[漏露]|疏散|火灾|起火|事故")
MOST: Final = 12
LONGEST: Final = 60
Record = dict[str, Any]


def worth_reading(text: str) -> bool:
    """Whether a folded text may tell facts of an event; a cheap look before `records`."""
    return TELLING.search(text) is not None


def records(texts: Sequence[str], register: Sequence[str] = ()) -> list[Record]:
    """What is kept of the facts of each text; {} where there are none."""
    found = extract(texts, register)
    return [_record(text, facts) for text, facts in zip(texts, found, strict=True)]


def claims_of(record: Mapping[str, Any]) -> tuple[Claim, ...]:
    """The figures of a kept record."""
    return tuple(
        Claim(
            str(figure["sort"]),
            float(figure["number"]),
            str(figure["unit"]),
            bool(figure["about"]),
            str(figure["phrase"]),
        )
        for figure in record.get("figures", ())
    )


def _record(text: str, facts: Facts) -> Record:
    figures = [
        {
            "sort": figure.sort,
            "number": figure.number,
            "unit": figure.unit,
            "about": figure.about,
            "phrase": text[figure.begin : figure.end][:LONGEST],
        }
        for figure in facts.figures[:MOST]
    ]
    kept: Record = {
        "places": _phrases(text, facts.places),
        "bodies": _phrases(text, facts.bodies),
        "times": _phrases(text, (span for span in facts.times if span.sort in {"day", "clock"})),
        "figures": figures,
    }
    return {name: value for name, value in kept.items() if value}


def _phrases(text: str, spans: Iterable[Span]) -> list[str]:
    said = (text[span.begin : span.end] for span in spans)
    return list(dict.fromkeys(phrase for phrase in said if len(phrase) <= LONGEST))[:MOST]
