"""`huiyin check` finds what is wrong before it hurts, and says how to mend it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from huiyin.conf.env import Config, load
from huiyin.engine.clock import clock_at, real_now
from huiyin.engine.postgres import Cluster
from huiyin.faces.cli import check_database, check_mail
from huiyin.faces.cli.database import Addresses
from huiyin.faces.cli.findings import Level
from huiyin.flows.offices import create_administrator, create_office
from tests.loopback import free_ports

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def mail_server() -> Iterator[str]:
    (port,) = free_ports(1)
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    yield f"smtp://127.0.0.1:{port}"
    server.stop()


def config(**settings: str) -> Config:
    return load({"HUIYIN_DATA": "/nowhere", **settings})


def test_no_mail_server_is_a_warning() -> None:
    assert check_mail.look(config()).level is Level.WARNING


def test_a_mail_server_that_answers_is_well(mail_server: str) -> None:
    assert check_mail.look(config(HUIYIN_SMTP_URL=mail_server)).level is Level.OK


def test_a_mail_server_that_does_not_answer_is_an_error() -> None:
    found = check_mail.look(config(HUIYIN_SMTP_URL=f"smtp://127.0.0.1:{free_ports(1)[0]}"))
    assert found.level is Level.ERROR
    assert "HUIYIN_SMTP_URL" in found.mend


@pytest.mark.parametrize(("version", "level"), [(14, Level.ERROR), (15, Level.OK), (18, Level.OK)])
def test_a_database_that_is_too_old_is_an_error(version: int, level: Level) -> None:
    assert check_database.version(version).level is level


@pytest.mark.parametrize(
    ("ahead", "level"),
    [(0, Level.OK), (-50, Level.OK), (70, Level.ERROR), (-70, Level.ERROR)],
)
def test_clocks_a_minute_apart_are_an_error(
    postgres_cluster: Cluster, monkeypatch: pytest.MonkeyPatch, ahead: int, level: Level
) -> None:
    shifted = timedelta(seconds=ahead)
    monkeypatch.setattr(check_database, "real_now", lambda: real_now() + shifted)
    with psycopg.connect(postgres_cluster.url()) as connection:
        assert check_database.clocks(connection).level is level


def test_an_account_that_is_not_let_in_is_an_error(postgres_cluster: Cluster) -> None:
    right = postgres_cluster.url()
    wrong = right.replace("huiyin:", "huiyin_portal:")
    found = list(check_database.accounts(Addresses(right, right, right, wrong)))
    assert [one.level for one in found] == [Level.ERROR]
    assert "portal" in found[0].message


@pytest.mark.django_db
def test_nobody_to_sign_in_is_a_warning_until_there_is_somebody() -> None:
    assert check_database.people().level is Level.WARNING
    create_administrator(username="first", name="Li", password="long enough", now=NOON)
    assert check_database.people().level is Level.OK


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("years", "level"),
    [((2026, 2025), Level.WARNING), ((2024, 2025), Level.ERROR), ((2025, 2026), Level.WARNING)],
)
def test_a_year_without_a_calendar_is_said(years: tuple[int, ...], level: Level) -> None:
    create_office(slug="office", name="Office", name_en="", now=NOON, years=years)
    with clock_at(NOON):
        found = list(check_database.calendars())
    assert [one.level for one in found] == [level]
    assert "2027" in found[0].message


@pytest.mark.django_db
def test_calendars_for_this_year_and_the_next_are_well() -> None:
    create_office(slug="office", name="Office", name_en="", now=NOON, years=(2025, 2026))
    with clock_at(NOON.replace(year=2025)):
        assert [one.level for one in check_database.calendars()] == [Level.OK]
