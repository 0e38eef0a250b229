"""The key of one matter, with which messages and files of its reporter are encrypted at rest.

It follows from the form's random key, so the same form sent twice has the same one. It is stored
twice and never in the clear: wrapped for the desk, whose own key lies outside the database, and
wrapped with the secret of the receipt, so that the portal can open a mailbox for whoever brings the
code and for nobody else. Without its key a matter cannot be read: destroying the key erases what
append-only rows still hold. Each ciphertext is bound to its row.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import Aead, SecretBox

from huiyin.apps.intake.models import MatterKey
from huiyin.engine import secrets

KEY_NAME = "key-vault"


def lock(key: bytes, row: UUID, plain: bytes) -> bytes:
    """Ciphertext that opens with this key (32 octets) in this row only."""
    return bytes(Aead(key).encrypt(plain, row.bytes))


def unlock(key: bytes, row: UUID, ciphertext: bytes) -> bytes | None:
    """What was locked; None where key or row are others."""
    try:
        return Aead(key).decrypt(ciphertext, row.bytes)
    except (CryptoError, ValueError):
        return None


def wrapped(submission_id: UUID, key: bytes, secret: str) -> MatterKey:
    """The row that keeps the key for the desk and for the holder of the receipt's secret."""
    return MatterKey(
        submission_id=submission_id,
        for_desk=bytes(SealedBox(_desk_key().public_key).encrypt(key)),
        for_reporter=bytes(SecretBox(_of_secret(secret)).encrypt(key)),
    )


def reporters_key(submission_id: UUID, secret: str) -> bytes | None:
    """The key for whoever has the secret; b"" once it was destroyed, None where there was none."""
    rows = MatterKey.objects.filter(submission_id=submission_id)
    kept = rows.values_list("for_reporter", flat=True).first()
    if not kept:
        return kept if kept is None else b""
    return bytes(SecretBox(_of_secret(secret)).decrypt(bytes(kept)))


def desks_keys(submission_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The keys of these matters for the desk; matters without one are left out."""
    rows = MatterKey.objects.filter(submission_id__in=list(submission_ids))
    box = SealedBox(_desk_key())
    found = {}
    for submission_id, kept in rows.values_list("submission_id", "for_desk"):
        if kept:
            found[submission_id] = bytes(box.decrypt(bytes(kept)))
    return found


def reopened(submission_id: UUID) -> Callable[[bytes], bytes | None]:
    """Takes what is sealed to others out of the matter's own lock: None once its key is destroyed,
    and as it is where the matter never had one."""
    if not MatterKey.objects.filter(submission_id=submission_id).exists():
        return lambda ciphertext: ciphertext
    key = desks_keys([submission_id]).get(submission_id)
    return lambda ciphertext: unlock(key, submission_id, ciphertext) if key else None


def _desk_key() -> PrivateKey:
    told = settings.VAULT_KEY or secrets.read_or_make(settings.CONFIG.data_dir, KEY_NAME)
    return _private(told)


@lru_cache(maxsize=4)
def _private(told: str) -> PrivateKey:
    return PrivateKey(bytes.fromhex(told))


def _of_secret(secret: str) -> bytes:
    """A key of 100 random bits; those who do not have them cannot try them all."""
    return blake2b(secret.encode(), digest_size=32, person=b"matter-key").digest()
