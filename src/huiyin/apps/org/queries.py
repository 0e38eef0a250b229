"""Who holds what, which calendar counts, which policy is in force."""

from datetime import datetime
from zoneinfo import ZoneInfo

from huiyin.apps.org.calendars import calendar_at
from huiyin.apps.org.models import Office, Person, Policy, Role, RoleGrant, Unit
from huiyin.rules.calendars import Calendar as OfficeCalendar
from huiyin.rules.keeping import MATTERS, PURPOSES
from huiyin.rules.ladders import LADDERS

# Presets an office starts from; a dated Policy row overrides each (rules.md §2, §7).
PRESETS = {
    "limit.concern": "H36",
    "limit.complaint": "H36",
    "limit.hazard": "H36",
    "limit.report": "H36",
    "limit.suggestion": "WD4",
    "limit.question": "WD4",
    "limit.sign": "H2",
    "limit.bounce": "H24",
    "limit.opinion": "H24",
    "limit.review": "CD30",
    "limit.review_answer": "CD30",
    "limit.rating": "CD7",
    "repeat.period": "CD180",
    "limit.lane.acceptance": "WD15",
    "limit.lane.pass_up": "WD5",
    "limit.lane.result": "WD15",
    "warn.hours": "H6",
    "warn.days": "WH4",
    "ladder.order": LADDERS["plain"],
    **{purpose.key: purpose.preset for purpose in (*PURPOSES, *MATTERS)},
}


def roles_of(person: Person) -> frozenset[str]:
    """Codes of the roles the person holds now; read once per loaded person."""
    held: frozenset[str] | None = getattr(person, "_roles", None)
    if held is None:
        granted = RoleGrant.objects.filter(person=person, until_at=None)
        held = frozenset(granted.values_list("role", flat=True))
        person._roles = held  # type: ignore[attr-defined]
    return held


def holds(person: Person, *roles: str) -> bool:
    """Whether the person holds one of these roles."""
    return not roles_of(person).isdisjoint(roles)


def people_in_role(office: Office, role: str, unit: Unit | None = None) -> list[Person]:
    """Active people of an office who hold a role now, of one unit if given."""
    people = Person.objects.filter(
        office=office, is_active=True, grants__role=role, grants__until_at=None
    )
    if unit is not None:
        people = people.filter(unit=unit)
    return list(people.order_by("id"))


def policy(office: Office, key: str, at: datetime) -> str:
    """The office's decision in force at that instant, else the preset."""
    rows = Policy.objects.filter(office=office, key=key, since_at__lte=at)
    chosen = rows.order_by("-since_at").values_list("value", flat=True).first()
    return chosen if chosen is not None else PRESETS[key]


def ladder_of(office: Office, purpose: str, at: datetime) -> str:
    """The escalation that a clock of this purpose begins with; empty where there is none."""
    key = f"ladder.{purpose}"
    rows = Policy.objects.filter(office=office, key=key, since_at__lte=at).order_by("-since_at")
    chosen = rows.values_list("value", flat=True).first()
    return chosen if chosen is not None else PRESETS.get(key, "")


def zone_of(office: Office) -> ZoneInfo:
    """The office's wall clock."""
    return ZoneInfo(office.calendar.time_zone)


def calendar_of(office: Office) -> OfficeCalendar:
    """The office's calendar as the rules read it; kept until its version changes."""
    row = office.calendar
    return calendar_at(row.pk, row.version)


def calendar_gaps(office: Office, years: tuple[int, ...]) -> list[int]:
    """Which of these years nobody has entered holidays for."""
    known = set(office.calendar.years.values_list("year", flat=True))
    return [year for year in years if year not in known]


def has_administrator() -> bool:
    """Whether somebody can sign in as administrator."""
    return RoleGrant.objects.filter(role=Role.ADMIN, until_at=None, person__is_active=True).exists()
