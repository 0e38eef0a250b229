import uuid

import django.contrib.postgres.indexes
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
                    name="HostDay",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "host",
                                "day",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("host", models.CharField(max_length=300)),
                        ("day", models.DateField()),
                        ("robots", models.CharField(blank=True, max_length=20)),
                        ("crawl_delay", models.FloatField(default=0)),
                        ("requests", models.PositiveIntegerField(default=0)),
                        ("denied", models.PositiveIntegerField(default=0)),
                        ("rested", models.PositiveIntegerField(default=0)),
                        ("smallest_gap", models.FloatField(null=True)),
                        ("busy", models.PositiveIntegerField(db_default=0, default=0)),
                        ("forbidden", models.PositiveIntegerField(db_default=0, default=0)),
                        ("longest_rest", models.FloatField(db_default=0, default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="ItemChange",
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
                        ("item_id", models.BigIntegerField()),
                        ("tx", models.BigIntegerField(db_index=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Mailbox",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                        ),
                        ("locator", models.CharField(max_length=12, unique=True)),
                        ("verifier", models.CharField(max_length=200)),
                        ("status", models.CharField(default="received", max_length=20)),
                        ("promised_at", models.DateTimeField(null=True)),
                        ("promise", models.JSONField(default=dict)),
                        ("changed_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField()),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("danger", models.BooleanField(default=False)),
                        ("language", models.CharField(default="zh-hans", max_length=10)),
                        ("received_at", models.DateTimeField()),
                        ("taken_in_at", models.DateTimeField(null=True)),
                        ("apart", models.BigIntegerField(db_default=0, default=0)),
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
                    name="Rulebook",
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
                        ("token", models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name="CustodianKey",
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
                        ("public_key", models.BinaryField(max_length=32)),
                        ("salt", models.BinaryField(max_length=16)),
                        ("created_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(null=True)),
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
                                related_name="custodian_keys",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HostRules",
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
                        ("host", models.CharField(max_length=300)),
                        ("since_at", models.DateTimeField()),
                        ("rules", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name_plural": "rules of hosts",
                        "indexes": [
                            models.Index(fields=["host", "-since_at"], name="host_rules_latest")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
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
                        ("name", models.CharField(max_length=300)),
                        ("plugin", models.CharField(max_length=40)),
                        ("channel", models.CharField(max_length=30)),
                        ("sha256", models.BinaryField(max_length=32)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("new_items", models.PositiveIntegerField(default=0)),
                        ("known", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
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
                    name="Item",
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
                        ("origin_key", models.BinaryField(max_length=16)),
                        ("content_key", models.BinaryField(max_length=16)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("feed", "Watched source"),
                                    ("import", "Imported file"),
                                    ("portal", "Web page"),
                                    ("hotline", "Hotline"),
                                    ("letter", "Letter"),
                                    ("visit", "Visit"),
                                    ("mailbox", "Mailbox"),
                                    ("survey", "Questionnaire"),
                                    ("inspection", "Inspection"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("external_id", models.CharField(blank=True, max_length=300)),
                        ("url", models.CharField(blank=True, max_length=2000)),
                        ("outlet", models.CharField(blank=True, max_length=160)),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("title", models.TextField()),
                        ("body", models.TextField(blank=True)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("captured_at", models.DateTimeField()),
                        ("said_at", models.DateTimeField()),
                        ("raw", models.JSONField(default=dict)),
                        ("folded", models.TextField()),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("complaint", "Complaint"),
                                    ("hazard", "Hazard"),
                                    ("suggestion", "Suggestion"),
                                    ("question", "Question"),
                                    ("report", "Accusation report"),
                                    ("request", "Request"),
                                    ("news", "News"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("kind_score", models.FloatField(default=0)),
                        ("kind_because", models.JSONField(default=list)),
                        ("topic", models.CharField(blank=True, default="", max_length=60)),
                        ("severity", models.SmallIntegerField(null=True)),
                        ("sentiment", models.SmallIntegerField(null=True)),
                        ("judged", models.JSONField(default=dict)),
                        ("hits", models.JSONField(default=list)),
                        ("urgent", models.BooleanField(default=False)),
                        (
                            "same_how",
                            models.CharField(
                                blank=True,
                                choices=[("reprint", "Reprint"), ("update", "Updated version")],
                                db_default="",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("attached", "Attached"),
                                    ("dismissed", "Dismissed"),
                                ],
                                default="new",
                                max_length=12,
                            ),
                        ),
                        ("dismissed_reason", models.CharField(blank=True, max_length=300)),
                        ("let_go_at", models.DateTimeField(null=True)),
                        ("apart", models.BigIntegerField(db_default=0, default=0)),
                        (
                            "kind_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="org.office",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="intake.importrun",
                            ),
                        ),
                        (
                            "same_as",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="intake.item",
                            ),
                        ),
                        (
                            "submission",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="item",
                                to="intake.submission",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Copy",
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
                        ("url", models.CharField(max_length=2000)),
                        ("seen_at", models.DateTimeField()),
                        ("media_type", models.CharField(blank=True, max_length=100)),
                        ("octets", models.PositiveIntegerField()),
                        ("sha256", models.BinaryField(max_length=32)),
                        ("packed", models.BinaryField()),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seen_copies",
                                to="intake.item",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ItemBand",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "office_id",
                                "band",
                                "item_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("band", models.BigIntegerField()),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="intake.item",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LabelModel",
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
                        ("version", models.CharField(max_length=40)),
                        ("data", models.BinaryField()),
                        ("card", models.JSONField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="label_models",
                                to="org.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MailboxMessage",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                        ),
                        (
                            "sender",
                            models.CharField(
                                choices=[
                                    ("reporter", "Reporter"),
                                    ("office", "Office"),
                                    ("desk", "Notice of the desk"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=40)),
                        ("text", models.TextField(blank=True)),
                        ("sealed", models.BinaryField(null=True)),
                        ("params", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("taken_in_at", models.DateTimeField(null=True)),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="intake.mailbox",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MatterKey",
                    fields=[
                        (
                            "submission",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="matter_key",
                                serialize=False,
                                to="intake.submission",
                            ),
                        ),
                        ("for_desk", models.BinaryField()),
                        ("for_reporter", models.BinaryField()),
                        ("destroyed_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="SubmissionFile",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("media_type", models.CharField(max_length=100)),
                        ("octets", models.PositiveIntegerField()),
                        ("sha256", models.BinaryField(max_length=32)),
                        ("content", models.BinaryField()),
                        ("copy", models.BinaryField(null=True)),
                        ("sealed", models.BooleanField(default=False)),
                        ("added_at", models.DateTimeField()),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="intake.submission",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="mailbox",
                    name="submission",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailbox",
                        to="intake.submission",
                    ),
                ),
                migrations.CreateModel(
                    name="LegalHold",
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
                        ("reason", models.CharField(max_length=300)),
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
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legal_holds",
                                to="intake.submission",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ModelUse",
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
                            "model",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intake.labelmodel",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="model_uses",
                                to="org.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PatrolPlace",
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
                        ("name", models.CharField(max_length=160)),
                        ("url", models.CharField(blank=True, max_length=2000)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("weekdays", models.CharField(default="0123456", max_length=7)),
                        ("times", models.JSONField(default=list)),
                        ("enabled", models.BooleanField(default=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "keeper",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="patrol_places",
                                to="org.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PatrolRound",
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
                        ("due_at", models.DateTimeField(null=True)),
                        ("found", models.PositiveIntegerField(default=0)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="intake.patrolplace",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RefusedRow",
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
                        ("place", models.CharField(max_length=120)),
                        ("code", models.CharField(max_length=60)),
                        ("detail", models.TextField(blank=True)),
                        ("raw", models.TextField(blank=True)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refusals",
                                to="intake.importrun",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SavedSearch",
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
                        ("name", models.CharField(max_length=80)),
                        ("asked", models.JSONField(default=dict)),
                        ("alert", models.BooleanField(default=False)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="saved_searches",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SealedContact",
                    fields=[
                        (
                            "id",
                            models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                        ),
                        ("ciphertext", models.BinaryField()),
                        (
                            "custodian_key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intake.custodiankey",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sealed",
                                to="intake.submission",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Source",
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
                        ("plugin", models.CharField(default="feed", max_length=40)),
                        ("name", models.CharField(max_length=160)),
                        ("url", models.URLField(max_length=2000)),
                        ("outlet", models.CharField(blank=True, max_length=160)),
                        ("enabled", models.BooleanField(default=True)),
                        ("allow_private", models.BooleanField(default=False)),
                        ("interval_seconds", models.PositiveIntegerField(default=300)),
                        ("added_at", models.DateTimeField()),
                        ("next_fetch_at", models.DateTimeField()),
                        ("etag", models.CharField(blank=True, max_length=400)),
                        ("last_modified", models.CharField(blank=True, max_length=100)),
                        ("moved_to", models.URLField(blank=True, max_length=2000)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("health", models.CharField(default="new", max_length=20)),
                        ("health_code", models.CharField(blank=True, max_length=60)),
                        ("health_detail", models.TextField(blank=True)),
                        ("last_tried_at", models.DateTimeField(null=True)),
                        ("last_ok_at", models.DateTimeField(null=True)),
                        ("last_item_at", models.DateTimeField(null=True)),
                        ("settings", models.JSONField(default=dict)),
                        ("sealed", models.BinaryField(null=True)),
                        ("push_key", models.CharField(blank=True, max_length=32)),
                        ("volume", models.CharField(blank=True, max_length=12)),
                        ("assessed_at", models.DateTimeField(null=True)),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="org.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Push",
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
                        ("received_at", models.DateTimeField()),
                        ("content_type", models.CharField(blank=True, max_length=100)),
                        ("body", models.BinaryField()),
                        ("proof", models.BinaryField(max_length=16)),
                        ("taken_at", models.DateTimeField(null=True)),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pushes",
                                to="intake.source",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PageSeen",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "source_id",
                                "key",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("key", models.BinaryField(max_length=16)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("at", models.DateTimeField()),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="intake.item",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="intake.source",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="item",
                    name="source",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="intake.source",
                    ),
                ),
                migrations.CreateModel(
                    name="Fetch",
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
                        ("outcome", models.CharField(max_length=60)),
                        ("http_status", models.PositiveSmallIntegerField(null=True)),
                        ("octets", models.PositiveBigIntegerField(default=0)),
                        ("milliseconds", models.PositiveIntegerField(default=0)),
                        ("entries", models.PositiveIntegerField(default=0)),
                        ("new_items", models.PositiveIntegerField(default=0)),
                        ("refusals", models.JSONField(default=list)),
                        ("detail", models.TextField(blank=True)),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fetches",
                                to="intake.source",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SourceHour",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "source_id",
                                "hour_at",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("hour_at", models.DateTimeField()),
                        ("tried", models.PositiveIntegerField(default=0)),
                        ("got", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        ("failed", models.PositiveIntegerField(default=0)),
                        ("late", models.PositiveIntegerField(default=0)),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hours",
                                to="intake.source",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TopicTree",
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
                        ("rows", models.JSONField()),
                        ("at", models.DateTimeField()),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="topic_trees",
                                to="org.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="VaultOpening",
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
                        ("reason", models.TextField()),
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="openings",
                                to="intake.submission",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Version",
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
                        ("number", models.PositiveIntegerField()),
                        ("seen_at", models.DateTimeField()),
                        ("title", models.TextField()),
                        ("body", models.TextField(blank=True)),
                        ("sha256", models.BinaryField(max_length=32)),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="intake.item",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="WordList",
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
                        ("name", models.CharField(max_length=40)),
                        ("words", models.TextField()),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="word_lists",
                                to="org.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FileScan",
                    fields=[
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="scan",
                                serialize=False,
                                to="intake.submissionfile",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("clean", "Nothing found"),
                                    ("infected", "Malware found"),
                                    ("waiting", "Waiting for the scanner"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("finding", models.CharField(blank=True, max_length=200)),
                        ("tries", models.PositiveIntegerField(default=0)),
                        ("looked_at", models.DateTimeField()),
                        ("next_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["next_at"],
                                name="scan_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemFacts",
                    fields=[
                        (
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="facts",
                                serialize=False,
                                to="intake.item",
                            ),
                        ),
                        ("places", models.TextField(blank=True)),
                        ("most", models.JSONField(default=dict)),
                        ("told", models.JSONField(default=dict)),
                        (
                            "office",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "facts of items",
                    },
                ),
                migrations.CreateModel(
                    name="Errand",
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
                        ("kind", models.CharField(max_length=10)),
                        ("plugin", models.CharField(blank=True, max_length=40)),
                        ("url", models.CharField(max_length=2000)),
                        ("settings", models.JSONField(default=dict)),
                        ("sealed", models.BinaryField(null=True)),
                        ("allow_private", models.BooleanField(default=False)),
                        ("asked_at", models.DateTimeField()),
                        ("leased_until", models.DateTimeField(null=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("code", models.CharField(blank=True, max_length=60)),
                        ("result", models.JSONField(default=dict)),
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
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="intake.item",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["asked_at"],
                                name="errand_waiting",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
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
                        ("task", models.CharField(max_length=20)),
                        ("before", models.CharField(blank=True, max_length=60)),
                        ("label", models.CharField(max_length=60)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="intake.item",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["office", "task", "item", "-id"], name="correction_last"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeywordRule",
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
                        ("name", models.CharField(max_length=80)),
                        ("expression", models.TextField()),
                        ("urgent", models.BooleanField(default=False)),
                        ("enabled", models.BooleanField(default=True)),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="keyword_rules",
                                to="org.office",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "name"), name="rule_name_once"
                            )
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="labelmodel",
                    constraint=models.UniqueConstraint(
                        fields=("office", "version"), name="model_version_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="mailboxmessage",
                    index=models.Index(fields=["mailbox", "at"], name="message_order"),
                ),
                migrations.AddIndex(
                    model_name="mailboxmessage",
                    index=models.Index(
                        condition=models.Q(("sender", "reporter"), ("taken_in_at", None)),
                        fields=["at"],
                        name="message_waiting",
                    ),
                ),
                migrations.AddIndex(
                    model_name="submission",
                    index=models.Index(
                        condition=models.Q(("taken_in_at", None)),
                        fields=["received_at"],
                        name="submission_waiting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="legalhold",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("submission",),
                        name="matter_held_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="patrolplace",
                    constraint=models.UniqueConstraint(
                        fields=("office", "name"), name="patrol_place_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="patrolround",
                    index=models.Index(fields=["place", "-at"], name="patrol_latest"),
                ),
                migrations.AddConstraint(
                    model_name="savedsearch",
                    constraint=models.UniqueConstraint(
                        fields=("owner", "name"), name="search_name_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="source",
                    index=models.Index(
                        condition=models.Q(("enabled", True)),
                        fields=["next_fetch_at"],
                        name="source_due",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.UniqueConstraint(
                        fields=("office", "url"), name="source_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("push_key", ""), _negated=True),
                        fields=("push_key",),
                        name="push_key_once",
                    ),
                ),
                migrations.AddIndex(
                    model_name="push",
                    index=models.Index(
                        condition=models.Q(("taken_at", None)),
                        fields=["received_at"],
                        name="push_waiting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="push",
                    constraint=models.UniqueConstraint(
                        fields=("source", "proof"), name="push_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(fields=["office", "-said_at", "-id"], name="item_newest"),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(
                        condition=models.Q(("state", "new")),
                        fields=["office", "-said_at", "-id"],
                        name="item_waiting",
                    ),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(
                        fields=["office", "state", "channel", "kind", "source", "urgent", "apart"],
                        name="item_counted",
                    ),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(
                        condition=models.Q(("apart", 0), _negated=True),
                        fields=["apart"],
                        name="item_apart",
                    ),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(
                        condition=models.Q(
                            ("channel__in", ("portal", "hotline", "letter", "visit")),
                            models.Q(("state", "dismissed"), _negated=True),
                        ),
                        fields=["office", "-urgent", "-said_at", "-id"],
                        name="item_voices",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.UniqueConstraint(
                        fields=("office", "origin_key"), name="item_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="fetch",
                    index=models.Index(fields=["source", "-at"], name="fetch_latest"),
                ),
                migrations.AddIndex(
                    model_name="sourcehour",
                    index=models.Index(fields=["hour_at"], name="source_hour_at"),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.UniqueConstraint(
                        fields=("item", "number"), name="version_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="wordlist",
                    constraint=models.UniqueConstraint(
                        fields=("office", "name"), name="list_name_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="itemfacts",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["most"], name="facts_figures"
                    ),
                ),
            ]
        )
    ]
