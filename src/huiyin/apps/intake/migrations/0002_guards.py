"""What the tables hold against everybody: triggers, functions, indexes that models cannot say."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER intake_submission_stays BEFORE UPDATE OF id, office_id, kind, title, text, place, danger, language, received_at ON intake_submission
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_submission_kept BEFORE DELETE ON intake_submission
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_submission_never_emptied BEFORE TRUNCATE ON intake_submission
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_submissionfile_stays BEFORE UPDATE OF id, submission_id, name, media_type, octets, sha256, content, added_at ON intake_submissionfile
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_submissionfile_kept BEFORE DELETE ON intake_submissionfile
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_submissionfile_never_emptied BEFORE TRUNCATE ON intake_submissionfile
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_mailboxmessage_stays BEFORE UPDATE OF id, mailbox_id, sender, code, text, params, at ON intake_mailboxmessage
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_mailboxmessage_kept BEFORE DELETE ON intake_mailboxmessage
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_mailboxmessage_never_emptied BEFORE TRUNCATE ON intake_mailboxmessage
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_sealedcontact_stays BEFORE UPDATE OF id, submission_id, custodian_key_id, ciphertext ON intake_sealedcontact
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_sealedcontact_kept BEFORE DELETE ON intake_sealedcontact
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_sealedcontact_never_emptied BEFORE TRUNCATE ON intake_sealedcontact
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_vaultopening_stays BEFORE UPDATE OF id, submission_id, by_id, reason, at ON intake_vaultopening
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_vaultopening_kept BEFORE DELETE ON intake_vaultopening
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_vaultopening_never_emptied BEFORE TRUNCATE ON intake_vaultopening
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
ALTER TABLE intake_item ALTER COLUMN title SET STORAGE EXTERNAL, ALTER COLUMN body SET STORAGE EXTERNAL, ALTER COLUMN folded SET STORAGE EXTERNAL, ALTER COLUMN raw SET STORAGE EXTERNAL; ALTER TABLE intake_item SET (toast_tuple_target = 8160);
CREATE FUNCTION huiyin_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('huiyin.letting_go', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation',
              HINT = 'Write a further row; what was seen is never changed.';
END $$;
CREATE TRIGGER intake_patrolround_stays BEFORE UPDATE OR DELETE ON intake_patrolround
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_patrolround_never_emptied BEFORE TRUNCATE ON intake_patrolround
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_copy_stays BEFORE UPDATE OR DELETE ON intake_copy
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_rewriting();
CREATE TRIGGER intake_copy_never_emptied BEFORE TRUNCATE ON intake_copy
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_rewriting();
CREATE TRIGGER intake_version_stays BEFORE UPDATE OR DELETE ON intake_version
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_rewriting();
CREATE TRIGGER intake_version_never_emptied BEFORE TRUNCATE ON intake_version
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_rewriting();
CREATE FUNCTION huiyin_note_items_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO intake_itemchange (item_id, tx, at)
        SELECT id, pg_current_xact_id()::text::bigint, now() FROM gone;
    RETURN NULL;
END $$;
CREATE TRIGGER item_gone AFTER DELETE ON intake_item REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_note_items_gone();
CREATE FUNCTION huiyin_note_item_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO intake_itemchange (item_id, tx, at)
        VALUES (new.id, pg_current_xact_id()::text::bigint, now());
    RETURN NULL;
END $$;
CREATE TRIGGER item_changed AFTER UPDATE OF folded, said_at, channel, source_id ON intake_item
    FOR EACH ROW EXECUTE FUNCTION huiyin_note_item_changed();
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
CREATE TRIGGER intake_correction_stays BEFORE UPDATE OR DELETE ON intake_correction
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_correction_never_emptied BEFORE TRUNCATE ON intake_correction
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_labelmodel_stays BEFORE UPDATE OR DELETE ON intake_labelmodel
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_labelmodel_never_emptied BEFORE TRUNCATE ON intake_labelmodel
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_modeluse_stays BEFORE UPDATE OR DELETE ON intake_modeluse
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_modeluse_never_emptied BEFORE TRUNCATE ON intake_modeluse
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_topictree_stays BEFORE UPDATE OR DELETE ON intake_topictree
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_topictree_never_emptied BEFORE TRUNCATE ON intake_topictree
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_mailboxmessage_sealed_stays BEFORE UPDATE OF sealed ON intake_mailboxmessage
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_submissionfile_copy_stays BEFORE UPDATE OF copy, sealed
    ON intake_submissionfile FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_matterkey_stays BEFORE UPDATE ON intake_matterkey FOR EACH ROW
    WHEN (length(NEW.for_desk) > 0 OR length(NEW.for_reporter) > 0 OR NEW.destroyed_at IS NULL)
    EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_matterkey_kept BEFORE DELETE ON intake_matterkey
    FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
CREATE TRIGGER intake_matterkey_never_emptied BEFORE TRUNCATE ON intake_matterkey
    FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_tables"), ("audit", "0002_guards")]

    operations = [migrations.RunSQL(FORWARD)]
