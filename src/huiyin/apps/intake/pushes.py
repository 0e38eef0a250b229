"""What other systems push: proved, kept as it came, and taken in by the worker a moment later.

A push proves itself by a signature over its time and body (HMAC-SHA256 with the source's secret,
not older than five minutes) or, where the source is set so, by the secret itself in a header. The
same push twice is one push.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b, sha256

from huiyin.apps.intake.models import Push, Source
from huiyin.engine.sealed import unseal

LARGEST = 1024 * 1024  # octets of a push
OLDEST = timedelta(minutes=5)
MOST_WAITING = 50_000  # of one source; the sender is asked to wait


class Verdict(StrEnum):
    """What came of a push."""

    KEPT = "kept"
    KNOWN = "known"
    REFUSED = "refused"
    TOO_LARGE = "too_large"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a sender says beside the body; empty where it says nothing."""

    timestamp: str = ""
    signature: str = ""
    bearer: str = ""


def keep_push(key: str, body: bytes, content_type: str, proof: Proof, now: datetime) -> Verdict:
    """Keep a push to the source of that key until it is taken in; `now` is real time."""
    if len(body) > LARGEST:
        return Verdict.TOO_LARGE
    source = Source.objects.filter(push_key=key, enabled=True).first() if key else None
    secret = unseal(source.sealed).get("push", "") if source else ""
    if source is None or not secret or not proved(source, secret, body, proof, now):
        return Verdict.REFUSED
    if Push.objects.filter(source=source, taken_at=None)[:MOST_WAITING].count() >= MOST_WAITING:
        return Verdict.BUSY
    mark = blake2b(proof.timestamp.encode() + b"." + body, digest_size=16).digest()
    row = Push(
        source=source, received_at=now, content_type=content_type[:100], body=body, proof=mark
    )
    known = Push.objects.filter(source=source, proof=mark).exists()
    Push.objects.bulk_create([row], ignore_conflicts=True)
    return Verdict.KNOWN if known else Verdict.KEPT


def proved(source: Source, secret: str, body: bytes, proof: Proof, now: datetime) -> bool:
    """Whether the sender knows the secret, in the way that the source asks for."""
    if source.settings.get("proof") == "bearer":
        return hmac.compare_digest(proof.bearer.encode(), secret.encode())
    if not (proof.timestamp.isascii() and proof.timestamp.isdigit() and len(proof.timestamp) < 12):
        return False
    if abs(now - datetime.fromtimestamp(int(proof.timestamp), UTC)) > OLDEST:
        return False
    given = proof.signature.removeprefix("sha256=").lower()
    return hmac.compare_digest(given.encode(), sign(secret, proof.timestamp, body).encode())


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a push, in hexadecimal digits."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()
