"""Wildcards in a word: `?` is one letter, digit or character, `*` is some.

Between letters `*` stays inside the word (colo*r: colour, color); elsewhere it is at most `GAP`
characters of the same clause (爆*炸). At an end of letters it means that the word may go on
(explo*: explosion, exploded); at an end of Chinese it says nothing, for Chinese is found anywhere.

A pattern is looked for by its longest piece of plain characters, the anchor. What stands left and
right of it is then compared, step by step.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from huiyin.rules.text import characters

GAP = 10
WIDEST = 62
"""Characters a pattern may reach to the left or right of its anchor."""

ONE, SOME, IN_WORD = -1, -2, -3
"""Elements that are no character: one, up to GAP of the clause, up to GAP of the word."""

_PIECES = re.compile(r"[?*]+|[^?*]+")


@dataclass(frozen=True)
class Pattern:
    """A term as it is looked for.

    `left` (outwards from the anchor) and `right` are code points and elements. `open` and `close`:
    no letter or digit may touch that end. `grows_left`, `grows_right`: the find takes in the rest
    of the word.
    """

    text: str
    anchor: str
    left: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    open: bool = False
    close: bool = False
    grows_left: bool = False
    grows_right: bool = False


@lru_cache(maxsize=1 << 16)
def _spaced(char: str) -> bool:
    kind = characters.kinds(np.array([ord(char)], dtype=np.uint32))[0]
    return bool(kind in (characters.LETTER, characters.DIGIT))


def plain(text: str) -> Pattern:
    """Return the pattern of a folded term without wildcards."""
    return Pattern(text, text, open=_spaced(text[0]), close=_spaced(text[-1]))


def fault(text: str) -> str:
    """Return wildcard_alone or wildcard_long where a folded word makes no pattern, else ""."""
    if not text.strip("?* "):
        return "wildcard_alone"
    pattern = wild(text)
    longest = max(_longest(pattern.left), _longest(pattern.right))
    return "wildcard_long" if longest > WIDEST else ""


def _longest(elements: tuple[int, ...]) -> int:
    return sum(GAP if element in (SOME, IN_WORD) else 1 for element in elements)


@lru_cache(maxsize=10_000)
def wild(text: str) -> Pattern:
    """Return the pattern of a folded word in which `?` and `*` are wildcards."""
    core = text.strip("*")
    pieces = _PIECES.findall(core)
    anchor = max((piece for piece in pieces if piece[0] not in "?*"), key=len)
    at = pieces.index(anchor)
    return Pattern(
        text,
        anchor,
        left=_elements(pieces[: at + 1])[: -len(anchor)][::-1],
        right=_elements(pieces[at:])[len(anchor) :],
        open=_whole(text[0]),
        close=_whole(text[-1]),
        grows_left=text[0] == "*" and core[0] != "?" and _spaced(core[0]),
        grows_right=text[-1] == "*" and core[-1] != "?" and _spaced(core[-1]),
    )


def _whole(edge: str) -> bool:
    """Tell whether a pattern with this edge ends only where a word does."""
    return edge not in "?*" and _spaced(edge)


def _elements(pieces: list[str]) -> tuple[int, ...]:
    elements: list[int] = []
    for index, piece in enumerate(pieces):
        if piece[0] not in "?*":
            elements += map(ord, piece)
            continue
        elements += [ONE] * piece.count("?")
        if "*" in piece:
            beside = [pieces[index - 1][-1] if index else "", "".join(pieces[index + 1 :])[:1]]
            inside = all(char and _spaced(char) for char in beside)
            elements.append(IN_WORD if inside else SOME)
    return tuple(elements)
