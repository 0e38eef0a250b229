"""Writes docs/reference/commands.md from the commands themselves.

`HUIYIN_LANGUAGE=en python -m huiyin.faces.cli.commands_doc docs/reference/commands.md`; without a
path to the output. The language must be given, since a command's help is worded when it is loaded.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from huiyin.faces.cli.main import cli

_HEAD = """# Commands

Made from the commands themselves; do not edit by hand. Each answers `--help`, in the language that
`HUIYIN_LANGUAGE` names. Exit codes: 0 done · 1 something is wrong, and was said · 2 could not start
or was called wrongly.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(_section(context) for context in leaves())])


def leaves() -> Iterator[click.Context]:
    """Every command that does something, with the way to it; in the order of the help."""
    yield from _below(click.Context(cli, info_name="huiyin"))


def _below(context: click.Context) -> Iterator[click.Context]:
    group = context.command
    if not isinstance(group, click.Group):
        yield context
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield from _below(click.Context(command, parent=context, info_name=name))


def _section(context: click.Context) -> str:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"## {context.command_path}\n", f"```sh\n{usage}\n```\n", f"{_one_line(command)}\n"]
    options = [
        record
        for parameter in command.params
        if (record := parameter.get_help_record(context)) is not None
    ]
    if options:
        lines.append("| option | what it does |\n|---|---|")
        lines += [f"| `{_cell(name)}` | {_cell(told)} |" for name, told in options]
        lines.append("")
    return "\n".join(lines)


def _one_line(command: click.Command) -> str:
    return " ".join((command.help or "").split())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")
