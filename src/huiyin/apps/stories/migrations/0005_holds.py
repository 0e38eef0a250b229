"""Holds: nothing of a story, or of an office, is let go while one stands."""

import django.db.models.deletion
from django.db import migrations, models

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial"), ("stories", "0004_levels_and_alerts")]
    operations = [
        migrations.CreateModel(
            name="KeepingHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("since_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False, on_delete=PROTECT, related_name="+", to="org.person"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=PROTECT, related_name="+",
                        to="org.person",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="org.office"),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True, on_delete=PROTECT, related_name="holds", to="stories.story"
                    ),
                ),
            ],
        ),
    ]  # fmt: skip
