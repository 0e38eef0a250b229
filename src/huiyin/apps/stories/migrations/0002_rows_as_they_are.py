"""Stories are written with every item that joins: rows that fit into a page are not compressed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE stories_story SET (toast_tuple_target = 8160)",
            "ALTER TABLE stories_story RESET (toast_tuple_target)",
        )
    ]
