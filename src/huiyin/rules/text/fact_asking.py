"""Asking for facts: which items name a place, or tell of so many dead, and with which words.

Of a text's facts (`extract_records`) a search needs the places, folded and one a line, and the
greatest number of each sort of figure. A place is asked for by any part of its name. Bare nouns
("the residential area", "the gate of the school") name no place.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from huiyin.rules.text.extract_words import words
from huiyin.rules.text.normalise import fold

LARGEST: Final = 1e15
"""Beyond it a number is a slip of the pen, and is not compared with others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a text's facts; empty asks nothing. `least` counts the sort's own units."""

    place: str = ""
    sort: str = ""
    least: float | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.place.strip() or self.sort)


@dataclass(frozen=True, slots=True)
class Known:
    """What a search needs of a text's facts."""

    places: str
    most: Mapping[str, float]


def known_of(record: Mapping[str, Any]) -> Known:
    """Draw it from a kept record."""
    most: dict[str, float] = {}
    for figure in record.get("figures", ()):
        number = float(figure["number"])
        if abs(number) <= LARGEST:
            most[figure["sort"]] = max(number, most.get(figure["sort"], number))
    return Known("\n".join(dict.fromkeys(fold(proper_places(record)))), most)


def proper_places(record: Mapping[str, Any]) -> list[str]:
    """The places of a record that are names."""
    return [place for place in record.get("places", ()) if not _bare().fullmatch(place)]


def folded_place(wanted: Wanted) -> str:
    """The place asked for as it stands in `Known.places`."""
    return fold([wanted.place])[0].strip()


def meets(known: Known, wanted: Wanted) -> bool:
    """Whether a text's facts answer the question."""
    if folded_place(wanted) not in known.places:
        return False
    if not wanted.sort:
        return True
    most = known.most.get(wanted.sort)
    return most is not None and (wanted.least is None or most >= wanted.least)


def phrases(record: Mapping[str, Any], wanted: Wanted) -> list[str]:
    """The phrases of a record that answer, as they stand in the text, each once."""
    place = folded_place(wanted)
    told = [name for name in proper_places(record) if place and place in fold([name])[0]]
    figures: Sequence[Mapping[str, Any]] = record.get("figures", ()) if wanted.sort else ()
    told += [
        str(figure["phrase"])
        for figure in figures
        if figure["sort"] == wanted.sort
        and (wanted.least is None or float(figure["number"]) >= wanted.least)
    ]
    return list(dict.fromkeys(told))


@lru_cache(maxsize=1)
def _bare() -> re.Pattern[str]:
    """Nouns for places, one or several, and where by them."""
    nouns = "|".join(sorted(words("places", "nouns"), key=len, reverse=True))
    return re.compile(f"(?:{nouns})+[大正]?(?:门口?|内|外|旁边?|附近|周边|里|上|下)?")
