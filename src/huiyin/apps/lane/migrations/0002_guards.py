"""What the tables hold against everybody: triggers, functions, indexes that models cannot say."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION huiyin_asker() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN current_setting('huiyin.person', true) ~ '^[0-9]{1,18}$'
        THEN current_setting('huiyin.person', true)::bigint END $$;

CREATE FUNCTION huiyin_lane_office() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.office_id FROM org_person p JOIN org_rolegrant g ON g.person_id = p.id
    WHERE p.id = huiyin_asker() AND p.is_active AND g.role = 'auditor' AND g.until_at IS NULL
    LIMIT 1 $$;

CREATE FUNCTION huiyin_lets_in(circle bigint, of_office bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT circle = 0 OR (
        EXISTS (SELECT FROM org_person p
            WHERE p.id = huiyin_asker() AND p.is_active AND p.office_id = of_office)
        AND NOT EXISTS (SELECT FROM org_recusal r
            WHERE r.person_id = huiyin_asker() AND r.blind AND r.matter = circle)
        AND (circle > 0 OR of_office IS NOT DISTINCT FROM huiyin_lane_office())) $$;

CREATE FUNCTION huiyin_hidden_cases() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM cases_casefile
    WHERE apart <> 0 AND NOT huiyin_lets_in(apart, office_id) $$;

CREATE FUNCTION huiyin_hidden_items() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM intake_item
    WHERE apart <> 0 AND NOT huiyin_lets_in(apart, office_id) $$;

CREATE FUNCTION huiyin_is_desk() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT rolsuper OR rolbypassrls OR r.oid = c.relowner FROM pg_roles r, pg_class c
    WHERE rolname = coalesce(nullif(current_setting('role'), 'none'), session_user)
        AND c.oid = 'lane_matter'::regclass $$;

CREATE FUNCTION huiyin_keep_apart(circle bigint, of_item bigint, of_submission uuid, of_case bigint)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    items bigint[] := array(SELECT id FROM intake_item
        WHERE id = of_item OR submission_id = of_submission
            OR id IN (SELECT item_id FROM cases_caseitem WHERE case_id = of_case));
    told uuid[] := array(SELECT id FROM intake_submission WHERE id = of_submission
            OR id IN (SELECT submission_id FROM intake_item WHERE id = ANY (items)));
    closed boolean;
BEGIN
    SELECT bool_or(NOT huiyin_lets_in(apart, office_id)) INTO closed FROM (
        SELECT apart, office_id FROM intake_item WHERE id = ANY (items)
        UNION ALL SELECT apart, office_id FROM intake_submission WHERE id = ANY (told)
        UNION ALL SELECT apart, office_id FROM cases_casefile WHERE id = of_case) AS rows;
    IF closed AND NOT huiyin_is_desk() THEN
        RAISE EXCEPTION 'the lane: this is kept from %', huiyin_asker()
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE intake_item SET apart = circle WHERE id = ANY (items);
    UPDATE intake_submission SET apart = circle WHERE id = ANY (told);
    UPDATE cases_casefile SET apart = circle WHERE id = of_case;
END $$;

CREATE FUNCTION huiyin_item_follows_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    circle bigint := (SELECT apart FROM cases_casefile WHERE id = new.case_id);
BEGIN
    IF circle <> 0 THEN
        UPDATE intake_item SET apart = circle WHERE id = new.item_id AND apart >= 0;
        UPDATE intake_submission SET apart = circle WHERE apart >= 0 AND id =
            (SELECT submission_id FROM intake_item WHERE id = new.item_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER caseitem_kept_apart AFTER INSERT OR UPDATE OF case_id ON cases_caseitem
    FOR EACH ROW EXECUTE FUNCTION huiyin_item_follows_case();

CREATE FUNCTION huiyin_circle_of(what text, named text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(min(apart) FILTER (WHERE NOT huiyin_lets_in(apart, office_id)), 0) FROM (
        SELECT apart, office_id FROM cases_casefile WHERE what = 'case' AND id::text = named
        UNION ALL SELECT apart, office_id FROM intake_item WHERE what = 'item' AND id::text = named
        UNION ALL SELECT -id, office_id FROM lane_matter WHERE what = 'lane' AND id::text = named
        UNION ALL SELECT c.apart, c.office_id FROM cases_order o
            JOIN cases_casefile c ON c.id = o.case_id WHERE what = 'order' AND o.id::text = named
    ) AS asked $$;

CREATE FUNCTION huiyin_sealed_links() RETURNS TABLE (seq bigint, previous_hash bytea, hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.seq, e.previous_hash, e.hash FROM audit_event e
    WHERE e.case_id = ANY (huiyin_hidden_cases())
        OR (e.kind LIKE 'lane.%' AND e.office_id IS DISTINCT FROM huiyin_lane_office())
    ORDER BY e.seq $$;

CREATE FUNCTION huiyin_lane_figures(of_office bigint, since timestamptz, at_least bigint)
RETURNS TABLE (received bigint, closed bigint, in_time bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN n = 0 OR n >= at_least THEN n END, CASE WHEN c = 0 OR c >= at_least THEN c END,
        CASE WHEN c >= at_least AND n >= at_least AND (t = 0 OR t >= at_least) THEN t END
    FROM (SELECT count(*) AS n, count(*) FILTER (WHERE state = 'told') AS c,
        count(*) FILTER (WHERE state = 'told' AND NOT EXISTS (SELECT FROM lane_promise p
            WHERE p.matter_id = m.id AND p.late_by IS NOT NULL)) AS t
        FROM lane_matter m WHERE m.office_id = of_office AND m.received_at >= since) AS counts $$;

CREATE TRIGGER item_kept_apart AFTER UPDATE OF apart ON intake_item
    FOR EACH ROW WHEN (old.apart IS DISTINCT FROM new.apart)
    EXECUTE FUNCTION huiyin_note_item_changed();
CREATE TRIGGER lane_step_stays BEFORE UPDATE OR DELETE ON lane_step
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER lane_step_never_emptied BEFORE TRUNCATE ON lane_step
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER lane_attempt_stays BEFORE UPDATE OR DELETE ON lane_attempt
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER lane_attempt_never_emptied BEFORE TRUNCATE ON lane_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER recusal_never_emptied BEFORE TRUNCATE ON org_recusal
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER recusal_stays BEFORE UPDATE OR DELETE ON org_recusal
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE SEQUENCE lane_ids;

CREATE FUNCTION huiyin_sealed_contacts(asked_of uuid, asked_by bigint, why text)
RETURNS TABLE (custodian_key_id bigint, ciphertext bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF length(btrim(why)) < 5 THEN
        RAISE EXCEPTION 'the vault: no reason given' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM org_rolegrant g JOIN org_person p ON p.id = g.person_id
            JOIN intake_submission s ON s.office_id = p.office_id
        WHERE p.id = asked_by AND p.is_active AND g.role = 'custodian' AND g.until_at IS NULL
            AND s.id = asked_of AND (s.apart = 0 OR huiyin_lets_in(s.apart, s.office_id))
    ) THEN
        RAISE EXCEPTION 'the vault: person % is no contact officer of this matter', asked_by
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
        SELECT sealed.custodian_key_id, sealed.ciphertext FROM intake_sealedcontact sealed
        JOIN intake_custodiankey key ON key.id = sealed.custodian_key_id
        WHERE sealed.submission_id = asked_of AND key.person_id = asked_by
        ORDER BY sealed.custodian_key_id DESC;
END $$;
REVOKE ALL ON FUNCTION huiyin_sealed_contacts(uuid, bigint, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_asker() FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_lane_office() FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_lets_in(bigint, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_hidden_cases() FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_hidden_items() FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_is_desk() FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_keep_apart(bigint, bigint, uuid, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_circle_of(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_sealed_links() FROM PUBLIC;
REVOKE ALL ON FUNCTION huiyin_lane_figures(bigint, timestamptz, bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lane", "0001_tables"),
        ("audit", "0002_guards"),
        ("intake", "0002_guards"),
        ("cases", "0002_guards"),
    ]

    operations = [migrations.RunSQL(FORWARD)]
