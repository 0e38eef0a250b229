"""The board lists what people told the desk and counts it: from an index, not from the items."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_rows_as_they_are")]
    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(
                    ("channel__in", ("portal", "hotline", "letter", "visit")),
                    models.Q(("state", "dismissed"), _negated=True),
                ),
                fields=["office", "-urgent", "-said_at", "-id"],
                name="item_voices",
            ),
        )
    ]
