import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiyin.engine.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ChainHead",
                    fields=[
                        (
                            "id",
                            models.SmallIntegerField(default=1, primary_key=True, serialize=False),
                        ),
                        ("seq", models.BigIntegerField(default=0)),
                        ("hash", models.BinaryField(max_length=32)),
                    ],
                ),
                migrations.CreateModel(
                    name="Cursor",
                    fields=[
                        (
                            "name",
                            models.CharField(max_length=40, primary_key=True, serialize=False),
                        ),
                        ("seq", models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=60)),
                        ("actor_name", models.CharField(max_length=80)),
                        ("role", models.CharField(blank=True, max_length=20)),
                        ("at", models.DateTimeField()),
                        ("local_at", models.CharField(max_length=40)),
                        ("subject", models.CharField(max_length=60)),
                        ("case_id", models.BigIntegerField(null=True)),
                        ("story_id", models.BigIntegerField(null=True)),
                        ("source_state", models.CharField(blank=True, max_length=30)),
                        ("target_state", models.CharField(blank=True, max_length=30)),
                        ("reason", models.TextField(blank=True)),
                        ("timer", models.CharField(blank=True, max_length=60)),
                        ("body", models.JSONField(default=dict)),
                        ("previous_hash", models.BinaryField(max_length=32)),
                        ("hash", models.BinaryField(max_length=32)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("case_id__isnull", False)),
                                fields=["case_id", "seq"],
                                name="event_of_case",
                            ),
                            models.Index(
                                condition=models.Q(("story_id__isnull", False)),
                                fields=["story_id", "seq"],
                                name="event_of_story",
                            ),
                            models.Index(fields=["subject", "seq"], name="event_of_subject"),
                            models.Index(fields=["kind", "seq"], name="event_of_kind"),
                        ],
                    },
                ),
            ]
        )
    ]
