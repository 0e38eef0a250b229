"""What every console page knows: the office, the person, unread notices, a silent sweeper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from huiyin.apps.notify.queries import health, unread_count
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds, roles_of
from huiyin.engine.clock import real_now
from huiyin.faces.console.names import named
from huiyin.faces.console.views.demo import DemoBar, demo_bar

AUDITORS = ("auditor", "office", "group", "admin")


@dataclass(frozen=True, slots=True)
class Desk:
    """The frame of a page; an empty value hides its slot."""

    office_name: str = ""
    initials: str = ""
    person_line: str = ""
    unread: int = 0
    sweeper_silent_since: datetime | None = None
    mail_silent_since: datetime | None = None
    clocks_differ_seconds: int = 0
    demo: DemoBar | None = None
    may_audit: bool = False
    keeps_vault: bool = False
    keeps_lane: bool = False
    administers: bool = False


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor; asks the database only when a page uses the frame."""
    return {"desk": SimpleLazyObject(lambda: _desk(request))}


def _desk(request: HttpRequest) -> Desk:
    person = getattr(request, "user", None)
    demo = demo_bar(request) if settings.DEMO else None
    if not isinstance(person, Person):
        return Desk(demo=demo)
    signs = health(real_now())
    return Desk(
        office_name=named(person.office),
        initials=person.name[:1],
        person_line=_person_line(person),
        unread=unread_count(person),
        sweeper_silent_since=signs.silent.get("sweeper"),
        mail_silent_since=min(
            (at for name, at in signs.silent.items() if name != "sweeper"), default=None
        ),
        clocks_differ_seconds=abs(signs.differ_seconds),
        demo=demo,
        may_audit=holds(person, *AUDITORS),
        keeps_vault=holds(person, Role.CUSTODIAN),
        keeps_lane=holds(person, Role.AUDITOR),
        administers=holds(person, Role.ADMIN),
    )


def _person_line(person: Person) -> str:
    roles = [str(Role(role).label) for role in sorted(roles_of(person))]
    unit = [named(person.unit)] if person.unit else []
    return " · ".join([*unit, _(", ").join(roles)])
