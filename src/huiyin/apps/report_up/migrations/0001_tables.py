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
                    name="Body",
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
                        ("name", models.CharField(max_length=120)),
                        ("name_en", models.CharField(blank=True, max_length=160)),
                        ("tier", models.CharField(max_length=10)),
                        ("contact", models.CharField(blank=True, max_length=200)),
                        ("retired_at", models.DateTimeField(null=True)),
                        (
                            "keeper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bodies",
                                to="org.office",
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
                        (
                            "superior",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subordinates",
                                to="report_up.body",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Beside",
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
                        ("copy", models.BooleanField(default=False)),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="besides",
                                to="report_up.body",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="report_up.body",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Chain",
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
                        ("title", models.CharField(max_length=200)),
                        ("preset", models.CharField(max_length=40)),
                        ("terms", models.JSONField()),
                        ("emergency", models.BooleanField(default=False)),
                        ("grade", models.CharField(blank=True, max_length=10)),
                        ("state", models.CharField(default="running", max_length=12)),
                        ("occurred_at", models.DateTimeField(null=True)),
                        ("known_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField()),
                        ("follow_up_due_at", models.DateTimeField(null=True)),
                        ("supplement_until_at", models.DateTimeField(null=True)),
                        ("next_at", models.DateTimeField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chains",
                                to="cases.casefile",
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
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "start",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="report_up.body",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chains",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Report",
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
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("initial", "Initial report"),
                                    ("follow_up", "Follow-up report"),
                                    ("supplement", "Supplementary report"),
                                    ("final", "Final report"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("grade", models.CharField(blank=True, max_length=10)),
                        ("why", models.TextField(blank=True)),
                        ("contents", models.JSONField(default=dict)),
                        ("opened_at", models.DateTimeField()),
                        ("known_at", models.DateTimeField()),
                        ("planned", models.PositiveSmallIntegerField()),
                        ("due_at", models.DateTimeField(null=True)),
                        ("written_at", models.DateTimeField(null=True)),
                        ("fixed_at", models.DateTimeField(null=True)),
                        ("completed_at", models.DateTimeField(null=True)),
                        ("late_by", models.DurationField(null=True)),
                        ("overdue_at", models.DateTimeField(null=True)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="report_up.chain",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "start",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="report_up.body",
                            ),
                        ),
                        (
                            "written_by",
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
                    name="Leg",
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
                        ("hop", models.PositiveSmallIntegerField()),
                        ("sender_name", models.CharField(max_length=120)),
                        ("part", models.CharField(max_length=10)),
                        ("state", models.CharField(default="open", max_length=12)),
                        ("started_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField(null=True)),
                        ("share_at", models.DateTimeField(null=True)),
                        ("called_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("sent_noted_at", models.DateTimeField(null=True)),
                        (
                            "channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("phone", "Telephone"),
                                    ("fax", "Fax"),
                                    ("system", "Reporting system"),
                                    ("paper", "On paper"),
                                    ("meeting", "In person"),
                                    ("desk", "This desk"),
                                    ("link", "Signed link"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("late_by", models.DurationField(null=True)),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        ("acknowledged_noted_at", models.DateTimeField(null=True)),
                        ("acknowledged_who", models.CharField(blank=True, max_length=120)),
                        (
                            "acknowledged_channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("phone", "Telephone"),
                                    ("fax", "Fax"),
                                    ("system", "Reporting system"),
                                    ("paper", "On paper"),
                                    ("meeting", "In person"),
                                    ("desk", "This desk"),
                                    ("link", "Signed link"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("acknowledged_text", models.TextField(blank=True)),
                        ("passed_over_why", models.TextField(blank=True)),
                        ("link_version", models.PositiveSmallIntegerField(default=0)),
                        ("link_until_at", models.DateTimeField(null=True)),
                        ("dragging_at", models.DateTimeField(null=True)),
                        ("overdue_at", models.DateTimeField(null=True)),
                        ("alarm_at", models.DateTimeField(null=True)),
                        ("alarmed_at", models.DateTimeField(null=True)),
                        ("next_at", models.DateTimeField(null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legs",
                                to="report_up.chain",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="report_up.body",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="report_up.body",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legs",
                                to="report_up.report",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="body",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("keeper", "name"),
                        name="body_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="body",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("office__isnull", False), ("retired_at", None)),
                        fields=("keeper", "office"),
                        name="body_of_office",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="beside",
                    constraint=models.UniqueConstraint(fields=("body", "to"), name="beside_once"),
                ),
                migrations.AddIndex(
                    model_name="chain",
                    index=models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="chain_next",
                    ),
                ),
                migrations.AddIndex(
                    model_name="chain",
                    index=models.Index(fields=["office", "-opened_at", "-id"], name="chain_newest"),
                ),
                migrations.AddConstraint(
                    model_name="chain",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("story__isnull", False), ("case__isnull", False), _connector="OR"
                        ),
                        name="chain_of_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.UniqueConstraint(
                        fields=("chain", "number"), name="report_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="leg",
                    index=models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="leg_next",
                    ),
                ),
                migrations.AddIndex(
                    model_name="leg",
                    index=models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["due_at", "id"],
                        name="leg_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="leg",
                    constraint=models.UniqueConstraint(
                        fields=("report", "hop", "to"), name="leg_once"
                    ),
                ),
            ]
        )
    ]
