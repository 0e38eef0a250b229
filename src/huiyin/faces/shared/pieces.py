"""Plain values that the smaller components take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One choice of a filter: where it leads and how many entries it has (None: not told)."""

    label: str
    url: str
    count: int | None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Choices that exclude each other, under one heading."""

    label: str
    options: Sequence[FilterOption]


@dataclass(frozen=True, slots=True)
class Pager:
    """Neighbours of a page in keyset order; an empty address means there is none."""

    newer_url: str | None = None
    older_url: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it says, for the panel that confirms what leaves the house."""

    name: str
    text: str


def sparkline_points(values: Sequence[float], width: int, height: int) -> str:
    """The `points` of an SVG polyline for `values`, oldest first, 2 units of air all round."""
    if not values:
        return ""
    top = max(values) or 1
    step = (width - 4) / max(1, len(values) - 1)
    return " ".join(
        f"{2 + index * step:.1f},{height - 2 - (height - 4) * value / top:.1f}"
        for index, value in enumerate(values)
    )


def code_groups(code: str, size: int = 4) -> list[str]:
    """The letters and digits of a receipt code in groups that can be read aloud."""
    plain = "".join(character for character in code if character.isalnum())
    return [plain[start : start + size] for start in range(0, len(plain), size)]
