"""Filters beside a list of items: each choice with its address and how many items it shows."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.apps.intake.models import Item, Source
from huiyin.apps.intake.queries import Asked, Counts
from huiyin.apps.org.models import Person
from huiyin.faces.shared.pieces import FilterGroup, FilterOption

MOST_SOURCES = 12
Choices = list[tuple[str, str, int]]


def group(
    query: QueryDict, label: str, name: str, chosen: str, choices: Choices, *, everything: str = ""
) -> FilterGroup:
    """One filter: `everything` is its value for no choice."""
    total = sum(count for _value, _label, count in choices)
    first = FilterOption(
        _("All"), address(query, **{name: everything, "before": "", "item": ""}), total, not chosen
    )
    rest = [
        FilterOption(
            text, address(query, **{name: value, "before": "", "item": ""}), count, value == chosen
        )
        for value, text, count in choices
    ]
    return FilterGroup(label, [first, *rest])


def urgent_group(query: QueryDict, asked: Asked, counts: Counts) -> FilterGroup:
    """Urgent items alone, or all."""
    there = address(query, urgent="" if asked.urgent else "1", before="", item="")
    option = FilterOption(_("Urgent only"), there, counts.urgent.get(True, 0), bool(asked.urgent))
    return FilterGroup(_("Urgency"), [option])


def states(counts: Counts) -> Choices:
    """Every state, also one without items."""
    return [
        (state.value, str(state.label), counts.state.get(state.value, 0)) for state in Item.State
    ]


def channels(counts: Counts) -> Choices:
    """The channels that have items."""
    return [
        (channel.value, str(channel.label), counts.channel[channel.value])
        for channel in Item.Channel
        if counts.channel.get(channel.value)
    ]


def kinds(counts: Counts) -> Choices:
    """The kinds that have items."""
    return [
        (kind.value, str(kind.label), counts.kind[kind.value])
        for kind in Item.Kind
        if counts.kind.get(kind.value)
    ]


def sources(counts: Counts, person: Person) -> Choices:
    """The sources with most items, by one query for their names."""
    told = {pk: n for pk, n in counts.source.items() if pk is not None and n}
    most = sorted(told, key=lambda pk: -told[pk])[:MOST_SOURCES]
    names = dict(Source.objects.filter(office=person.office, pk__in=most).values_list("pk", "name"))
    return [(str(pk), names[pk], told[pk]) for pk in most if pk in names]


def address(query: QueryDict, **changes: str) -> str:
    """The page's own address with some values changed; an empty value leaves it out."""
    changed = query.copy()
    for name, value in changes.items():
        if value:
            changed[name] = value
        else:
            changed.pop(name, None)
    return f"?{changed.urlencode()}"
