import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiyin.engine.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_tables"),
        ("org", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Story",
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
                        ("title", models.TextField()),
                        ("told", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("watching", "Watching"),
                                    ("warned", "Warned"),
                                    ("cased", "Case opened"),
                                    ("dormant", "Dormant"),
                                ],
                                default="watching",
                                max_length=12,
                            ),
                        ),
                        ("first_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        ("items_n", models.PositiveIntegerField(default=0)),
                        ("outlets_n", models.PositiveIntegerField(default=0)),
                        ("heat", models.FloatField(default=0)),
                        (
                            "rises",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField(), default=list, size=None
                            ),
                        ),
                        ("settled", models.BooleanField(default=False)),
                        ("revision", models.BigIntegerField(default=0)),
                        (
                            "level",
                            models.CharField(blank=True, db_default="", default="", max_length=12),
                        ),
                        (
                            "alerted",
                            models.CharField(blank=True, db_default="", default="", max_length=12),
                        ),
                        ("urgent", models.BooleanField(db_default=False, default=False)),
                        ("danger", models.BooleanField(db_default=False, default=False)),
                        ("mainstream", models.BooleanField(db_default=False, default=False)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stories.story",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stories",
                                to="org.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "stories",
                    },
                ),
                migrations.CreateModel(
                    name="Lowering",
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
                        ("before", models.CharField(max_length=12)),
                        ("level", models.CharField(max_length=12)),
                        ("reason", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("confirmed", models.BooleanField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lowerings",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="KeptApart",
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
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                        ("taken_back_at", models.DateTimeField(null=True)),
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
                            "taken_back_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stories.story",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="KeepingHold",
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
                        ("lifted_at", models.DateTimeField(null=True)),
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
                            "lifted_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="org.office",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StoryAlert",
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
                        ("level", models.CharField(max_length=12)),
                        ("grounds", models.JSONField(default=list)),
                        ("items_n", models.PositiveIntegerField()),
                        ("outlets_n", models.PositiveIntegerField()),
                        ("raised_at", models.DateTimeField()),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alerts",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StoryItem",
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
                        ("similarity", models.FloatField(default=1)),
                        ("because", models.JSONField(default=list)),
                        ("apart_because", models.JSONField(default=list)),
                        ("reprint", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        ("said_at", models.DateTimeField()),
                        ("outlet", models.CharField(blank=True, max_length=160)),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="membership",
                                to="intake.item",
                            ),
                        ),
                        (
                            "refused",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stories.story",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="stories.story",
                            ),
                        ),
                    ],
                ),
                migrations.AddIndex(
                    model_name="story",
                    index=models.Index(fields=["office", "-heat", "-id"], name="story_hottest"),
                ),
                migrations.AddIndex(
                    model_name="story",
                    index=models.Index(
                        fields=["office", "told", "-last_at", "-id"], name="story_latest"
                    ),
                ),
                migrations.AddIndex(
                    model_name="story",
                    index=models.Index(
                        fields=["office", "told", "revision"], name="story_revision"
                    ),
                ),
                migrations.AddIndex(
                    model_name="story",
                    index=models.Index(
                        condition=models.Q(("merged_into", None), ("state", "watching")),
                        fields=["told", "last_at"],
                        name="story_resting",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="lowering",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("story",),
                        name="lowering_waits_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keptapart",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("one", "other"),
                        name="kept_apart_once",
                    ),
                ),
                migrations.AddIndex(
                    model_name="storyalert",
                    index=models.Index(
                        condition=models.Q(("acknowledged_at", None)),
                        fields=["raised_at"],
                        name="alert_unseen",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="storyalert",
                    constraint=models.UniqueConstraint(
                        fields=("story", "level"), name="alert_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="storyitem",
                    index=models.Index(fields=["story", "said_at", "item"], name="member_order"),
                ),
            ]
        )
    ]
