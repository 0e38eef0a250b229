"""Asking a transition table for a person: which of their roles may take the step, if any."""

from collections.abc import Iterable

from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import roles_of
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Facts, Machine, Moved, Refused, advance, open_events


class StepRefused(Exception):  # noqa: N818 - it is an answer, not a fault
    """An action was refused by a rule; `code` has a text in both languages (`org.words`)."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value)
        self.code = code


def decide(
    machine: Machine, state: str, event: str, facts: Facts, actor: Person | None
) -> tuple[Moved, str]:
    """The move and the acting role; raises StepRefused. `actor` None is the desk itself.

    Of several roles a person holds, the first that the table lets take this step acts.
    """
    refused = Refused(Refusal.ROLE_NOT_ALLOWED)
    for role in _acting_roles(machine, state, event, actor):
        answer = advance(machine, state, event, facts, role)
        if isinstance(answer, Moved):
            return answer, role
        refused = answer
    raise StepRefused(refused.code)


def offered(machine: Machine, state: str, actor: Person) -> tuple[str, ...]:
    """Events a face may show to this person in this state; guards are asked when they act."""
    shown: dict[str, None] = {}
    for role in roles_of(actor):
        shown.update(dict.fromkeys(open_events(machine, state, role)))
    return tuple(shown)


def _acting_roles(machine: Machine, state: str, event: str, actor: Person | None) -> Iterable[str]:
    if actor is None:
        return (Role.SYSTEM,)
    held = roles_of(actor)
    step = machine.find(state, event)
    if step is None:
        return sorted(held)[:1] or (Role.SYSTEM,)
    return sorted(held & step.roles)
