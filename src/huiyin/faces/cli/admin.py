"""``huiyin admin create``: the first person of a desk, and further administrators."""

import sys

import click

from huiyin.conf.env import load
from huiyin.engine.clock import now
from huiyin.engine.speech import _
from huiyin.faces.cli.database import open_desk

SHORTEST_PASSWORD = 10


@click.group(help=_("Administrators of the desk."))
def command() -> None:
    """A group of one, so that others can follow."""


@command.command(help=_("Create an administrator; asks for what is not given."))
@click.option("--username", prompt=_("Sign-in name"))
@click.option("--name", prompt=_("Name"))
@click.option("--email", default="", help=_("Where this person is told of what is due."))
@click.option("--office", default="", help=_("Name of the office, where there is none yet."))
@click.option(
    "--password-stdin",
    is_flag=True,
    help=_("Read the password from the first line of standard input."),
)
def create(username: str, name: str, email: str, office: str, password_stdin: bool) -> None:
    config = load()
    with open_desk(config):
        from django.db import IntegrityError

        from huiyin.flows.offices import create_administrator

        office_name = office or _asked_office()
        password = _given_password(password_stdin)
        try:
            person = create_administrator(
                username=username,
                name=name,
                password=password,
                email=email,
                office_name=office_name,
                now=now(),
            )
        except IntegrityError as error:
            told = _("There is already somebody with the sign-in name {username}.")
            raise click.ClickException(told.format(username=username)) from error
    told = _("{name} can sign in as {username} at {url}")
    click.echo(told.format(name=person.name, username=username, url=config.console_url))


def _asked_office() -> str:
    """The name of the first office; nothing where there is one already."""
    from huiyin.apps.org.models import Office

    if Office.objects.exists():
        return ""
    name: str = click.prompt(_("Name of the office, as it signs its answers"))
    return name


def _given_password(from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        told = _("The password must have at least {count} characters.")
        raise click.ClickException(told.format(count=SHORTEST_PASSWORD))
    return password
