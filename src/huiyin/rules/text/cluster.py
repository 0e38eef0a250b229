"""Stories: which items tell of the same happening.

Items are taken in time order. An item and the items of the stories near it are put into stories
anew: the likest first, by the words and names they share, weighed by rarity among the live items
and fading with the hours between them, as long as they are alike enough. Items that name another
county, city or plant stay apart however alike the words; so do two groups that are less alike to
each other than each is within. A late item can therefore part what looked like one, or join what
looked like two – until the story is settled: a person touched it, or many items tell of it.

What the stories are follows from the items and their order in time. Taking them one by one or in
batches, or after loading the index again from what was stored, gives the same stories.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from huiyin.rules.text.features import Features, features
from huiyin.rules.text.live import OPENED, QUARTER_DAY, Floats
from huiyin.rules.text.stories import Held, Move, StoryIndex, Taken

__all__ = ["OPENED", "Assigned", "Assignment", "Features", "Held", "Move", "Policy", "StoryIndex"]
__all__ += ["assign", "features"]

_SHOWN, _COPY = 5, 0.6
_HOUR = 3600 * 1_000_000.0
_REFUSED = {1: "city", 2: "county", 5: "plant", 6: "mine", 255: "settled"}


@dataclass(frozen=True)
class Policy:
    """How alike is alike enough.

    `same` is the weighed likeness of items and groups of one story, `apart` how alike two groups
    must be as a share of what they are within; `half_life_hours` halves likeness, `window_hours`
    ends a story's life; `steepness` is the power of a term's rarity in its weight.
    """

    same: float = 0.2
    apart: float = 0.6
    half_life_hours: float = 72.0
    window_hours: float = 14 * 24.0
    steepness: float = 1.0

    def numbers(self) -> Floats:
        """Return the policy as the index takes it; times are microseconds."""
        return np.array(
            [
                self.same, self.apart, self.half_life_hours * _HOUR, self.window_hours * _HOUR,
                self.steepness,
            ]
        )  # fmt: skip


@dataclass(frozen=True)
class Assignment:
    """Where an item belongs, and why.

    `story` is the key of its story; one from `OPENED` on is opened by this batch. `because`:
    ("copy", shared words) of nearly the same text, ("words", shared words), or ("new",). `refused`
    is the key of the likest story that it was kept out of (0: there is none), `apart` says why:
    ("place", ours, theirs) of names that exclude each other, ("settled",) where two stories stand,
    ("unlike",) where it is less like that story than items of one story are.
    """

    story: int
    similarity: float
    because: tuple[str, ...]
    refused: int
    apart: tuple[str, ...]


def limit_of(latest: int, policy: Policy) -> int:
    """Return the time before which a story has ended; times are microseconds since 1970."""
    return latest // QUARTER_DAY * QUARTER_DAY - int(policy.window_hours * _HOUR)


@dataclass(frozen=True)
class Assigned:
    """The answers for a batch, in its order, and the items of before that changed their story.

    `moves` are in the order they were made; an item can move more than once. The stories of
    `items` are those after all moves.
    """

    items: list[Assignment]
    moves: list[Move]


def assign(
    new: Features, live: StoryIndex, policy: Policy | None = None, keys: Sequence[int] | None = None
) -> Assigned:
    """Assign each item to a story, in time order (ties by key); `live` takes them in.

    `keys` number the items (1 and up, each its own), the batch's places from 1 on if not given.
    """
    policy = policy or Policy()
    numbers = list(keys) if keys is not None else list(range(1, len(new) + 1))
    taken = live.take(new, numbers, policy.numbers())
    final = {move.item: move.to for move in taken.moves}
    own = set(numbers)
    items = [_assignment(new, live, taken, at, key, final) for at, key in enumerate(numbers)]
    return Assigned(items, [move for move in taken.moves if move.item not in own])


def _assignment(
    new: Features, live: StoryIndex, taken: Taken, at: int, key: int, final: dict[int, int]
) -> Assignment:
    joined, nearest, _refused, bar = taken.told[at].tolist()
    story, other = taken.stories[at].tolist()
    because: tuple[str, ...] = ("new",)
    if joined > 0:
        reason = "copy" if nearest >= _COPY else "words"
        because = (reason, *_phrases(new, at, taken.shared[at].tolist()))
    story = final.get(key, story)
    if other in {story, -1}:
        return Assignment(story, joined, because, 0, ())
    apart = _apart(live, key, int(bar), int(taken.rivals[at]))
    return Assignment(story, joined, because, other, apart)


def _apart(live: StoryIndex, key: int, bar: int, rival: int) -> tuple[str, ...]:
    code = _REFUSED.get(bar, "")
    if code in {"", "settled"}:
        return (code or "unlike",)
    return "place", live.fact(key, bar), live.fact(rival, bar)


def _phrases(new: Features, at: int, rows: Sequence[int]) -> list[str]:
    """Spell shared terms, the heaviest first; those that overlap in the text are one phrase."""
    first = int(new.bounds[at])
    spans = []
    for rank, row in enumerate(rows):
        if row >= 0:
            begin, size = divmod(int(new.terms[first + row, 2]), 32)
            spans.append((begin, begin + size, rank))
    phrases: list[tuple[int, int, int]] = []
    for begin, end, rank in sorted(spans):
        if phrases and begin < phrases[-1][1]:
            start, stop, best = phrases[-1]
            phrases[-1] = (start, max(stop, end), min(best, rank))
        else:
            phrases.append((begin, end, rank))
    phrases.sort(key=lambda each: each[2])
    return list(dict.fromkeys(new.heads[at][begin:end] for begin, end, _ in phrases))[:_SHOWN]
