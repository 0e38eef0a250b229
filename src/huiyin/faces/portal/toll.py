"""What a form costs where very many come: some work of the browser, or a minute of patience.

The work is that of ALTCHA: find the number whose SHA-256 with a salt is the one given. A browser
without script finds nothing, so the form takes a minute's wait in its place. Either is bound to
the key of the form, which makes one submission however often it is sent, so neither can be used
twice and nothing need be remembered.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings
from django.core import signing

from huiyin.faces.portal.callers import counts

SALT: Final = "huiyin.portal.toll"
FREE: Final = 5  # submissions of one caller within ten minutes
FREE_TOGETHER: Final = 120  # of all callers
LARGEST: Final = 200_000
WAIT_SECONDS: Final = 60
GOOD_SECONDS: Final = 3600
ALL: Final = "*"


@dataclass(frozen=True, slots=True)
class Toll:
    """What the form carries: the work for a script, and when the wait began."""

    algorithm: str
    salt: str
    challenge: str
    signature: str
    maxnumber: int
    since: str

    def work(self) -> str:
        """The work as ALTCHA writes it."""
        told = asdict(self)
        del told["since"]
        return json.dumps(told)


def is_due(mark: str) -> bool:
    """Whether this caller's next form costs something."""
    if not mark:
        return False
    return counts.lately("sent", mark) >= FREE or counts.lately("sent", ALL) >= FREE_TOGETHER


def note_sent(mark: str) -> None:
    """A submission of this caller was kept."""
    counts.note("sent", mark)
    counts.note("sent", ALL if mark else "")


def toll_of(form_key: bytes, since: str = "") -> Toll:
    """The toll of one form; `since` keeps a wait that has begun."""
    salt = f"{secrets.token_hex(8)}.{_bound(form_key)}"
    challenge = _hash(salt, secrets.randbelow(LARGEST))
    begun = since if _waits(since, form_key) else signing.dumps(_bound(form_key), salt=SALT)
    return Toll("SHA-256", salt, challenge, _signature(challenge), LARGEST, begun)


def is_paid(form_key: bytes, solution: str, since: str) -> bool:
    """Whether the work was done for this form, or its wait is over."""
    return _is_solved(form_key, solution) or _waits(since, form_key, WAIT_SECONDS)


def _is_solved(form_key: bytes, solution: str) -> bool:
    try:
        told = json.loads(solution)
        salt, number, signature = str(told["salt"]), int(told["number"]), str(told["signature"])
    except (ValueError, TypeError, KeyError):
        return False
    ours = hmac.compare_digest(_signature(_hash(salt, number)), signature)
    return ours and salt.rpartition(".")[2] == _bound(form_key)


def _waits(since: str, form_key: bytes, seconds: int = 0) -> bool:
    try:
        told = signing.loads(since, salt=SALT, max_age=GOOD_SECONDS)
    except signing.BadSignature:
        return False
    if told != _bound(form_key):
        return False
    try:
        signing.loads(since, salt=SALT, max_age=seconds)
    except signing.SignatureExpired:
        return True
    return seconds == 0


def _bound(form_key: bytes) -> str:
    return hashlib.sha256(b"toll" + form_key).hexdigest()[:32]


def _hash(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signature(challenge: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), challenge.encode(), "sha256").hexdigest()
