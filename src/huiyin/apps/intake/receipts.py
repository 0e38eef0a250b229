"""Receipts: everything that follows from the random key of one form.

The form carries 32 random octets (its key). From them alone follow the submission's id, the
locator and the secret, so that the same form sent twice is one submission with one receipt, and
the desk need not remember the secret: it stores its argon2id hash only.
"""

import hashlib
import secrets
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from huiyin.rules.receipts import LOCATOR_OCTETS, SECRET_OCTETS, Code, code_from

KEY_OCTETS = 32
# The secret has 100 random bits, so the hash need not be slow: 19 MiB, two passes.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def new_key() -> bytes:
    """A fresh form key."""
    return secrets.token_bytes(KEY_OCTETS)


def row_id(key: bytes, part: str) -> UUID:
    """The id of a row that comes from this form, e.g. part "submission" or "file 2"."""
    return UUID(bytes=_derived(key, f"id {part}", 16), version=5)


def matter_key(key: bytes) -> bytes:
    """The key of the matter's messages and of the copies of its files, see `matters`."""
    return _derived(key, "matter", KEY_OCTETS)


def originals_key(key: bytes) -> bytes:
    """The key of its original files, sealed to the contact officers."""
    return _derived(key, "originals", KEY_OCTETS)


def code_of(key: bytes, attempt: int = 0) -> Code:
    """The receipt code; a further `attempt` has another locator and the same secret."""
    return code_from(
        _derived(key, f"locator {attempt}", LOCATOR_OCTETS),
        _derived(key, "secret", SECRET_OCTETS),
    )


def verifier_of(secret: str) -> str:
    """What is stored in place of the secret."""
    return _HASHER.hash(secret)


def is_secret(secret: str, verifier: str | None) -> bool:
    """Whether the secret belongs to the verifier; takes as long when there is none."""
    try:
        matches = _HASHER.verify(verifier or _nobodys(), secret)
    except (VerificationError, InvalidHashError):
        return False
    return matches and verifier is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(20))


def _derived(key: bytes, purpose: str, octets: int) -> bytes:
    return hashlib.blake2b(purpose.encode(), key=key, digest_size=octets).digest()
