"""Drafts written by a machine: the request, and a result that never changes once it is there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER machine_draft_stays BEFORE UPDATE ON responses_machinedraft
    FOR EACH ROW WHEN (OLD.done_at IS NOT NULL) EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER machine_draft_never_removed BEFORE DELETE ON responses_machinedraft
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER machine_draft_never_emptied BEFORE TRUNCATE ON responses_machinedraft
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
"""

BACKWARD = """
DROP TRIGGER machine_draft_never_emptied ON responses_machinedraft;
DROP TRIGGER machine_draft_never_removed ON responses_machinedraft;
DROP TRIGGER machine_draft_stays ON responses_machinedraft;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("org", "0001_initial"),
        ("responses", "0002_append_only"),
        ("stories", "0004_levels_and_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MachineDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
        migrations.AddField(
            model_name="statement",
            name="machine_draft",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statements",
                to="responses.machinedraft",
            ),
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
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
