"""Items are written often and read whole: rows that fit into a page are not compressed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE intake_item SET (toast_tuple_target = 8160)",
            "ALTER TABLE intake_item RESET (toast_tuple_target)",
        )
    ]
