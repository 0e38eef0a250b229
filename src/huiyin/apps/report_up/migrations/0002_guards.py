"""What the tables hold against everybody: triggers, functions, indexes that models cannot say."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION huiyin_sent_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.fixed_at IS NOT NULL AND (
        NEW.contents, NEW.kind, NEW.grade, NEW.number, NEW.chain_id, NEW.fixed_at, NEW.known_at
    ) IS DISTINCT FROM (
        OLD.contents, OLD.kind, OLD.grade, OLD.number, OLD.chain_id, OLD.fixed_at, OLD.known_at
    ) THEN
        RAISE EXCEPTION 'a report that was sent is never changed'
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Write a supplement.';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION huiyin_proof_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.started_at, OLD.due_at, OLD.to_id, OLD.sender_name)
        IS DISTINCT FROM (NEW.started_at, NEW.due_at, NEW.to_id, NEW.sender_name)
    OR OLD.sent_at IS NOT NULL AND (OLD.sent_at, OLD.channel, OLD.text, OLD.sent_by_id)
        IS DISTINCT FROM (NEW.sent_at, NEW.channel, NEW.text, NEW.sent_by_id)
    OR OLD.acknowledged_at IS NOT NULL AND (
        OLD.acknowledged_at, OLD.acknowledged_who, OLD.acknowledged_channel, OLD.acknowledged_text
    ) IS DISTINCT FROM (
        NEW.acknowledged_at, NEW.acknowledged_who, NEW.acknowledged_channel, NEW.acknowledged_text
    )
    OR OLD.late_by IS NOT NULL AND OLD.late_by IS DISTINCT FROM NEW.late_by
    OR OLD.overdue_at IS NOT NULL AND OLD.overdue_at IS DISTINCT FROM NEW.overdue_at THEN
        RAISE EXCEPTION 'what was sent, acknowledged or late is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_stays BEFORE UPDATE ON report_up_report
    FOR EACH ROW EXECUTE FUNCTION huiyin_sent_report_stays();
CREATE TRIGGER leg_stays BEFORE UPDATE ON report_up_leg
    FOR EACH ROW EXECUTE FUNCTION huiyin_proof_stays();
CREATE FUNCTION huiyin_report_never_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER chain_never_removed BEFORE DELETE ON report_up_chain
    FOR EACH ROW EXECUTE FUNCTION huiyin_report_never_removed();
CREATE TRIGGER chain_never_emptied BEFORE TRUNCATE ON report_up_chain
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_report_never_removed();
CREATE TRIGGER report_never_removed BEFORE DELETE ON report_up_report
    FOR EACH ROW EXECUTE FUNCTION huiyin_report_never_removed();
CREATE TRIGGER report_never_emptied BEFORE TRUNCATE ON report_up_report
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_report_never_removed();
CREATE TRIGGER leg_never_removed BEFORE DELETE ON report_up_leg
    FOR EACH ROW EXECUTE FUNCTION huiyin_report_never_removed();
CREATE TRIGGER leg_never_emptied BEFORE TRUNCATE ON report_up_leg
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_report_never_removed();
"""


class Migration(migrations.Migration):
    dependencies = [("report_up", "0001_tables"), ("audit", "0002_guards")]

    operations = [migrations.RunSQL(FORWARD)]
