"""Nobody changes, removes or empties the history: the database itself refuses."""

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

BACKWARD = """
DELETE FROM audit_chainhead;
DROP TRIGGER event_never_emptied ON audit_event;
DROP TRIGGER event_stays ON audit_event;
DROP FUNCTION huiyin_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
