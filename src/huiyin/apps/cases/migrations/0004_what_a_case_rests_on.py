"""Verifications, decisions, feedback and reviews; the database keeps evidence and ratings."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE TRIGGER {table}_stays BEFORE UPDATE{columns} OR DELETE ON cases_{table}
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON cases_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
"""
GOES = """
DROP TRIGGER {table}_never_emptied ON cases_{table};
DROP TRIGGER {table}_stays ON cases_{table};
"""
KEPT = {
    "evidence": "",
    "outcome": "",
    "rating": " OF ballot_id, answered, solved, satisfied, rated_on",
}


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_joint_orders_and_ledger"),
        ("intake", "0015_matters_under_their_own_key"),
        ("org", "0003_calendar_edits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="casefile",
            name="answer_number",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="casefile",
            name="checkable",
            field=models.BooleanField(null=True),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("state", models.CharField(default="proposed", max_length=16)),
                ("text", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("returned_note", models.TextField(blank=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("recipients", models.TextField(blank=True)),
                ("notified_at", models.DateTimeField(null=True)),
                ("result", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="cases.casefile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="due", max_length=16)),
                ("due_since_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("mailboxes", models.PositiveIntegerField(default=0)),
                ("rate_until_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedbacks",
                        to="cases.casefile",
                    ),
                ),
                (
                    "delivered_by",
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
            name="Ballot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="cases.feedback",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("statement_number", models.CharField(blank=True, max_length=20)),
                ("text", models.CharField(max_length=300)),
                ("text_en", models.CharField(blank=True, max_length=400)),
                ("due_at", models.DateTimeField()),
                ("added_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_note", models.CharField(blank=True, max_length=300)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="cases.casefile",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.clock",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "clock",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.clock",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="cases.decision",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("statement_number", models.CharField(max_length=20)),
                (
                    "adoption",
                    models.CharField(
                        choices=[
                            ("adopted", "Adopted"),
                            ("partly", "Partly adopted"),
                            ("not", "Not adopted"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField()),
                ("settled_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
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
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="asked", max_length=16)),
                ("ground", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("assigned_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "The answer stands"),
                            ("changed", "The matter is taken up again"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="cases.casefile",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.clock",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="intake.mailboxmessage",
                    ),
                ),
                (
                    "reviewer",
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
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("state", models.CharField(default="planned", max_length=16)),
                ("subject", models.CharField(max_length=200)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("plan", models.TextField(blank=True)),
                ("planned_at", models.DateTimeField()),
                ("collecting_at", models.DateTimeField(null=True)),
                ("first_hand", models.TextField(blank=True)),
                ("first_hand_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("true", "Substantiated"),
                            ("partly", "Partly substantiated"),
                            ("false", "Unsubstantiated"),
                            ("unknown", "Cannot be verified yet"),
                        ],
                        max_length=8,
                    ),
                ),
                ("finding", models.TextField(blank=True)),
                ("concluded_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="cases.casefile",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.clock",
                    ),
                ),
                (
                    "concluded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_hand_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "next_clock",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.clock",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
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
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("octets", models.PositiveIntegerField()),
                ("sha256", models.BinaryField(max_length=32)),
                ("content", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="cases.verification",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="rating",
                        serialize=False,
                        to="cases.ballot",
                    ),
                ),
                (
                    "answered",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No")], max_length=8),
                ),
                (
                    "solved",
                    models.CharField(
                        choices=[("yes", "Yes"), ("partly", "In part"), ("no", "No")], max_length=8
                    ),
                ),
                (
                    "satisfied",
                    models.CharField(
                        choices=[
                            ("yes", "Satisfied"),
                            ("fairly", "Fairly satisfied"),
                            ("no", "Not satisfied"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rated_on", models.DateField()),
                ("taken_in", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("taken_in", False)),
                        fields=["rated_on"],
                        name="rating_waiting",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="decision_number"),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("state", "delivered")),
                fields=["rate_until_at"],
                name="feedback_open",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["statement_number"], name="follow_up_of_answer"),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(
                fields=("office", "statement_number"), name="outcome_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="verification_number"
            ),
        ),
        *(
            migrations.RunSQL(STAYS.format(table=table, columns=columns), GOES.format(table=table))
            for table, columns in KEPT.items()
        ),
    ]
