"""Writes docs/reference/states.md from the transition tables.

`python -m huiyin.faces.cli.states_doc docs/reference/states.md`; without a path to the output.
"""

import sys
from pathlib import Path

from huiyin.rules.diagrams import diagram, table
from huiyin.rules.machines import MACHINES
from huiyin.rules.states import Machine

_HEAD = """# States

Made from the transition tables in `src/huiyin/rules/machines.py`; do not edit by hand.
`system` is the desk itself. A step that is not drawn is refused with `event_not_here`; a guard
may refuse a drawn one with a code of its own (`src/huiyin/rules/refusals.py`).
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(_section(machine) for machine in MACHINES)])


def _section(machine: Machine) -> str:
    title = machine.name.replace("_", " ").capitalize()
    return f"## {title}\n\n```mermaid\n{diagram(machine)}\n```\n\n{table(machine)}\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")
