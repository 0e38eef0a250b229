"""Tells the database for whom the console asks, and notes who asked for what is kept from them.

The database shows the rows that this person may read (`conf.compartments`). Said before the
request and taken back after it, so that a connection kept for the next request, or opened anew
within this one, never shows one person's rows to another: a connection to which nothing was said
shows nothing that is kept apart.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

from huiyin.apps.lane.attempts import note_attempt
from huiyin.apps.org.models import Person
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import Answer

_MATTERS = re.compile(r"/(case|item|order|lane)s?/(\d{1,18})(?:/|$)")


class WhoAsks:
    """Middleware: stands behind the one that knows who is signed in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user if isinstance(request.user, Person) else None
        with _asked_by(person):
            answer = self.get_response(request)
            found = _MATTERS.match(request.path) if answer.status_code == 404 else None
            if person is not None and found is not None:
                note_attempt(person, found[1], int(found[2]), path=request.path, now=desk_now())
            return answer


@contextmanager
def _asked_by(person: Person | None) -> Iterator[None]:
    _say("" if person is None else str(person.pk))
    try:
        yield
    finally:
        try:
            _say("")
        except DatabaseError:
            connection.close()


def _say(who: str) -> None:
    """Nothing needs to be said to a connection that does not stand."""
    if who or connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('huiyin.person', %s, false)", [who])
