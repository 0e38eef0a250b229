"""A session that is gone and a database that is away are two things."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError

from huiyin.faces.console.sessions import SessionStore

pytestmark = pytest.mark.django_db


def begun() -> SessionStore:
    session = SessionStore()
    session["looked_at"] = 1
    session.create()
    return session


def test_a_deleted_session_is_said_to_be_gone() -> None:
    session = begun()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()


def test_a_database_that_is_away_is_not_the_readers_mistake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def go_away(*_told: object, **_named: object) -> None:
        raise OperationalError("the connection is lost")

    session = begun()
    monkeypatch.setattr(Session, "save", go_away)
    with pytest.raises(OperationalError, match="lost"):
        session.save()
