"""Who holds which role or post of some offices now, who is on shift, who is away: read at once.

Four queries whatever the number of people; everything further is looked up in memory. Where no
shift is entered, everybody in the duty role is on duty.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from huiyin.apps.org.models import Leave, Person, Post, RoleGrant, Shift

ROLE_OF = {"head": "dept_head", "office": "office", "group": "group", "duty": "duty"}


@dataclass(frozen=True, slots=True)
class Standing:
    """People by office and role, posts, shifts and substitutes at one instant."""

    people: dict[int, Person]
    roles: dict[tuple[int, str], list[Person]]
    posts: dict[tuple[int, str], list[Post]] = field(default_factory=dict)
    shifts: dict[int, list[Person]] = field(default_factory=dict)
    substitutes: dict[int, int] = field(default_factory=dict)

    def in_role(self, office_id: int, role: str, unit_id: int | None = None) -> list[Person]:
        """Who holds the role, of one unit if given; for duty, whoever is on shift."""
        if role == "duty" and office_id in self.shifts:
            return self.shifts[office_id]
        held = self.roles.get((office_id, role), [])
        return [person for person in held if unit_id is None or person.unit_id == unit_id]

    def on_rung(self, office_id: int, rung: str, unit_id: int | None) -> list[Person]:
        """Who is told on a step of a ladder: by the posts of the unit or of all, and by role."""
        posts = self.posts.get((office_id, rung), [])
        own = [post for post in posts if post.unit_id == unit_id and unit_id is not None]
        seats = own or [post for post in posts if post.unit_id is None]
        seated = [self.people.get(post.holder_id or post.acting_id or 0) for post in seats]
        of_unit = unit_id if rung == "head" else None
        held = self.in_role(office_id, ROLE_OF[rung], of_unit) if rung in ROLE_OF else []
        return [*(person for person in seated if person is not None), *held]


def standing(office_ids: Iterable[int], now: datetime) -> Standing:
    """Read the standing of these offices."""
    offices = set(office_ids)
    grants = RoleGrant.objects.filter(
        person__office__in=offices, person__is_active=True, until_at=None
    )
    roles: dict[tuple[int, str], list[Person]] = {}
    people = {p.pk: p for p in Person.objects.filter(office__in=offices, is_active=True)}
    for person_id, role in grants.order_by("person_id").values_list("person_id", "role"):
        if person_id in people:
            person = people[person_id]
            roles.setdefault((person.office_id, role), []).append(person)
    posts: dict[tuple[int, str], list[Post]] = {}
    for post in Post.objects.filter(office__in=offices, ended_at=None).order_by("pk"):
        posts.setdefault((post.office_id, post.rung), []).append(post)
    return Standing(people, roles, posts, _shifts(offices, now, people), _away(offices, now))


def _shifts(offices: set[int], now: datetime, people: dict[int, Person]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    rows = Shift.objects.filter(
        office__in=offices, since_at__lte=now, until_at__gt=now, cancelled_at=None
    )
    for office_id, person_id in rows.order_by("pk").values_list("office_id", "person_id"):
        if person_id in people:
            found.setdefault(office_id, []).append(people[person_id])
    return found


def _away(offices: set[int], now: datetime) -> dict[int, int]:
    """Who is away with a substitute who works here; of several leaves the newest counts."""
    rows = Leave.objects.filter(
        Q(until_at=None) | Q(until_at__gt=now), person__office__in=offices, since_at__lte=now,
        substitute__is_active=True,
    )  # fmt: skip
    return dict(rows.order_by("pk").values_list("person_id", "substitute_id"))
