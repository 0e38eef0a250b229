"""What the tables hold against everybody: triggers, functions, indexes that models cannot say."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER publication_stays BEFORE UPDATE OR DELETE ON responses_publication
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER publication_never_emptied BEFORE TRUNCATE ON responses_publication
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER machine_draft_stays BEFORE UPDATE ON responses_machinedraft
    FOR EACH ROW WHEN (OLD.done_at IS NOT NULL) EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER machine_draft_never_removed BEFORE DELETE ON responses_machinedraft
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER machine_draft_never_emptied BEFORE TRUNCATE ON responses_machinedraft
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_tables"), ("audit", "0002_guards")]

    operations = [migrations.RunSQL(FORWARD)]
