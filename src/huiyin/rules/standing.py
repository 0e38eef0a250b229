"""Who is told in place of somebody: the substitute while they are away, else themselves.

A substitute who is away too passes on to their own; a circle, or a chain longer than `LONGEST`,
ends with the last one found. Whoever is away and has a substitute gets a copy to read later.
"""

from collections.abc import Collection, Iterable, Mapping

LONGEST = 4


def in_place_of(
    people: Iterable[int], substitutes: Mapping[int, int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Whom to tell and who gets a copy, each once in the order met; ids in, ids out.

    `substitutes` maps who is away with a substitute to that substitute.
    """
    told: dict[int, None] = {}
    copies: dict[int, None] = {}
    for person in people:
        seen: list[int] = [person]
        while seen[-1] in substitutes and len(seen) <= LONGEST:
            following = substitutes[seen[-1]]
            if following in seen:
                break
            seen.append(following)
        told[seen[-1]] = None
        copies.update(dict.fromkeys(seen[:-1]))
    return tuple(told), tuple(pk for pk in copies if pk not in told)


def first_reachable(levels: Iterable[Collection[int]], working: Collection[int]) -> int | None:
    """The first of these levels with somebody among `working`; None if there is none."""
    return next(
        (at for at, people in enumerate(levels) if any(pk in working for pk in people)), None
    )
