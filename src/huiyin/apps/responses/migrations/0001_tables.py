import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiyin.engine.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_tables"),
        ("org", "0001_tables"),
        ("stories", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="MachineDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("language", models.CharField(max_length=2)),
                        ("items", models.JSONField()),
                        ("host", models.CharField(max_length=300)),
                        ("asked_at", models.DateTimeField()),
                        ("leased_until", models.DateTimeField(null=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("code", models.CharField(blank=True, max_length=40)),
                        ("detail", models.CharField(blank=True, max_length=400)),
                        ("model", models.CharField(blank=True, max_length=200)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("body", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="machine_drafts",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("statement_number", models.CharField(max_length=20)),
                        ("office_id", models.BigIntegerField()),
                        ("office_name", models.CharField(max_length=120)),
                        ("office_name_en", models.CharField(blank=True, max_length=160)),
                        ("signature", models.CharField(max_length=120)),
                        ("version", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        ("title_en", models.CharField(blank=True, max_length=300)),
                        ("body_en", models.TextField(blank=True)),
                        ("change_note", models.CharField(blank=True, max_length=300)),
                        ("published_at", models.DateTimeField()),
                        ("sha256", models.BinaryField(max_length=32)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-published_at", "-id"], name="publication_newest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office_id", "statement_number", "version"),
                                name="publication_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=20)),
                        ("state", models.CharField(default="drafted", max_length=16)),
                        ("title", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        ("title_en", models.CharField(blank=True, max_length=300)),
                        ("body_en", models.TextField(blank=True)),
                        ("drafted_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("approved_sha256", models.BinaryField(max_length=32, null=True)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("change_note", models.CharField(blank=True, max_length=300)),
                        ("returned_note", models.TextField(blank=True)),
                        (
                            "approver",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "machine_draft",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="responses.machinedraft",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="org.office",
                            ),
                        ),
                        (
                            "predecessor",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successor",
                                to="responses.statement",
                            ),
                        ),
                    ],
                ),
                migrations.AddIndex(
                    model_name="machinedraft",
                    index=models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["asked_at"],
                        name="machine_draft_waiting",
                    ),
                ),
                migrations.AddIndex(
                    model_name="machinedraft",
                    index=models.Index(fields=["office", "-id"], name="machine_draft_newest"),
                ),
                migrations.AddIndex(
                    model_name="statement",
                    index=models.Index(fields=["office", "state", "-id"], name="statement_state"),
                ),
                migrations.AddConstraint(
                    model_name="statement",
                    constraint=models.UniqueConstraint(
                        fields=("office", "number", "version"), name="statement_version"
                    ),
                ),
            ]
        )
    ]
