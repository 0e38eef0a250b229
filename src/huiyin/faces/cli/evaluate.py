"""``huiyin eval NAME …``: the desk measured against given cases; one module each in ``evals``."""

import importlib
import pkgutil

import click

from huiyin.engine.speech import _
from huiyin.faces.cli import evals


class Evals(click.Group):
    """Every module of the package that has a ``command`` is a subcommand; only that one runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(evals.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{evals.__name__}.{cmd_name}")
        command: click.Command | None = getattr(module, "command", None)
        return command


@click.group(cls=Evals, help=_("Measure the desk against given cases."))
def command() -> None:
    """See the help above."""
