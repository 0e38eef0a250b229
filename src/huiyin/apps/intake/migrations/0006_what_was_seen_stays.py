"""Rounds of the patrol stay as they were written. Copies and versions of published texts are never
changed; they go only with their item's text, when the office's time of keeping is over, and only in
a transaction that says so."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION huiyin_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('huiyin.letting_go', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation',
              HINT = 'Write a further row; what was seen is never changed.';
END $$;
"""
BACKWARD = "DROP FUNCTION huiyin_refuse_rewriting();"
KEPT = {
    "intake_patrolround": "huiyin_refuse_change",
    "intake_copy": "huiyin_refuse_rewriting",
    "intake_version": "huiyin_refuse_rewriting",
}


def _stay(table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {function}();
        CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        """,
        f"DROP TRIGGER {table}_never_emptied ON {table}; DROP TRIGGER {table}_stays ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_sources_of_many_kinds"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        *(_stay(table, function) for table, function in KEPT.items()),
    ]
