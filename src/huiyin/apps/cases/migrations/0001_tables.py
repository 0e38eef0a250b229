import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiyin.engine.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_tables"),
        ("org", "0001_tables"),
        ("stories", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="CaseFile",
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
                        ("title", models.CharField(max_length=200)),
                        ("summary", models.TextField(blank=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("concern", "Public concern"),
                                    ("suggestion", "Suggestion"),
                                    ("complaint", "Complaint"),
                                    ("hazard", "Hazard"),
                                    ("question", "Question"),
                                    ("report", "Accusation report"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("state", models.CharField(default="registered", max_length=16)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
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
                        (
                            "adoption",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("adopted", "Adopted"),
                                    ("partly", "Partly adopted"),
                                    ("not", "Not adopted"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("adoption_reason", models.TextField(blank=True)),
                        ("checkable", models.BooleanField(null=True)),
                        ("state_before_merge", models.CharField(blank=True, max_length=16)),
                        ("concerns", models.CharField(blank=True, max_length=200)),
                        ("archive_number", models.CharField(blank=True, max_length=60)),
                        ("remark", models.TextField(blank=True)),
                        ("repeats", models.PositiveSmallIntegerField(default=0)),
                        ("must_verify", models.BooleanField(default=False)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answer_number", models.CharField(blank=True, max_length=20)),
                        ("fed_back_at", models.DateTimeField(null=True)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("apart", models.BigIntegerField(db_default=0, default=0)),
                        (
                            "handler",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead_unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="org.unit",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
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
                            "split_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CaseItem",
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
                        ("at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_link",
                                to="intake.item",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CaseLink",
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
                        ("why", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_up",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_down",
                                to="cases.casefile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CaseRepeat",
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
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("text", "Same text"),
                                    ("story", "Same story"),
                                    ("place", "Same place and subject"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("share", models.FloatField()),
                        ("at", models.DateTimeField()),
                        ("same", models.BooleanField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repeats_found",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "earlier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repeated_by",
                                to="cases.casefile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Clock",
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
                        ("purpose", models.CharField(max_length=30)),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        ("rule", models.CharField(blank=True, max_length=16)),
                        ("fixed_at", models.DateTimeField(null=True)),
                        ("calendar_version", models.PositiveIntegerField()),
                        ("started_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField(null=True)),
                        ("provisional_at", models.DateTimeField(null=True)),
                        ("due_version", models.PositiveIntegerField(default=1)),
                        ("versions", models.JSONField(default=list)),
                        ("remaining", models.JSONField(null=True)),
                        ("warn_at", models.DateTimeField(null=True)),
                        ("trace", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "Running"),
                                    ("paused", "Paused"),
                                    ("met", "Kept"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="running",
                                max_length=10,
                            ),
                        ),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("late_by", models.DurationField(null=True)),
                        ("warned_at", models.DateTimeField(null=True)),
                        ("overdue_at", models.DateTimeField(null=True)),
                        ("ladder", models.CharField(blank=True, max_length=200)),
                        ("level", models.PositiveSmallIntegerField(default=0)),
                        ("next_at", models.DateTimeField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clocks",
                                to="cases.casefile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Decision",
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                        ),
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.unit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LedgerView",
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
                        ("name", models.CharField(max_length=60)),
                        ("asked", models.CharField(max_length=2000)),
                        ("at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ledger_views",
                                to=settings.AUTH_USER_MODEL,
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.unit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Order",
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
                        ("source", models.CharField(blank=True, max_length=200)),
                        (
                            "secrecy",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("work", "Work secret"),
                                    ("secret", "Secret"),
                                    ("confidential", "Confidential"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[("urgent", "Urgent"), ("extra", "Extra urgent")],
                                max_length=8,
                            ),
                        ),
                        (
                            "disclosure",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("active", "Published proactively"),
                                    ("request", "Disclosed on request"),
                                    ("withheld", "Not disclosed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("disclosure_reason", models.CharField(blank=True, max_length=300)),
                        ("copies_to", models.CharField(blank=True, max_length=400)),
                        ("digest", models.TextField(blank=True)),
                        ("proposal", models.TextField(blank=True)),
                        ("instruction", models.TextField(blank=True)),
                        ("review_opinion", models.TextField(blank=True)),
                        ("rule", models.CharField(max_length=16)),
                        ("state", models.CharField(default="issued", max_length=16)),
                        ("requirement", models.TextField()),
                        ("issued_at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("assigned_at", models.DateTimeField(null=True)),
                        ("submitted_at", models.DateTimeField(null=True)),
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
                        ("reviewed_at", models.DateTimeField(null=True)),
                        ("bounces", models.PositiveSmallIntegerField(default=0)),
                        ("bounce_basis", models.TextField(blank=True)),
                        ("head_ruling", models.TextField(blank=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="cases.casefile",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="org.unit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Extension",
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
                        ("key", models.CharField(max_length=40)),
                        ("state", models.CharField(default="drafted", max_length=16)),
                        ("length", models.CharField(max_length=16)),
                        ("reason", models.TextField()),
                        ("plan", models.TextField()),
                        ("asked_at", models.DateTimeField()),
                        ("endorsed_at", models.DateTimeField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decision_reason", models.TextField(blank=True)),
                        ("due_before_at", models.DateTimeField()),
                        ("due_asked_at", models.DateTimeField()),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "endorsed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="cases.order",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DispatchRule",
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
                        ("words", models.CharField(max_length=200)),
                        ("basis", models.CharField(max_length=300)),
                        ("since_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.unit",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.order",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="clock",
                    name="order",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="cases.order",
                    ),
                ),
                migrations.CreateModel(
                    name="OrderPart",
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
                        ("task", models.TextField()),
                        ("rule", models.CharField(max_length=16)),
                        ("state", models.CharField(default="asked", max_length=16)),
                        ("asked_at", models.DateTimeField()),
                        ("opinion", models.TextField(blank=True)),
                        ("given_at", models.DateTimeField(null=True)),
                        ("cleared_sha256", models.BinaryField(max_length=32, null=True)),
                        ("cleared_at", models.DateTimeField(null=True)),
                        ("objection", models.TextField(blank=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("ruling", models.TextField(blank=True)),
                        (
                            "cleared_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="cases.order",
                            ),
                        ),
                        (
                            "settled_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order_parts",
                                to="org.unit",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="clock",
                    name="part",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="cases.orderpart",
                    ),
                ),
                migrations.CreateModel(
                    name="Outcome",
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
                    name="Pause",
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
                        ("since_at", models.DateTimeField()),
                        ("until_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField()),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="cases.casefile",
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                choices=[("yes", "Yes"), ("partly", "In part"), ("no", "No")],
                                max_length=8,
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
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["office", "due_at", "id"],
                        name="case_due",
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["handler", "due_at", "id"],
                        name="case_mine",
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["lead_unit", "due_at", "id"],
                        name="case_unit",
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        fields=["office", "-opened_at", "-id"],
                        include=("lead_unit", "closed_at", "due_at", "state", "kind"),
                        name="case_newest_figures",
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        fields=["office", "state", "-opened_at", "-id"], name="case_state_newest"
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        fields=["office", "kind", "-opened_at", "-id"], name="case_kind_newest"
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        fields=["lead_unit", "-opened_at", "-id"], name="case_unit_newest"
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        fields=["handler", "-opened_at", "-id"], name="case_handler_newest"
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["office", "-opened_at", "-id"],
                        name="case_running_newest",
                    ),
                ),
                migrations.AddIndex(
                    model_name="casefile",
                    index=models.Index(
                        condition=models.Q(("apart", 0), _negated=True),
                        fields=["apart"],
                        name="case_apart",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="casefile",
                    constraint=models.UniqueConstraint(
                        fields=("office", "number"), name="case_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caselink",
                    constraint=models.UniqueConstraint(
                        fields=("one", "other"), name="case_link_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="caserepeat",
                    constraint=models.UniqueConstraint(
                        fields=("case", "earlier"), name="case_repeat_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.UniqueConstraint(
                        fields=("case", "number"), name="decision_number"
                    ),
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
                    model_name="ledgerview",
                    constraint=models.UniqueConstraint(
                        fields=("person", "name"), name="ledger_view_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="order",
                    constraint=models.UniqueConstraint(
                        fields=("office", "number"), name="order_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="extension",
                    constraint=models.UniqueConstraint(
                        fields=("order", "key"), name="extension_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="orderpart",
                    constraint=models.UniqueConstraint(
                        fields=("order", "unit"), name="part_once_a_unit"
                    ),
                ),
                migrations.AddIndex(
                    model_name="clock",
                    index=models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="clock_next",
                    ),
                ),
                migrations.AddIndex(
                    model_name="clock",
                    index=models.Index(fields=["case", "state"], name="clock_of_case"),
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
            ]
        )
    ]
