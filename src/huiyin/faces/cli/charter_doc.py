"""Writes docs/reference/charter.md from the charter's data file.

`python -m huiyin.faces.cli.charter_doc docs/reference/charter.md`; without a path to the output.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from huiyin.faces.cli.charter import Clause, State, clauses, counts

_HEAD = """# Charter

Made from `src/huiyin/data/charter.toml`; do not edit by hand. Every clause of the two founding
documents is here, with how far this version carries it. `huiyin eval charter` prints the counts.
"""
_STATES = {
    State.WORKS: "carried in full, and a test proves it",
    State.PARTLY: "carried in part, and a test proves that part",
    State.LATER: "not built yet",
    State.ORGANISATIONAL: "the office's own task, which the desk only helps with",
    State.DECLINED: "not built and not to be built; the lawful substitute is named",
}
_CHARTERS = {
    "A": ("Charter A", "Rules of a work-safety bureau, 德安监党字〔2011〕16号, 2011-06-07."),
    "B": ("Charter B", "Measures of a county discipline commission, 2020-01-09."),
}
_KINDS = "Kinds: S software · O organisational · H a person decides, the desk records · ✕ declined."


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *_summary(), *_sections()])


def _summary() -> Iterator[str]:
    rows = clauses()
    parts = [counts([row for row in rows if row.number[0] == letter]) for letter in _CHARTERS]
    whole = counts(rows)
    yield "| state | A | B | both | what it means |\n|---|--:|--:|--:|---|"
    for state, meaning in _STATES.items():
        a, b = (part[state] for part in parts)
        yield f"| {state} | {a} | {b} | {whole[state]} | {meaning} |"
    yield f"| total | {parts[0]['total']} | {parts[1]['total']} | {whole['total']} | |\n"
    yield f"{_KINDS}\n"


def _sections() -> Iterator[str]:
    for letter, (title, what) in _CHARTERS.items():
        yield f"## {title}\n\n{what}\n"
        yield "| # | clause | what the desk does | kind | state |\n|---|---|---|---|---|"
        yield from (_row(row) for row in clauses() if row.number[0] == letter)
        yield ""


def _row(row: Clause) -> str:
    name = f'<a id="{row.number.lower()}"></a>{row.number}'
    return f"| {name} | {row.text} | {_does(row)} | {row.kind} | {_state(row)} |"


def _does(row: Clause) -> str:
    if row.state is State.DECLINED:
        return f"~~{row.capability}~~ Instead: {row.substitute}"
    return row.capability


def _state(row: Clause) -> str:
    said = [f"**{row.state}**"]
    if row.by:
        said.append(row.by)
    if row.missing:
        said.append(f"missing: {row.missing[:1].lower()}{row.missing[1:]}")
    said += [f"[{_name(test)}](../../{test.partition('::')[0]})" for test in row.tests]
    return "<br>".join(said)


def _name(test: str) -> str:
    return test.rpartition("::")[2].removeprefix("test_").replace("_", " ")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")
