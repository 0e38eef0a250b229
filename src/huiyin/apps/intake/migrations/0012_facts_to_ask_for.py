"""Facts of items in a table of their own, so that searches and the inbox can ask for them."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_the_database_guards_the_vault"), ("org", "0002_wrong_tries")]
    operations = [
        migrations.CreateModel(
            name="ItemFacts",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=PROTECT, primary_key=True, related_name="facts",
                        serialize=False, to="intake.item",
                    ),
                ),
                ("places", models.TextField(blank=True)),
                ("most", models.JSONField(default=dict)),
                ("told", models.JSONField(default=dict)),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False, on_delete=PROTECT, related_name="+", to="org.office"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "facts of items",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["most"], name="facts_figures")
                ],
            },
        ),
    ]  # fmt: skip
