"""Proof that whoever sits at the keyboard still is who signed in: the password, lately given.

What cannot be undone or unseen – opening a sealed identity – asks for it again. It is asked for
within the form itself, so nothing that was typed is lost.
"""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from huiyin.apps.org.signing import is_own_password
from huiyin.engine.clock import real_now
from huiyin.faces.console.answers import person_of

FRESH: Final = timedelta(minutes=5)
_KEY: Final = "proved_at"


def note_proof(request: HttpRequest) -> None:
    """The password was right just now."""
    request.session[_KEY] = real_now().timestamp()


def is_proved(request: HttpRequest) -> bool:
    """Whether the password was given within the last minutes."""
    given: float = request.session.get(_KEY, 0.0)
    return 0 <= real_now().timestamp() - given <= FRESH.total_seconds()


def proves(request: HttpRequest) -> bool:
    """Whether it was, or stands rightly in the field `password` of this form."""
    if is_proved(request):
        return True
    if not is_own_password(person_of(request), request.POST.get("password", ""), real_now()):
        return False
    note_proof(request)
    return True
