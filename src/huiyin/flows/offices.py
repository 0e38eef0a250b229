"""Setting up an office: its calendar, units, people and roles."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Calendar, Office, Person, Role, RoleGrant, Unit
from huiyin.flows.calendar_years import import_year

OFFICE_DAY = [["08:30", "12:00"], ["13:30", "17:30"]]


@transaction.atomic
def create_office(
    *, slug: str, name: str, name_en: str, now: datetime, years: Iterable[int] | None = None,
    contact: dict[str, str] | None = None, time_zone: str = "Asia/Shanghai",
) -> Office:  # fmt: skip
    """A new office with a calendar of its own; holidays of the years that are published."""
    calendar = Calendar.objects.create(
        name=f"{slug}", time_zone=time_zone,
        week={str(day): OFFICE_DAY for day in range(5)}, moved_hours=OFFICE_DAY,
    )  # fmt: skip
    from huiyin.flows.holidays import is_published  # slow to load, and rarely wanted

    for year in years if years is not None else (now.year - 1, now.year, now.year + 1):
        if is_published(year):
            import_year(calendar, year, now)
    office = Office.objects.create(
        slug=slug, name=name, name_en=name_en, calendar=calendar, signature=name,
        contact=contact or {},
    )  # fmt: skip
    record("office.created", subject=f"office:{office.pk}", at=now, office=office,
           body={"name": name})  # fmt: skip
    return office


@transaction.atomic
def create_person(
    office: Office, *, username: str, name: str, now: datetime, roles: Iterable[str] = (),
    name_en: str = "", email: str = "", unit: Unit | None = None, password: str | None = None,
    actor: Person | None = None,
) -> Person:  # fmt: skip
    """Somebody who works at the office, with their roles; without a password nobody signs in."""
    person = Person(
        username=username, name=name, name_en=name_en, email=email, office=office, unit=unit
    )
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    held = [Role(role) for role in roles]
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, since_at=now) for role in held
    )
    record("person.added", subject=f"person:{person.pk}", at=now, office=office, actor=actor,
           body={"name": name, "roles": [role.value for role in held]})  # fmt: skip
    return person


@transaction.atomic
def create_administrator(
    *, username: str, name: str, password: str, now: datetime, office_name: str = "",
    office_name_en: str = "", email: str = "",
) -> Person:  # fmt: skip
    """The first person of a desk (and the first office, when there is none yet)."""
    office = Office.objects.order_by("pk").first()
    if office is None:
        office = create_office(
            slug="office", name=office_name or "本机关", name_en=office_name_en, now=now
        )
    roles = (Role.ADMIN, Role.OFFICE, Role.DUTY)
    return create_person(
        office, username=username, name=name, password=password, email=email, roles=roles, now=now
    )


@transaction.atomic
def create_unit(
    office: Office, *, name: str, now: datetime, name_en: str = "", actor: Person | None = None
) -> Unit:
    """A department; one that the office has under this name already is given back."""
    unit, new = Unit.objects.get_or_create(
        office=office, name=name.strip(), defaults={"name_en": name_en.strip()}
    )
    if new:
        record("unit.added", subject=f"unit:{unit.pk}", at=now, office=office, actor=actor,
               body={"name": unit.name})  # fmt: skip
    return unit


@transaction.atomic
def change_roles(
    person: Person, roles: Iterable[str], *, actor: Person, now: datetime, active: bool = True
) -> None:
    """Give and end roles, so that the person holds just these; ended grants stay on record."""
    wanted = {Role(role).value for role in roles} if active else set()
    running = RoleGrant.objects.filter(person=person, until_at=None)
    held = set(running.values_list("role", flat=True))
    running.exclude(role__in=wanted).update(until_at=now)
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, since_at=now) for role in sorted(wanted - held)
    )
    if person.is_active != active:
        person.is_active = active
        person.save(update_fields=["is_active"])
    record("person.roles_changed", subject=f"person:{person.pk}", at=now, office=person.office,
           actor=actor, body={"name": person.name, "roles": sorted(wanted)})  # fmt: skip
