import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiyin.engine.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_tables"),
        ("intake", "0001_tables"),
        ("org", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Matter",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("number", models.CharField(max_length=20)),
                        ("state", models.CharField(default="sealed", max_length=12)),
                        ("grounds", models.JSONField(default=list)),
                        ("received_at", models.DateTimeField()),
                        ("sealed_at", models.DateTimeField()),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("true", "Substantiated"),
                                    ("partly", "Partly substantiated"),
                                    ("false", "Unsubstantiated"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("finding", models.TextField(blank=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("objection", models.TextField(blank=True)),
                        ("passed_to", models.CharField(blank=True, max_length=160)),
                        (
                            "case",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lane",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "item",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lane",
                                to="intake.item",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                        (
                            "sealed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submission",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lane_matter",
                                to="intake.submission",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("purpose", models.CharField(max_length=12)),
                        ("rule", models.CharField(max_length=16)),
                        ("calendar_version", models.PositiveIntegerField()),
                        ("started_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField(null=True)),
                        ("provisional_at", models.DateTimeField(null=True)),
                        ("trace", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "Running"),
                                    ("met", "Kept"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="running",
                                max_length=10,
                            ),
                        ),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("late_by", models.DurationField(null=True)),
                        ("overdue_at", models.DateTimeField(null=True)),
                        ("next_at", models.DateTimeField(null=True)),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="lane.matter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=20)),
                        ("at", models.DateTimeField()),
                        ("text", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="lane.matter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("circle", models.BigIntegerField()),
                        ("path", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["circle", "at"], name="attempt_at")],
                    },
                ),
                migrations.AddIndex(
                    model_name="matter",
                    index=models.Index(
                        fields=["office", "-received_at", "-id"], name="lane_newest"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="matter",
                    constraint=models.UniqueConstraint(
                        fields=("office", "number"), name="lane_number"
                    ),
                ),
                migrations.AddIndex(
                    model_name="promise",
                    index=models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="lane_next",
                    ),
                ),
            ]
        )
    ]
