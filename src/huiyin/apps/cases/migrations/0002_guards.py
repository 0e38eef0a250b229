"""What the tables hold against everybody: triggers, functions, indexes that models cannot say."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION huiyin_grams(said text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), ARRAY[]::text[]) FROM (
        SELECT substr(lower(said), n, size) AS gram
        FROM generate_series(1, length(said)) n, generate_series(1, 2) size
    ) grams
$$;
CREATE INDEX case_title_grams ON cases_casefile USING gin (huiyin_grams(title));
CREATE TRIGGER evidence_stays BEFORE UPDATE OR DELETE ON cases_evidence
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER evidence_never_emptied BEFORE TRUNCATE ON cases_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER outcome_stays BEFORE UPDATE OR DELETE ON cases_outcome
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER outcome_never_emptied BEFORE TRUNCATE ON cases_outcome
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER rating_stays BEFORE UPDATE OF ballot_id, answered, solved, satisfied, rated_on OR DELETE ON cases_rating
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER rating_never_emptied BEFORE TRUNCATE ON cases_rating
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_tables"), ("audit", "0002_guards")]

    operations = [migrations.RunSQL(FORWARD)]
