"""Every published version stays public: the database refuses to change or remove one."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER publication_stays BEFORE UPDATE OR DELETE ON responses_publication
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER publication_never_emptied BEFORE TRUNCATE ON responses_publication
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
"""

BACKWARD = """
DROP TRIGGER publication_never_emptied ON responses_publication;
DROP TRIGGER publication_stays ON responses_publication;
"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
