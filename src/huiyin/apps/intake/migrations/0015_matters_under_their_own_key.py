"""What reporters send lies encrypted under the key of its matter; matters may be held and let go."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What is new in rows that stay is not rewritten either. A key is written once and may be emptied.
FORWARD = """
CREATE TRIGGER intake_mailboxmessage_sealed_stays BEFORE UPDATE OF sealed ON intake_mailboxmessage
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_submissionfile_copy_stays BEFORE UPDATE OF copy, sealed
    ON intake_submissionfile FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_matterkey_stays BEFORE UPDATE ON intake_matterkey FOR EACH ROW
    WHEN (length(NEW.for_desk) > 0 OR length(NEW.for_reporter) > 0 OR NEW.destroyed_at IS NULL)
    EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_matterkey_kept BEFORE DELETE ON intake_matterkey
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_matterkey_never_emptied BEFORE TRUNCATE ON intake_matterkey
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
"""
BACKWARD = """
DROP TRIGGER intake_mailboxmessage_sealed_stays ON intake_mailboxmessage;
DROP TRIGGER intake_submissionfile_copy_stays ON intake_submissionfile;
DROP TRIGGER intake_matterkey_stays ON intake_matterkey;
DROP TRIGGER intake_matterkey_kept ON intake_matterkey;
DROP TRIGGER intake_matterkey_never_emptied ON intake_matterkey;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0014_proof_of_politeness"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        migrations.AddField(
            model_name="mailboxmessage",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="submissionfile",
            name="copy",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="submissionfile",
            name="sealed",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("submission",),
                        name="matter_held_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
