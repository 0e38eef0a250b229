"""Sessions in the database, told apart from a database that is away.

Django takes every trouble in saving for a session that somebody deleted and answers 400. While the
database starts again, that would tell people that they did something wrong; it is our trouble.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError


class SessionStore(db.SessionStore):
    """The usual sessions of the database."""

    def save(self, must_create: bool = False) -> None:
        """Save; raises OperationalError or InterfaceError where the database is away."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from None
            raise
