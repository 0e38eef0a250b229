"""One transition table per object: a state and an event give the next state, or a refusal.

The table is the only place where a step is allowed. `advance` asks in this order: is the state
known, is the event known, does it lead anywhere from here, may this role do it, does the guard
agree. The diagrams of the documentation and the state × event tests are made from the tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role

Facts = Mapping[str, object]
Guard = Callable[[Facts], Refusal | None]


class Effect(StrEnum):
    """What a step does to a clock."""

    START = "start"
    STOP = "stop"
    RESUME = "resume"  # the clock runs again as if it had never stopped
    CANCEL = "cancel"  # the clock ends without ever being late


@dataclass(frozen=True, slots=True)
class Timer:
    """An effect on the object's clock of that name (`handling`, `sign`, `acceptance`, …)."""

    effect: Effect
    clock: str

    def __str__(self) -> str:
        return f"{self.effect} {self.clock}"


@dataclass(frozen=True, slots=True)
class Transition:
    """From each of `sources`, `event` leads to `target` for `roles`, if `guard` has no objection.

    The desk itself may take a step only where `roles` holds `Role.SYSTEM`.
    """

    event: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    guard: Guard | None = None
    timer: tuple[Timer, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """The step is allowed; the caller stores `target` and carries out `timer`."""

    source: str
    target: str
    event: str
    timer: tuple[Timer, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The step is not allowed, for this reason; nothing changes."""

    code: Refusal


@dataclass(frozen=True, slots=True)
class Machine:
    """All steps of one kind of object. A pair of state and event has one transition at most."""

    name: str
    initial: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        taken: set[tuple[str, str]] = set()
        for step in self.transitions:
            for source in step.sources:
                if (source, step.event) in taken:
                    raise ValueError(f"{self.name}: {step.event} from {source} stands twice")
                taken.add((source, step.event))

    @property
    def states(self) -> tuple[str, ...]:
        """All states, the initial one first, the others as the table introduces them."""
        names = [self.initial]
        for step in self.transitions:
            names += [*sorted(step.sources), step.target]
        return tuple(dict.fromkeys(names))

    @property
    def events(self) -> tuple[str, ...]:
        """All events in the order of the table."""
        return tuple(dict.fromkeys(step.event for step in self.transitions))

    def find(self, state: str, event: str) -> Transition | None:
        """The transition of this pair, if the table has one."""
        for step in self.transitions:
            if step.event == event and state in step.sources:
                return step
        return None

    def is_final(self, state: str) -> bool:
        """Whether nothing leads out of `state`."""
        return not any(state in step.sources for step in self.transitions)


def advance(
    machine: Machine, state: str, event: str, facts: Facts, role: str | None
) -> Moved | Refused:
    """Decide one step. `role` is the acting role's code; None means the desk itself."""
    if state not in machine.states:
        return Refused(Refusal.STATE_UNKNOWN)
    if event not in machine.events:
        return Refused(Refusal.EVENT_UNKNOWN)
    step = machine.find(state, event)
    if step is None:
        return Refused(Refusal.EVENT_NOT_HERE)
    if (role or Role.SYSTEM) not in step.roles:
        return Refused(Refusal.ROLE_NOT_ALLOWED)
    objection = step.guard(facts) if step.guard else None
    if objection is not None:
        return Refused(objection)
    return Moved(state, step.target, event, step.timer)


def open_events(machine: Machine, state: str, role: str | None) -> tuple[str, ...]:
    """Events the table offers to `role` in `state`, guards not asked: what a face may show."""
    actor = role or Role.SYSTEM
    return tuple(
        step.event for step in machine.transitions if state in step.sources and actor in step.roles
    )
