"""What the tables hold against everybody: triggers, functions, indexes that models cannot say."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION huiyin_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation',
              HINT = 'Write a further row; history is never changed.';
END $$;
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER event_never_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
INSERT INTO audit_chainhead (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD)]
