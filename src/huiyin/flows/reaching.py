"""Channels of an office, and by which of them each person wants to be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from types import MappingProxyType

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.notify.models import Channel, Notice, QuietHours, Reach
from huiyin.apps.notify.posting import Draft, encoded, post
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.clock import real_now
from huiyin.engine.sealed import seal
from huiyin.ports import Kind, Words, channels, settle
from huiyin.rules.refusals import Refusal


class ChannelRefused(ValueError):  # noqa: N818 - it is an answer, not a fault
    """A channel that cannot be set up; `faults` say by setting what is wrong."""

    def __init__(self, faults: Mapping[str, Words] = MappingProxyType({})) -> None:
        super().__init__("channel")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Wanted:
    """One channel as a person wants it; an empty address keeps the one that is sealed."""

    channel: Channel
    active: bool
    address: str = ""


@transaction.atomic
def add_channel(
    office: Office, plugin_name: str, name: str, given: Mapping[str, object], *, actor: Person,
    now: datetime,
) -> Channel:  # fmt: skip
    """Set up a channel. Raises ChannelRefused, StepRefused."""
    _refuse_all_but_admin(actor, office)
    plugin = channels().plugins.get(plugin_name)
    if plugin is None:
        raise ChannelRefused
    settled = settle(plugin.about.settings, given)
    if not settled.sound:
        raise ChannelRefused(settled.faults)
    hidden = {one.name for one in plugin.about.settings if one.kind is Kind.SECRET}
    told = {key: value for key, value in settled.values.items() if key not in hidden}
    label = name.strip()[:60] or plugin.about.label.zh[:60]
    if Channel.objects.filter(office=office, name=label).exists():
        raise ChannelRefused
    row = Channel.objects.create(
        office=office, plugin=plugin_name, name=label, settings=told,
        sealed=seal({key: str(settled.values[key]) for key in hidden}),
    )  # fmt: skip
    record("channel.added", subject=f"channel:{row.pk}", at=now, office=office, actor=actor,
           body={"name": row.name, "plugin": plugin_name})  # fmt: skip
    return row


@transaction.atomic
def switch_channel(row: Channel, *, active: bool, actor: Person, now: datetime) -> None:
    """Use a channel, or use it no more; what waits for it waits."""
    if row.office is None:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    _refuse_all_but_admin(actor, row.office)
    if Channel.objects.filter(pk=row.pk).exclude(active=active).update(active=active):
        kind = "channel.switched_on" if active else "channel.switched_off"
        record(kind, subject=f"channel:{row.pk}", at=now, office=row.office, actor=actor,
               body={"name": row.name})  # fmt: skip


@transaction.atomic
def want(person: Person, wanted: Sequence[Wanted], *, now: datetime) -> None:
    """The channels of a person in their order; which they are stands on record, addresses not."""
    for place, one in enumerate(wanted):
        told: dict[str, object] = {"place": place, "active": one.active}
        if one.address:
            told["address"] = seal({"address": one.address[:400]})
        Reach.objects.update_or_create(person=person, channel=one.channel, defaults=told)
    body = {"name": person.name, "n": sum(one.active for one in wanted)}
    record("person.reach_changed", subject=f"person:{person.pk}", at=now, office=person.office,
           actor=person, body=body)  # fmt: skip


@transaction.atomic
def keep_quiet(person: Person, begins: time | None, ends: time | None, *, now: datetime) -> None:
    """Quiet hours of a person; None ends them."""
    QuietHours.objects.filter(person=person).delete()
    if begins is not None and ends is not None and begins != ends:
        QuietHours.objects.create(person=person, begins=begins, ends=ends)
    record("person.quiet_hours_changed", subject=f"person:{person.pk}", at=now,
           office=person.office, actor=person, body={"name": person.name})  # fmt: skip


@transaction.atomic
def ask_test(row: Channel, person: Person, *, now: datetime) -> None:
    """One message to oneself by the way all others go; its fate shows on the page."""
    channel = Notice.Channel.MAIL.value if row.office_id is None else f"to:{row.pk}"
    what = f"test:{row.pk}:{now.timestamp():.0f}"
    post([
        Draft(what, person.office_id, True, "channel.test", encoded({"name": row.name}), 0, now,
              person_id=person.pk, channel=channel, next_try_at=real_now())
    ])  # fmt: skip


def last_test(row: Channel, person: Person) -> Notice | None:
    """The newest test of a channel that this person asked for."""
    rows = Notice.objects.filter(person=person, key__startswith=f"test:{row.pk}:")
    return rows.order_by("-pk").first()


def _refuse_all_but_admin(actor: Person, office: Office) -> None:
    if actor.office_id != office.pk or not holds(actor, "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
