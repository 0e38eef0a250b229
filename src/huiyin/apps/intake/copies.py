"""Near copies: which earlier item a new text repeats or updates, as reprints and circulars do.

Texts that others may repeat are found by their keys (`rules.text.prints`) in a narrow table and set
beside the new text (`rules.text.duplicates`). A reprint points to its original and has no keys
itself, so a text printed ten thousand times stays one candidate; an updated version points to the
text it updates and has keys of its own, since it says more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from huiyin.apps.intake.models import Item
from huiyin.rules.text.analyse import Analysis
from huiyin.rules.text.codes import Ints
from huiyin.rules.text.duplicates import REPRINT, UPDATE, relations
from huiyin.rules.text.prints import CROWDED, Prints, joined, prints

COMPARED = 12  # known texts at most that a new one is set beside
_HOWS = {REPRINT: Item.SameHow.REPRINT.value, UPDATE: Item.SameHow.UPDATE.value}


@dataclass(frozen=True, slots=True)
class Twin:
    """The item that a new one repeats, and how (reprint, update); nothing for a new text."""

    original: int | None = None
    how: str = ""


_NONE = Twin()


@dataclass(frozen=True, slots=True)
class _Pair:
    """A known text and a later one, by their places among the compared, and what they are."""

    known: int
    later: int
    code: int
    share: float


def find_twins(office_id: int, ids: Sequence[int], analysis: Analysis) -> list[Twin]:
    """For each new item (by id) the one it repeats, stored or before it in the batch; the keys of
    texts that others may repeat are written."""
    stored, held = _stored(office_id, analysis.prints.keys)
    known = [*stored, *ids]
    near = _near(joined([held, analysis.prints]), len(stored))
    twins: dict[int, Twin] = {}
    for at, pk in enumerate(ids, len(stored)):
        best = [pair for pair in near.get(at, []) if _speaks(twins, known[pair.known])]
        twins[pk] = _NONE
        if best:
            chosen = min(best, key=lambda pair: (pair.code, -pair.share, pair.known))
            twins[pk] = Twin(known[chosen.known], _HOWS[chosen.code])
    _keep(office_id, ids, twins, analysis.prints.keys)
    return [twins[pk] for pk in ids]


def _speaks(twins: dict[int, Twin], pk: int) -> bool:
    """Tell whether others may be copies of it: it is none itself, or an updated version."""
    return pk not in twins or twins[pk].how != Item.SameHow.REPRINT


def _near(compared: Prints, stored: int) -> dict[int, list[_Pair]]:
    """The known texts each later one repeats or updates; the first `stored` are no later ones."""
    pairs = _meeting(compared.keys, stored)
    found = relations(compared, pairs)
    near: dict[int, list[_Pair]] = {}
    for at in np.flatnonzero(np.isin(found.codes, [REPRINT, UPDATE])).tolist():
        known, later = pairs[at].tolist()
        pair = _Pair(known, later, int(found.codes[at]), float(found.shares[at]))
        near.setdefault(later, []).append(pair)
    return near


def _meeting(keys: Ints, stored: int) -> Ints:
    """The pairs (earlier, later) that share keys: the few earlier ones that share most."""
    owners: dict[int, list[int]] = {}
    pairs: list[tuple[int, int]] = []
    for at, row in enumerate(keys.tolist()):
        shared: dict[int, int] = {}
        for key in {*row} - {0}:
            met = owners.setdefault(key, [])
            for other in met:
                shared[other] = shared.get(other, 0) + 1
            if len(met) < CROWDED:
                met.append(at)
        if shared and at >= stored:
            nearest = sorted(shared, key=lambda other: (-shared[other], other))[:COMPARED]
            pairs += [(other, at) for other in nearest]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _stored(office_id: int, keys: Ints) -> tuple[list[int], Prints]:
    """The stored items that share a key with any text of the batch, by id, and their prints; of
    those that share one key, the earliest."""
    wanted = np.unique(keys[keys != 0]).tolist()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, folded FROM intake_item WHERE id IN (SELECT held.item_id"
            " FROM unnest(%s::bigint[]) AS wanted(band) CROSS JOIN LATERAL (SELECT item_id"
            " FROM intake_itemband WHERE office_id = %s AND band = wanted.band"
            " ORDER BY item_id LIMIT %s) AS held) ORDER BY id",
            ["{" + str(wanted)[1:-1] + "}", office_id, CROWDED],
        )
        found = cursor.fetchall()
    parts = [folded.partition("\n") for _pk, folded in found]
    held = prints([title for title, _, _ in parts], [body for _, _, body in parts])
    return [pk for pk, _folded in found], held


def _keep(office_id: int, ids: Sequence[int], twins: dict[int, Twin], keys: Ints) -> None:
    statement = "COPY intake_itemband (office_id, band, item_id) FROM STDIN"
    rows = zip(ids, keys.tolist(), strict=True)
    lines = [
        f"{office_id}\t{key}\t{pk}\n"
        for pk, row in rows
        if _speaks(twins, pk)
        for key in sorted({*row} - {0})
    ]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join(lines))
