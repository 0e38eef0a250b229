"""Items are written often and read whole: neither rows that fit into a page nor their longer texts
are compressed."""

from django.db import migrations

TEXTS = ("title", "body", "folded", "raw", "grams", "signature")
PLAIN = ", ".join(f"ALTER COLUMN {column} SET STORAGE EXTERNAL" for column in TEXTS)
PACKED = ", ".join(f"ALTER COLUMN {column} SET STORAGE EXTENDED" for column in TEXTS)


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE intake_item {PLAIN}; ALTER TABLE intake_item SET (toast_tuple_target = 8160)",
            f"ALTER TABLE intake_item {PACKED}; ALTER TABLE intake_item RESET (toast_tuple_target)",
        )
    ]
