"""Keys of texts are written with their items: the database looks neither of both up again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial"), ("intake", "0012_facts_to_ask_for")]
    operations = [
        migrations.AlterField(
            model_name="itemband",
            name="office",
            field=models.ForeignKey(
                db_constraint=False, db_index=False,
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.office",
            ),
        ),
        migrations.AlterField(
            model_name="itemband",
            name="item",
            field=models.ForeignKey(
                db_constraint=False, db_index=False,
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.item",
            ),
        ),
    ]  # fmt: skip
