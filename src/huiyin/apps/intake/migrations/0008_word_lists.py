"""Word lists, and a token that changes whenever a rule or a list does, whoever changes it.

The token is drawn anew and not counted up: a change taken back brings the old token back, and no
two states of the rules ever share one.
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION huiyin_turn_rulebook() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO intake_rulebook (id, token) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET token = excluded.token;
    RETURN NULL;
END $$;
CREATE TRIGGER rules_turn_rulebook
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON intake_keywordrule
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_turn_rulebook();
CREATE TRIGGER lists_turn_rulebook
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON intake_wordlist
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_turn_rulebook();
INSERT INTO intake_rulebook (id, token) VALUES (1, gen_random_uuid());
"""
BACKWARD = """
DROP TRIGGER lists_turn_rulebook ON intake_wordlist;
DROP TRIGGER rules_turn_rulebook ON intake_keywordrule;
DROP FUNCTION huiyin_turn_rulebook();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0007_search_beside_the_database"),
        ("org", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Rulebook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="WordList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
        migrations.AddConstraint(
            model_name="wordlist",
            constraint=models.UniqueConstraint(fields=("office", "name"), name="list_name_once"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
