"""Joint orders, what an order prints, what the ledger keeps, and titles found by their grams."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION huiyin_grams(said text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), ARRAY[]::text[]) FROM (
        SELECT substr(lower(said), n, size) AS gram
        FROM generate_series(1, length(said)) n, generate_series(1, 2) size
    ) grams
$$;
CREATE INDEX case_title_grams ON cases_casefile USING gin (huiyin_grams(title));
"""

BACKWARD = "DROP INDEX case_title_grams; DROP FUNCTION huiyin_grams(text);"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_clocks_that_move"),
        ("org", "0003_calendar_edits"),
        ("stories", "0006_kept_apart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DispatchRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=300)),
                ("since_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("asked", models.CharField(max_length=2000)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrderPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            ],
        ),
        migrations.RemoveIndex(
            model_name="casefile",
            name="case_state",
        ),
        migrations.AddField(
            model_name="casefile",
            name="archive_number",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="casefile",
            name="concerns",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="casefile",
            name="remark",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="order",
            name="copies_to",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="order",
            name="digest",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="order",
            name="disclosure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("active", "Published proactively"),
                    ("request", "Disclosed on request"),
                    ("withheld", "Not disclosed"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="disclosure_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="order",
            name="instruction",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="order",
            name="proposal",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="order",
            name="review_opinion",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="order",
            name="secrecy",
            field=models.CharField(
                blank=True,
                choices=[
                    ("work", "Work secret"),
                    ("secret", "Secret"),
                    ("confidential", "Confidential"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="source",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="order",
            name="urgency",
            field=models.CharField(
                blank=True, choices=[("urgent", "Urgent"), ("extra", "Extra urgent")], max_length=8
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
            index=models.Index(fields=["lead_unit", "-opened_at", "-id"], name="case_unit_newest"),
        ),
        migrations.AddIndex(
            model_name="casefile",
            index=models.Index(fields=["handler", "-opened_at", "-id"], name="case_handler_newest"),
        ),
        migrations.AddIndex(
            model_name="casefile",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["office", "-opened_at", "-id"],
                name="case_running_newest",
            ),
        ),
        migrations.AddField(
            model_name="dispatchrule",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dispatchrule",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.office"
            ),
        ),
        migrations.AddField(
            model_name="dispatchrule",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.order",
            ),
        ),
        migrations.AddField(
            model_name="dispatchrule",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="ledgerview",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ledger_views",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="orderpart",
            name="cleared_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="orderpart",
            name="given_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="orderpart",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="cases.order"
            ),
        ),
        migrations.AddField(
            model_name="orderpart",
            name="settled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="orderpart",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="order_parts",
                to="org.unit",
            ),
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
        migrations.AddConstraint(
            model_name="ledgerview",
            constraint=models.UniqueConstraint(fields=("person", "name"), name="ledger_view_name"),
        ),
        migrations.AddConstraint(
            model_name="orderpart",
            constraint=models.UniqueConstraint(fields=("order", "unit"), name="part_once_a_unit"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
