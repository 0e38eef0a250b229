"""The ``huiyin`` command. A subcommand's module is imported only when it is called."""

import importlib
import sys
from typing import Any

import click

from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

EXIT_CANNOT_START = 2
EPILOG = _("Settings come from the environment and huiyin.toml; see docs/reference/settings.md.")

# Name → (where it is, what it does). The texts stand here so that --help imports none of them.
COMMANDS = {
    "up": ("huiyin.faces.cli.up:command", _("Start the desk and keep it running.")),
    "demo": ("huiyin.faces.cli.demo:command", _("Play a day at a fictional office.")),
    "check": ("huiyin.faces.cli.check:command", _("Say what is wrong and how to mend it.")),
    "admin": ("huiyin.faces.cli.admin:command", _("Create administrators.")),
    "import": ("huiyin.faces.cli.imports:command", _("Bring in messages and sources from files.")),
    "search": ("huiyin.faces.cli.search:command", _("Look after the full-text index.")),
    "polite": ("huiyin.faces.cli.polite:command", _("Say how a host was treated.")),
    "audit": ("huiyin.faces.cli.audit:command", _("Verify the chain of events.")),
    "eval": ("huiyin.faces.cli.evaluate:command", _("Measure the rules against given cases.")),
    "train": ("huiyin.faces.cli.train:command", _("Learn from what people corrected.")),
    "migrate": ("huiyin.faces.cli.migrate:command", _("Bring the database up to this version.")),
}


class LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports them on demand."""

    def __init__(self, *, commands_at: dict[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands_at:
            return None
        module, attribute = self.commands_at[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, text) for name, (_at, text) in self.commands_at.items()])


class Desk(LazyGroup):
    """The outermost group: a trouble is said in words and ends with code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CannotStart as trouble:
            click.echo(_("huiyin: {trouble}").format(trouble=trouble), err=True)
            sys.exit(EXIT_CANNOT_START)


@click.group(
    cls=Desk,
    commands_at=COMMANDS,
    epilog=EPILOG,
    help=_("Huiyin, the response desk of a public body: every voice gets an answer."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="huiyin", message="%(prog)s %(version)s")
def cli() -> None:
    """See `help` above; the text is translated."""
