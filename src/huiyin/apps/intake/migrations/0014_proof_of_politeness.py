"""How hosts refused and rested, and what their robots.txt said from when on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_keys_follow_their_items")]
    operations = [
        migrations.AddField(
            "hostday", "busy", models.PositiveIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            "hostday", "forbidden", models.PositiveIntegerField(db_default=0, default=0)
        ),
        migrations.AddField("hostday", "longest_rest", models.FloatField(db_default=0, default=0)),
        migrations.CreateModel(
            name="HostRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=300)),
                ("since_at", models.DateTimeField()),
                ("rules", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "rules of hosts",
                "indexes": [models.Index(fields=["host", "-since_at"], name="host_rules_latest")],
            },
        ),
    ]
