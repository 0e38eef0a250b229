"""Wrong tries at a password, counted in the database so that every process knows of them.

Several wrong ones in a row for one name make that name wait, whether it exists or not. The name is
kept as a keyed hash only: people type their password into the wrong field now and then.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.db import connection

from huiyin.apps.org.models import Person, WrongTry

TRIES: Final = 6
LOCKED: Final = timedelta(minutes=5)

_COUNT = """
INSERT INTO org_wrongtry (name, tries, last_at) VALUES (%s, 1, %s)
ON CONFLICT (name) DO UPDATE SET last_at = %s,
    tries = CASE WHEN org_wrongtry.last_at < %s THEN 1 ELSE org_wrongtry.tries + 1 END
"""


def is_locked(username: str, now: datetime) -> bool:
    """Whether this name has to wait."""
    rows = WrongTry.objects.filter(name=_mark(username), last_at__gte=now - LOCKED)
    return rows.filter(tries__gte=TRIES).exists()


def note_wrong_try(username: str, now: datetime) -> None:
    """Count one more, beginning anew after a pause; names nobody tries any more are dropped."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_mark(username), now, now, now - LOCKED])
    WrongTry.objects.filter(last_at__lt=now - timedelta(days=1)).delete()


def forget_wrong_tries(username: str) -> None:
    """The right password was given."""
    WrongTry.objects.filter(name=_mark(username)).delete()


def is_own_password(person: Person, password: str, now: datetime) -> bool:
    """Whether somebody who is signed in gives their password again; a wrong one counts."""
    if is_locked(person.username, now) or not person.check_password(password):
        note_wrong_try(person.username, now)
        return False
    forget_wrong_tries(person.username)
    return True


def _mark(username: str) -> bytes:
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"sign-in-tries").digest()
    return blake2b(username.encode(), key=key, digest_size=16).digest()
