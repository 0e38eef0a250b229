"""A passkey in software: makes and answers WebAuthn challenges as a browser would send them."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

HERE, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftPasskey:
    """One credential of one person at one origin."""

    def __init__(self, origin: str, host: str) -> None:
        self.origin, self.host = origin, host
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def create(self, options: dict[str, Any]) -> str:
        """The form's field for `navigator.credentials.create`."""
        point = self.key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor.encode(cose)
        data = self._data(HERE | VERIFIED | ATTESTED) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._told(clientDataJSON=_text(client), attestationObject=_text(attestation))

    def get(self, options: dict[str, Any]) -> str:
        """The form's field for `navigator.credentials.get`."""
        self.count += 1
        data = self._data(HERE | VERIFIED)
        client = self._client("webauthn.get", options)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._told(
            clientDataJSON=_text(client), authenticatorData=_text(data), signature=_text(signature),
            userHandle=None,
        )  # fmt: skip

    def _data(self, flags: int) -> bytes:
        told = hashlib.sha256(self.host.encode()).digest()
        return told + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["publicKey"]["challenge"]
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _told(self, **response: str | None) -> str:
        name = _text(self.id)
        told = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps({**told, "clientExtensionResults": {}})


def _text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()
