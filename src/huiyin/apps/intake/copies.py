"""Near copies: which earlier item a new text repeats, as reprints and circulars do.

Originals are found by band keys (`rules.text.fingerprint`) in a narrow table; a copy points to its
original and has no keys itself, so a text printed ten thousand times stays one candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from huiyin.rules.text import fingerprint
from huiyin.rules.text.analyse import Analysis
from huiyin.rules.text.duplicates import likenesses

NEAR = 0.5  # signature similarity from which two texts are compared word by word
BANDS = 12  # of the 32 are kept: they meet with probability 0.8 at 0.6, 0.99 at 0.75


@dataclass(frozen=True, slots=True)
class Original:
    """A text that others may repeat."""

    signature: fingerprint.Signatures
    folded: str


def near_copies(office_id: int, ids: Sequence[int], analysis: Analysis) -> list[int | None]:
    """For each new item (by id) the one it is a copy of, stored or before it in the batch; the
    keys of the originals are written."""
    banded = [sorted({band for band in row if band}) for row in analysis.bands[:, :BANDS].tolist()]
    originals = _stored(office_id, banded)
    owners = _owners(originals)
    kept: list[tuple[int, list[int]]] = []
    twins: list[int | None] = []
    for index, (pk, bands) in enumerate(zip(ids, banded, strict=True)):
        ours = Original(analysis.signatures[index], analysis.folded[index])
        near = sorted({owner for band in bands for owner in owners.get(band, ())})
        twins.append(_repeated(ours, near, originals))
        if twins[-1] is None:
            kept.append((pk, bands))
            originals[pk] = ours
            for band in bands:
                owners.setdefault(band, []).append(pk)
    _keep(office_id, kept)
    return twins


def _repeated(ours: Original, near: list[int], originals: dict[int, Original]) -> int | None:
    """The nearest original, if it says the same; the same words about other facts do not."""
    if not near:
        return None
    signatures = np.stack([originals[pk].signature for pk in near])
    alike = fingerprint.similarity(ours.signature, signatures)
    best = int(alike.argmax())
    if alike[best] < NEAR:
        return None
    texts = [ours.folded, originals[near[best]].folded]
    same = texts[0] == texts[1] or likenesses(texts, [(0, 1)])[0].relation == "reprint"
    return near[best] if same else None


def _stored(office_id: int, banded: Sequence[Sequence[int]]) -> dict[int, Original]:
    """The originals that share a key with any text of the batch."""
    wanted = sorted({band for bands in banded for band in bands})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, signature, folded FROM intake_item WHERE id IN (SELECT item_id FROM"
            " intake_itemband WHERE office_id = %s AND band = ANY(%s::bigint[])) ORDER BY id",
            [office_id, "{" + str(wanted)[1:-1] + "}"],
        )
        found = cursor.fetchall()
    signed = fingerprint.from_bytes([bytes(signature) for _pk, signature, _folded in found])
    return {
        pk: Original(signed[index], folded) for index, (pk, _signature, folded) in enumerate(found)
    }


def _owners(originals: dict[int, Original]) -> dict[int, list[int]]:
    owners: dict[int, list[int]] = {}
    if originals:
        signed = np.stack([original.signature for original in originals.values()])
        for pk, bands in zip(originals, fingerprint.bands(signed)[:, :BANDS].tolist(), strict=True):
            for band in bands:
                owners.setdefault(band, []).append(pk)
    return owners


def _keep(office_id: int, originals: Sequence[tuple[int, Sequence[int]]]) -> None:
    statement = "COPY intake_itemband (office_id, band, item_id) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        lines = (f"{office_id}\t{band}\t{pk}\n" for pk, bands in originals for band in bands)
        copy.write("".join(lines))
