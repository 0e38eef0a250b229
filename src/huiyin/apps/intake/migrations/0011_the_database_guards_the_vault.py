"""Sealed contact data leaves the database by one door, which looks at who asks and why.

The desk's accounts cannot read the ciphertext (see `conf.rights`). This function gives what was
sealed to a person, and only to one who is a contact officer now and gives a reason; it runs with
the owner's rights, on the owner's names for things.
"""

from django.db import migrations

FORWARD = """
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
            AND s.id = asked_of
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
"""

BACKWARD = "DROP FUNCTION huiyin_sealed_contacts(uuid, bigint, text);"


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_learning_to_judge"), ("org", "0002_wrong_tries")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
