"""A text that repeats another says how: as a reprint, or as an updated version of it.

Texts meet by how their sentences begin, no longer by signatures: keys are written anew.
"""

from typing import Any

from django.db import migrations, models

from huiyin.rules.text.prints import prints

BATCH = 1000


def write_keys(apps: Any, schema_editor: Any) -> None:
    item = apps.get_model("intake", "Item")
    band = apps.get_model("intake", "ItemBand")
    band.objects.all().delete()
    last = 0
    while rows := list(
        item.objects.filter(pk__gt=last, same_as=None)
        .order_by("pk")
        .values_list("pk", "office_id", "folded")[:BATCH]
    ):
        last = rows[-1][0]
        parts = [folded.partition("\n") for _pk, _office, folded in rows]
        found = prints([title for title, _, _ in parts], [body for _, _, body in parts])
        band.objects.bulk_create(
            band(office_id=office, item_id=pk, band=key)
            for (pk, office, _folded), keys in zip(rows, found.keys.tolist(), strict=True)
            for key in sorted({*keys} - {0})
        )


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_word_lists")]
    operations = [
        migrations.RemoveField("item", "signature"),
        migrations.AddField(
            model_name="item",
            name="same_how",
            field=models.CharField(
                blank=True,
                choices=[("reprint", "Reprint"), ("update", "Updated version")],
                db_default="",
                max_length=12,
            ),
        ),
        migrations.RunSQL(
            "UPDATE intake_item SET same_how = 'reprint' WHERE same_as_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
