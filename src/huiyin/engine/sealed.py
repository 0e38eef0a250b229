"""Secrets of sources and channels: sealed with a key made from the desk's own, so that neither a
dump of the database nor a page of the console holds one in the clear."""

import json
from collections.abc import Mapping
from hashlib import blake2b

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox


def seal(values: Mapping[str, str]) -> bytes | None:
    """The secrets by name as one sealed text; None where there are none."""
    told = {name: value for name, value in values.items() if value}
    return bytes(_box().encrypt(json.dumps(told).encode())) if told else None


def unseal(sealed: bytes | memoryview | None) -> dict[str, str]:
    """The secrets by name; none where nothing is sealed or the desk's key was changed since."""
    if sealed is None:
        return {}
    try:
        told = json.loads(_box().decrypt(bytes(sealed)))
    except (CryptoError, ValueError):
        return {}
    return {str(name): str(value) for name, value in told.items()}


def _box() -> SecretBox:
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"source-secret").digest()
    return SecretBox(key)
