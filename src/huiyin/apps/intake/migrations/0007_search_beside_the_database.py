"""Items are searched in a full-text index beside the database, which follows new and changed rows;
people keep searches. The grams and their index are gone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION huiyin_note_items_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO intake_itemchange (item_id, tx, at)
        SELECT id, pg_current_xact_id()::text::bigint, now() FROM gone;
    RETURN NULL;
END $$;
CREATE TRIGGER item_gone AFTER DELETE ON intake_item REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_note_items_gone();
CREATE FUNCTION huiyin_note_item_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO intake_itemchange (item_id, tx, at)
        VALUES (new.id, pg_current_xact_id()::text::bigint, now());
    RETURN NULL;
END $$;
CREATE TRIGGER item_changed AFTER UPDATE OF folded, said_at, channel, source_id ON intake_item
    FOR EACH ROW EXECUTE FUNCTION huiyin_note_item_changed();
"""
BACKWARD = """
DROP TRIGGER item_changed ON intake_item;
DROP FUNCTION huiyin_note_item_changed();
DROP TRIGGER item_gone ON intake_item;
DROP FUNCTION huiyin_note_items_gone();
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("org", "0001_initial"),
        ("intake", "0006_what_was_seen_stays"),
    ]
    operations = [
        migrations.CreateModel(
            name="ItemChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_id", models.BigIntegerField()),
                ("tx", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="search_name_once")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveIndex(model_name="item", name="item_grams"),
        migrations.RemoveField(model_name="item", name="grams"),
    ]
