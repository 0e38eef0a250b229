"""Sealing a reporter's contact data to the keys of the office's contact officers.

Anybody may seal, only the holder of a passphrase may open: the private key is made from the
passphrase and the stored salt by argon2id and is kept nowhere. What is sealed is bound to its
submission and padded, so that neither a swap of rows nor the length tells anything.
"""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random as random_octets

SALT_OCTETS: int = pwhash.argon2id.SALTBYTES
# What trying one passphrase costs: libsodium's moderate (256 MiB, about 1 s).
OPERATIONS: int = pwhash.argon2id.OPSLIMIT_MODERATE
MEMORY: int = pwhash.argon2id.MEMLIMIT_MODERATE
_PAD_TO = 512


@dataclass(frozen=True, slots=True)
class Contact:
    """How the reporter may be reached, in their own words; any part may be empty."""

    name: str = ""
    phone: str = ""
    other: str = ""
    originals: str = ""  # the key of the original files, hexadecimal

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.other)


class CannotOpen(Exception):  # noqa: N818 - it is an answer, not a fault
    """This key does not open this ciphertext, or it belongs to another submission."""


def seal(contact: Contact, submission_id: UUID, public_key: bytes) -> bytes:
    """Ciphertext that only the private half of `public_key` (32 octets) opens."""
    plain = json.dumps(
        {"submission": str(submission_id), **asdict(contact)}, ensure_ascii=False
    ).encode()
    padded = plain + b" " * (-len(plain) % _PAD_TO)
    return bytes(SealedBox(PublicKey(public_key)).encrypt(padded))


def unseal(ciphertext: bytes, submission_id: UUID, private_key: PrivateKey) -> Contact:
    """The contact data of this submission; raises CannotOpen."""
    try:
        values = json.loads(SealedBox(private_key).decrypt(ciphertext))
    except (CryptoError, ValueError) as error:
        raise CannotOpen from error
    if values.pop("submission", None) != str(submission_id):
        raise CannotOpen
    return Contact(**values)


def new_salt() -> bytes:
    """A fresh salt for a passphrase."""
    return random_octets(SALT_OCTETS)


def private_key(passphrase: str, salt: bytes) -> PrivateKey:
    """The key of a passphrase: argon2id."""
    seed = pwhash.argon2id.kdf(
        PrivateKey.SIZE,
        passphrase.encode(),
        salt,
        opslimit=OPERATIONS,
        memlimit=MEMORY,
    )
    return PrivateKey(seed)
