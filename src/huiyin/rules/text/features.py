"""What of an item is kept to group it: weighed words and names, and facts that tell it apart.

An item's terms are its names and the heaviest words of its title and of the beginning of its body;
its facts are the counties or cities it names, and the plants and mines. Both are numbers: terms are
known by their keys, and spelt again, from where they stand, only for a person to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.names import CITY, COUNTY, HEAD, MINE, MOST_NAMES, PLANT, Named, named_in
from huiyin.rules.text.words import MOST_TERMS, faint

_NAME_WEIGHT = 2
_TITLE, _BODY, _SPACED_BODY = 200, 400, 1200
_SIGNED_BODY = 40
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Features:
    """The features of n items, in columns.

    `at` (int64): microseconds since 1970. Terms of item i are the rows `bounds[i]` to
    `bounds[i + 1]` of `terms` (int64): key, weight, offset << 5 | size in `heads[i]`; names first.
    Its facts are the rows `fact_bounds[i]` to `fact_bounds[i + 1]` of `facts` (int64): kind (see
    `names.KINDS`), what is named, row of `terms` that spells it.
    """

    at: Ints
    heads: list[str]
    bounds: Ints
    terms: Ints
    fact_bounds: Ints
    facts: Ints

    def __len__(self) -> int:
        return len(self.heads)

    def spelt(self, item: int, term: int) -> str:
        """Return a term (a row of `terms`) of an item as it is written."""
        begin, size = divmod(int(self.terms[term, 2]), 32)
        return self.heads[item][begin : begin + size]

    def take(self, items: Sequence[int]) -> "Features":
        """Return the features of some of the items, in the order given."""
        rows, bounds = _picked(self.bounds, items)
        fact_rows, fact_bounds = _picked(self.fact_bounds, items)
        facts = self.facts[fact_rows].copy()
        moved = bounds[:-1] - self.bounds[list(items)]
        facts[:, 2] += np.repeat(moved, np.diff(fact_bounds))
        return Features(
            self.at[list(items)], [self.heads[item] for item in items], bounds, self.terms[rows],
            fact_bounds, facts,
        )  # fmt: skip


def _picked(bounds: Ints, items: Sequence[int]) -> tuple[Ints, Ints]:
    """Return the rows of some items, and where each item's begin."""
    chosen = np.array(items, dtype=np.int64)
    sizes = bounds[chosen + 1] - bounds[chosen]
    ends = np.cumsum(sizes)
    rows = np.arange(int(sizes.sum())) + np.repeat(bounds[chosen] - (ends - sizes), sizes)
    return rows, np.concatenate((np.zeros(1, dtype=np.int64), ends))


def microseconds(instant: datetime) -> int:
    """Return an aware instant in microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(microseconds_since_1970: int) -> datetime:
    """Return the aware instant that so many microseconds since 1970 stand for."""
    return _EPOCH + microseconds_since_1970 * _MICROSECOND


def features(titles: Sequence[str], bodies: Sequence[str], times: Sequence[datetime]) -> Features:
    """Return the features of items with folded titles and bodies and aware times."""
    short = [title[:_TITLE] for title in titles]
    heads = [f"{title}\n{_lead(body)}" for title, body in zip(short, bodies, strict=True)]
    codes = encode(heads)
    kinds = characters.kinds(codes.points)
    lengths = np.array([len(title) for title in short], dtype=np.int64)
    named = named_in(codes, kinds, lengths + 1 + HEAD)
    bounds, terms = _terms(codes, kinds, lengths, named)
    fact_bounds, facts = _facts(codes, named, bounds)
    at = np.array([microseconds(time) for time in times], dtype=np.int64)
    return Features(at, heads, bounds, terms, fact_bounds, facts)


def signed_texts(titles: Sequence[str], bodies: Sequence[str]) -> list[str]:
    """Return what is signed of each item: its body, since reprints change titles, if it has one."""
    return [
        body if len(body) >= _SIGNED_BODY else f"{title} {body}"
        for title, body in zip(titles, bodies, strict=True)
    ]


def _lead(body: str) -> str:
    """Return the beginning of a body, where news say what happened: about two hundred words."""
    return body[: _SPACED_BODY if body[:_BODY].isascii() else _BODY]


def _terms(codes: Codes, kinds: NDArray[np.uint8], titles: Ints, named: Named) -> tuple[Ints, Ints]:
    from huiyin.rules.text.kernels_terms import weigh_terms

    chars, words = faint()
    bounds = np.zeros(codes.count + 1, dtype=np.int64)
    terms = np.empty((codes.count * (MOST_TERMS + MOST_NAMES) + 1, 3), dtype=np.int64)
    count = weigh_terms(
        codes.points, kinds, codes.starts, titles, chars, words, named.bounds, named.found,
        _NAME_WEIGHT, MOST_TERMS, bounds, terms,
    )  # fmt: skip
    return bounds, terms[:count].copy()


def _facts(codes: Codes, named: Named, bounds: Ints) -> tuple[Ints, Ints]:
    """Counties and cities as they are named; plants and mines by pairs of characters of theirs."""
    owners = np.repeat(np.arange(codes.count), np.diff(named.bounds))
    ranks = np.arange(len(named.found)) - named.bounds[owners]
    kinds = named.found[:, 2]
    rows: list[tuple[int, int, int, int]] = []
    for at in np.flatnonzero(np.isin(kinds, (CITY, COUNTY, PLANT, MINE))).tolist():
        owner, (begin, size, kind, key, ending) = int(owners[at]), named.found[at].tolist()
        row = int(bounds[owner] + ranks[at])
        if kind in (CITY, COUNTY):
            rows.append((owner, kind, key, row))
            continue
        first = int(codes.starts[owner]) + begin
        core = codes.points[first : first + size - ending].tolist()
        rows += [(owner, kind, one << 21 | two, row) for one, two in pairwise(core)]
    found = np.array(rows, dtype=np.int64).reshape(-1, 4)
    fact_bounds = np.searchsorted(found[:, 0], np.arange(codes.count + 1))
    return fact_bounds.astype(np.int64), found[:, 1:].copy()
