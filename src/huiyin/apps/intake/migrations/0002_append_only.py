"""A reporter's words, messages, files and the openings of the vault stay as they were written.

The only thing the desk may still note on them is that it has taken them in.
"""

from django.db import migrations

KEPT = {
    "intake_submission": "id, office_id, kind, title, text, place, danger, language, received_at",
    "intake_submissionfile": "id, submission_id, name, media_type, octets, sha256, content, added_at",
    "intake_mailboxmessage": "id, mailbox_id, sender, code, text, params, at",
    "intake_sealedcontact": "id, submission_id, custodian_key_id, ciphertext",
    "intake_vaultopening": "id, submission_id, by_id, reason, at",
}


def _forward(table: str, columns: str) -> str:
    return f"""
    CREATE TRIGGER {table}_stays BEFORE UPDATE OF {columns} ON {table}
        FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
    CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION huiyin_refuse_change();
    CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION huiyin_refuse_change();
    """


def _backward(table: str) -> str:
    return "".join(
        f"DROP TRIGGER {table}_{name} ON {table};" for name in ("stays", "kept", "never_emptied")
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(_forward(table, columns), _backward(table))
        for table, columns in KEPT.items()
    ]
