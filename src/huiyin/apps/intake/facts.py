"""Reading the facts of what arrived, a batch behind: how far it has come is kept beside them.

A kill repeats the batch it fell in and doubles nothing.
"""

from collections.abc import Sequence

from django.db import transaction
from msgspec.json import encode

from huiyin.apps.audit.models import Cursor
from huiyin.apps.intake.models import Item, ItemFacts
from huiyin.apps.org.models import Office
from huiyin.engine.copying import copy_rows
from huiyin.rules.text.extract_records import Record, records
from huiyin.rules.text.fact_asking import Known, known_of

BATCH = 200  # a few hundredths of a second, so that other duties are not kept waiting
READ = 2_000  # characters of a text that are read
COLUMNS = ("item_id", "office_id", "places", "most", "told")


def note_facts() -> int:
    """Read the next items of every office; gives how many were read."""
    offices = Office.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_read_on(office) for office in offices)


def facts_of_texts(texts: Sequence[tuple[str, str]]) -> list[tuple[Known, Record]]:
    """What titles and bodies tell: for asking, and with all its phrases."""
    kept = records([f"{title}\n{body[:READ]}" for title, body in texts])
    return [(known_of(record), record) for record in kept]


@transaction.atomic
def _read_on(office_id: int) -> int:
    Cursor.objects.get_or_create(name=f"facts of {office_id}")
    held = Cursor.objects.select_for_update(skip_locked=True)
    cursor = held.filter(name=f"facts of {office_id}").first()
    if cursor is None:
        return 0
    rows = Item.objects.filter(office=office_id, pk__gt=cursor.seq).order_by("pk")
    items = list(rows.values_list("pk", "title", "body")[:BATCH])
    if not items:
        return 0
    found = facts_of_texts([(title, body) for _pk, title, body in items])
    copy_rows(
        ItemFacts,
        COLUMNS,
        [
            (pk, office_id, known.places, encode(known.most), encode(told))
            for (pk, _title, _body), (known, told) in zip(items, found, strict=True)
            if known.places or known.most
        ],
    )
    cursor.seq = items[-1][0]
    cursor.save(update_fields=["seq"])
    return len(items)
