"""What the items of a story say of the same figure, in the order they said it: 3 → 10 dead.

Of each item the largest number of a sort counts – parts (重伤3人) are smaller than their sum. Equal
numbers one after the other are one step. A number that can only grow (dead, loss) and is told
smaller than before is a contradiction, unless one of the two is said not to be exact; so are two
different exact numbers of any other sort that are told within an hour of each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

GROWING: Final = frozenset({"dead", "casualties", "rescued", "loss"})
ORDER: Final = (
    "dead", "missing", "trapped", "injured", "casualties", "ill", "rescued", "moved", "affected",
    "leaked", "loss", "money",
)  # fmt: skip
AT_ONCE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that one item tells: `phrase` is how it says it."""

    sort: str
    number: float
    unit: str
    about: bool
    phrase: str


@dataclass(frozen=True, slots=True)
class Told:
    """An item of a story: when it was said (aware) and what it claims."""

    at: datetime
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A number and who told it: indices of the items, the first one's time and phrase.

    contradicts – it cannot be squared with the step before.
    """

    number: float
    about: bool
    at: datetime
    phrase: str
    items: tuple[int, ...]
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The steps of one sort of figure in one unit, in time."""

    sort: str
    unit: str
    steps: tuple[Step, ...]

    @property
    def contradicted(self) -> bool:
        """Whether the items contradict each other."""
        return any(step.contradicts for step in self.steps)


def series_of(items: Sequence[Told]) -> list[Series]:
    """Line up what the items claim; the weightiest sorts first. The items come in any order."""
    lines: dict[tuple[str, str], list[Step]] = {}
    for index in sorted(range(len(items)), key=lambda number: (items[number].at, number)):
        for claim in _largest(items[index].claims):
            steps = lines.setdefault((claim.sort, claim.unit), [])
            _add(steps, claim, items[index].at, index)
    found = [Series(sort, unit, tuple(steps)) for (sort, unit), steps in lines.items()]
    return sorted(found, key=lambda line: (ORDER.index(line.sort), line.unit))


def _largest(claims: Sequence[Claim]) -> list[Claim]:
    best: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        held = best.get((claim.sort, claim.unit))
        if claim.sort in ORDER and (held is None or _weight(claim) > _weight(held)):
            best[claim.sort, claim.unit] = claim
    return list(best.values())


def _weight(claim: Claim) -> tuple[float, int]:
    """Of equal numbers the one that is told in more words stands."""
    return claim.number, len(claim.phrase)


def _add(steps: list[Step], claim: Claim, at: datetime, index: int) -> None:
    last = steps[-1] if steps else None
    if last is not None and (last.number, last.about) == (claim.number, claim.about):
        steps[-1] = Step(
            last.number, last.about, last.at, last.phrase, (*last.items, index), last.contradicts
        )
        return
    contradicts = last is not None and _contradicts(last, claim, at)
    steps.append(Step(claim.number, claim.about, at, claim.phrase, (index,), contradicts))


def _contradicts(last: Step, claim: Claim, at: datetime) -> bool:
    if last.about or claim.about:
        return False
    if claim.sort in GROWING:
        return claim.number < last.number
    return claim.number != last.number and at - last.at <= AT_ONCE
