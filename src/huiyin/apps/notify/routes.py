"""By which channel each person is told: the first of their own that works, else by mail.

Read at once for all people of a batch: three queries. A channel counts as down once it has failed
for `DOWN_AFTER`; a person all of whose channels are down is told by the first of them all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from huiyin.apps.notify.models import Channel, QuietHours, Reach
from huiyin.apps.org.models import Person
from huiyin.rules.quiet import quiet_until

MAIL = "mail"
DOWN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a person, as a notice names it, and whether it works."""

    channel: str
    works: bool


@dataclass(frozen=True, slots=True)
class Routes:
    """The ways to the people of a batch, in their order, and their quiet hours."""

    ways: dict[int, list[Route]]
    quiet: dict[int, tuple[time, time]]
    mail_works: bool

    def of(self, person: Person) -> list[Route]:
        """All ways to a person; by mail where they have named none."""
        own = self.ways.get(person.pk)
        return own or ([Route(MAIL, self.mail_works)] if person.email else [])

    def first(self, person: Person) -> str | None:
        """The channel to tell a person by; None where there is none but the console."""
        ways = self.of(person)
        return next((way.channel for way in ways if way.works), ways[0].channel if ways else None)

    def reaches(self, person: Person) -> bool:
        """Whether something that works leads to the person."""
        return any(way.works for way in self.of(person))

    def not_before(self, person: Person, now: datetime, zone: ZoneInfo) -> datetime:
        """The earliest instant for a message that can wait."""
        hours = self.quiet.get(person.pk)
        return (hours and quiet_until(now, *hours, zone)) or now


def routes_of(people: Iterable[Person], now: datetime) -> Routes:
    """The routes of these people."""
    known = {person.pk: person for person in people}
    mail = mail_channel()
    ways: dict[int, list[Route]] = {}
    rows = Reach.objects.filter(person__in=known, active=True, channel__active=True)
    for reach in rows.select_related("channel").order_by("place", "pk"):
        if reach.channel.office_id is None:
            if known[reach.person_id].email or reach.address:
                ways.setdefault(reach.person_id, []).append(Route(MAIL, _works(mail, now)))
        else:
            way = Route(f"to:{reach.channel_id}", _works(reach.channel, now))
            ways.setdefault(reach.person_id, []).append(way)
    hours = QuietHours.objects.filter(person__in=known)
    quiet = {person: (b, e) for person, b, e in hours.values_list("person_id", "begins", "ends")}
    return Routes(ways, quiet, _works(mail, now))


def mail_channel() -> Channel | None:
    """The desk's own mail as a channel; None before it was first used."""
    return Channel.objects.filter(office=None, name=MAIL).first()


def _works(channel: Channel | None, now: datetime) -> bool:
    failing = channel.failing_since if channel else None
    return failing is None or now - failing < DOWN_AFTER
