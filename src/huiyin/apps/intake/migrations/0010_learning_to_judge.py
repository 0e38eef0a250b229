"""Items carry topic, severity and tone; what people corrected and what was learnt from it stays."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = ("intake_correction", "intake_labelmodel", "intake_modeluse", "intake_topictree")
PROTECT = django.db.models.deletion.PROTECT


def _stay(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
        CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
        """,
        f"DROP TRIGGER {table}_never_emptied ON {table}; DROP TRIGGER {table}_stays ON {table};",
    )


def _key() -> tuple[str, models.Field]:
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def _office(name: str) -> tuple[str, models.Field]:
    indexed = name != "+"
    return (
        "office",
        models.ForeignKey(on_delete=PROTECT, related_name=name, to="org.office", db_index=indexed),
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_reprints_and_updates"), ("audit", "0002_append_only")]
    operations = [
        migrations.AddField(
            "item", "topic", models.CharField(blank=True, default="", max_length=60)
        ),
        migrations.AddField("item", "severity", models.SmallIntegerField(null=True)),
        migrations.AddField("item", "sentiment", models.SmallIntegerField(null=True)),
        migrations.AddField("item", "judged", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="Correction",
            fields=[
                _key(),
                ("task", models.CharField(max_length=20)),
                ("before", models.CharField(blank=True, max_length=60)),
                ("label", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to="org.person", db_index=False
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="corrections", to="intake.item"
                    ),
                ),
                _office("+"),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "task", "item", "-id"], name="correction_last")
                ]
            },
        ),
        migrations.CreateModel(
            name="LabelModel",
            fields=[
                _key(),
                ("version", models.CharField(max_length=40)),
                ("data", models.BinaryField()),
                ("card", models.JSONField()),
                ("made_at", models.DateTimeField()),
                _office("label_models"),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["office", "version"], name="model_version_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="ModelUse",
            fields=[
                _key(),
                ("at", models.DateTimeField()),
                (
                    "model",
                    models.ForeignKey(
                        null=True, on_delete=PROTECT, related_name="+", to="intake.labelmodel"
                    ),
                ),
                _office("model_uses"),
            ],
        ),
        migrations.CreateModel(
            name="TopicTree",
            fields=[
                _key(),
                ("rows", models.JSONField()),
                ("at", models.DateTimeField()),
                _office("topic_trees"),
            ],
        ),
        *(_stay(table) for table in KEPT),
    ]
