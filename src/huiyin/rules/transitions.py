"""Short ways to write the rows of a transition table."""

from huiyin.rules.roles import Role
from huiyin.rules.states import Effect, Guard, Timer, Transition


def step(
    event: str,
    sources: tuple[str, ...],
    target: str,
    roles: tuple[Role, ...],
    guard: Guard | None = None,
    timer: tuple[Timer, ...] = (),
) -> Transition:
    return Transition(event, frozenset(sources), target, frozenset(roles), guard, timer)


def start(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.START, clock) for clock in clocks)


def stop(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.STOP, clock) for clock in clocks)


def resume(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.RESUME, clock) for clock in clocks)


def cancel(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.CANCEL, clock) for clock in clocks)
