"""What changed between two versions of a text, as a reader sees it: sentence by sentence.

A text is cut after sentence marks and line feeds. Sentences that stayed are context, of which only
those next to a change are kept; a sentence that was reworded is shown as the old and the new one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

SENTENCE: Final = re.compile(r"[^。！？；!?\n]*[。！？；!?]+[”’」』）)]*|[^。！？；!?\n]+")
MOST: Final = 4000  # sentences of a text that are compared; of a longer one the rest is left out
CONTEXT: Final = 1


class Change(StrEnum):
    KEPT = "kept"
    TAKEN_OUT = "out"
    PUT_IN = "in"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; a gap stands for sentences that stayed and are not shown."""

    change: Change
    text: str


def sentences(text: str) -> list[str]:
    """The text's sentences without blanks around them."""
    return [one for found in SENTENCE.findall(text) if (one := found.strip())][:MOST]


def differences(before: str, after: str) -> list[Piece]:
    """What was taken out and put in, in reading order, with a sentence of context around."""
    old, new = sentences(before), sentences(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, end, start, stop in matcher.get_opcodes():
        if kind == "equal":
            pieces += [Piece(Change.KEPT, one) for one in old[first:end]]
        else:
            pieces += [Piece(Change.TAKEN_OUT, one) for one in old[first:end]]
            pieces += [Piece(Change.PUT_IN, one) for one in new[start:stop]]
    return _near_changes(pieces)


def _near_changes(pieces: Sequence[Piece]) -> list[Piece]:
    changed = [at for at, piece in enumerate(pieces) if piece.change is not Change.KEPT]
    shown = {near for at in changed for near in range(at - CONTEXT, at + CONTEXT + 1)}
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at in shown:
            found.append(piece)
        elif changed and (not found or found[-1].change is not Change.GAP):
            found.append(Piece(Change.GAP, ""))
    return found
