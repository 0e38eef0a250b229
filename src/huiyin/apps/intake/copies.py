"""Near copies: which earlier item a new text repeats, as reprints and circulars do.

Originals are found by band keys (`rules.text.fingerprint`) in a narrow table; a copy points to its
original and has no keys itself, so a text printed ten thousand times stays one candidate.
"""

from collections.abc import Sequence

import numpy as np
from django.db import connection

from huiyin.rules.text import fingerprint
from huiyin.rules.text.analyse import Analysis

NEAR = 0.7  # signature similarity from which a text is a copy of another
BANDS = 12  # of the 32 are kept: they meet with probability 0.96 at NEAR, 0.999 at 0.82

Signed = dict[int, fingerprint.Signatures]


def near_copies(office_id: int, ids: Sequence[int], analysis: Analysis) -> list[int | None]:
    """For each new item (by id) the one it is a copy of, stored or before it in the batch; the
    keys of the originals are written."""
    banded = analysis.bands[:, :BANDS].tolist()
    signed = _stored(office_id, banded)
    owners = _owners(signed)
    originals: list[tuple[int, list[int]]] = []
    twins: list[int | None] = []
    for index, (pk, bands) in enumerate(zip(ids, banded, strict=True)):
        near = sorted({owner for band in bands if band for owner in owners.get(band, ())})
        twins.append(_nearest(analysis.signatures[index], near, signed))
        if twins[-1] is None:
            kept = sorted({band for band in bands if band})
            originals.append((pk, kept))
            signed[pk] = analysis.signatures[index]
            for band in kept:
                owners.setdefault(band, []).append(pk)
    _keep(office_id, originals)
    return twins


def _nearest(ours: fingerprint.Signatures, near: list[int], signed: Signed) -> int | None:
    if not near:
        return None
    alike = fingerprint.similarity(ours, np.stack([signed[pk] for pk in near]))
    best = int(alike.argmax())
    return near[best] if alike[best] >= NEAR else None


def _stored(office_id: int, banded: Sequence[Sequence[int]]) -> Signed:
    """The originals that share a key with any text of the batch."""
    wanted = sorted({band for bands in banded for band in bands if band})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, signature FROM intake_item WHERE id IN (SELECT item_id FROM"
            " intake_itemband WHERE office_id = %s AND band = ANY(%s)) ORDER BY id",
            [office_id, wanted],
        )
        found = cursor.fetchall()
    if not found:
        return {}
    rows = fingerprint.from_bytes([bytes(signature) for _pk, signature in found])
    return {pk: rows[index] for index, (pk, _signature) in enumerate(found)}


def _owners(signed: Signed) -> dict[int, list[int]]:
    owners: dict[int, list[int]] = {}
    if signed:
        keys = fingerprint.bands(np.stack(list(signed.values())))[:, :BANDS].tolist()
        for pk, bands in zip(signed, keys, strict=True):
            for band in bands:
                owners.setdefault(band, []).append(pk)
    return owners


def _keep(office_id: int, originals: Sequence[tuple[int, Sequence[int]]]) -> None:
    statement = "COPY intake_itemband (office_id, band, item_id) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for pk, bands in originals:
            for band in bands:
                copy.write_row((office_id, band, pk))
