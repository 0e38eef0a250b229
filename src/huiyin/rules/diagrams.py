"""A transition table drawn as a Mermaid state diagram and written as a Markdown table."""

from collections.abc import Iterator

from huiyin.rules.states import Machine


def diagram(machine: Machine) -> str:
    """The Mermaid text of `machine`, arrows in the order of its table."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.initial}"]
    order = machine.states
    for step in machine.transitions:
        lines += (
            f"    {source} --> {step.target}: {step.event}"
            for source in order
            if source in step.sources
        )
    lines += (f"    {state} --> [*]" for state in order if machine.is_final(state))
    return "\n".join(lines)


def table(machine: Machine) -> str:
    """The Markdown table of `machine`: event, from, to, who, clocks."""
    return "\n".join(_rows(machine))


def _rows(machine: Machine) -> Iterator[str]:
    yield "| Event | From | To | Who | Clock |"
    yield "|---|---|---|---|---|"
    for step in machine.transitions:
        sources = ", ".join(state for state in machine.states if state in step.sources)
        clocks = ", ".join(str(timer) for timer in step.timer) or "–"
        roles = ", ".join(sorted(step.roles))
        yield f"| `{step.event}` | {sources} | {step.target} | {roles} | {clocks} |"
