"""What the items of a story say in figures and places: 3 → 10 dead, and who said so first.

Read from the items' texts when the story is opened; reprints say nothing new and are passed over.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Thread
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from huiyin.faces.console.figure_words import LABELS
from huiyin.faces.console.telling import Member
from huiyin.rules.text.extract_figures import PERSONS, YUAN
from huiyin.rules.text.extract_records import claims_of, records, worth_reading
from huiyin.rules.text.extract_series import Series, Step, Told, series_of
from huiyin.rules.text.extract_words import words

MOST_READ, FIRST, MOST_PLACES = 200, 2000, 8


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """A figure as it was told: `told` items say so, the first is `item` with its `phrase`."""

    text: str
    phrase: str
    at: datetime
    item: int
    told: int
    contradicts: bool


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One sort of figure with its steps in time."""

    label: str
    steps: list[ClaimStep]
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """What the block on the story's page shows."""

    lines: list[ClaimLine]
    places: list[str]


def claims_seen(members: Sequence[Member]) -> Claims:
    """Read the first `MOST_READ` items of a story that are no reprints."""
    read = [member.item for member in members if not member.reprint][:MOST_READ]
    texts = [f"{item.title}\n{item.body[:FIRST]}" for item in read]
    worth = [number for number, text in enumerate(texts) if worth_reading(text)]
    kept = records([texts[number] for number in worth])
    told = [
        Told(read[number].said_at, claims_of(record))
        for number, record in zip(worth, kept, strict=True)
    ]
    pks = [read[number].pk for number in worth]
    return Claims([_line(line, pks) for line in series_of(told)], _places(kept))


def get_ready() -> None:
    """Load what reads texts, beside the page that asks: a story will be opened next."""
    Thread(target=records, args=([""],), daemon=True, name="claims").start()


def _line(line: Series, pks: Sequence[int]) -> ClaimLine:
    steps = [
        ClaimStep(
            _number(step, line.unit),
            step.phrase,
            step.at,
            pks[step.items[0]],
            len(step.items),
            step.contradicts,
        )
        for step in line.steps
    ]
    return ClaimLine(str(LABELS[line.sort]), steps, line.contradicted)


def _number(step: Step, unit: str) -> str:
    places = 0 if step.number == int(step.number) else 1
    number = number_format(step.number, decimal_pos=places, force_grouping=True)
    text = number if unit == PERSONS else f"{number} {_('yuan') if unit == YUAN else unit}"
    return _("about %(number)s") % {"number": text} if step.about else text


def _places(kept: Sequence[dict[str, Any]]) -> list[str]:
    """The places most items name; a bare noun for a place names none."""
    plain = frozenset(words("places", "nouns"))
    named = Counter(place for record in kept for place in record.get("places", ()))
    return [place for place, _times in named.most_common() if place not in plain][:MOST_PLACES]
