"""What groups items is read from the items; a story says whether it stands, a member what else was
near."""

import django.db.models.deletion
from django.db import migrations, models

SHAPED = """
UPDATE stories_story AS s SET settled = true
WHERE EXISTS (SELECT 1 FROM stories_storyitem m WHERE m.story_id = s.id AND m.by_id IS NOT NULL)
   OR EXISTS (SELECT 1 FROM stories_story o WHERE o.merged_into_id = s.id)
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_rows_as_they_are")]

    operations = [
        migrations.RemoveIndex(model_name="story", name="story_keys"),
        migrations.RemoveField(model_name="story", name="features"),
        migrations.RemoveField(model_name="story", name="keys"),
        migrations.RemoveField(model_name="story", name="signatures"),
        migrations.AddField(
            model_name="story", name="settled", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="story", name="revision", field=models.BigIntegerField(default=0)
        ),
        migrations.RunSQL(SHAPED, migrations.RunSQL.noop),
        migrations.RunSQL(
            "ALTER TABLE stories_story RESET (toast_tuple_target)",
            "ALTER TABLE stories_story SET (toast_tuple_target = 8160)",
        ),
        migrations.AddField(
            model_name="storyitem",
            name="refused",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stories.story",
            ),
        ),
        migrations.AddField(
            model_name="storyitem", name="apart_because", field=models.JSONField(default=list)
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["office", "told", "revision"], name="story_revision"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("merged_into", None), ("state", "watching")),
                fields=["told", "last_at"],
                name="story_resting",
            ),
        ),
    ]
