"""Facts as inbox and search show them: filters, and the phrases of each item that answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries import Asked, Counts, facts_of_items
from huiyin.faces.console.figure_words import LABELS
from huiyin.faces.console.narrowing import address, group
from huiyin.faces.shared.pieces import FilterGroup
from huiyin.rules.text.extract_figures import YUAN
from huiyin.rules.text.fact_asking import phrases, proper_places


def fact_groups(query: QueryDict, asked: Asked, counts: Counts) -> list[FilterGroup]:
    """Filters by figure and by place, as far as the items shown tell any or one is chosen."""
    figures = [(sort, str(LABELS[sort]), counts.figures[sort])
               for sort in LABELS if counts.figures.get(sort)]  # fmt: skip
    places = [(place, place, count) for place, count in counts.places.items()]
    found = []
    if figures or asked.facts.sort:
        found.append(group(query, _("Figures told"), "told", asked.facts.sort, figures))
    if places or asked.facts.place:
        found.append(group(query, _("Places named"), "place", asked.facts.place, places))
    # An item may tell of several, so the figures do not add up to all of them.
    return [
        FilterGroup(one.label, [replace(one.options[0], count=None), *one.options[1:]])
        for one in found
    ]


def asked_words(asked: Asked) -> str:
    """The question for facts in words, "" where there is none: Dead ≥ 3, Yunxi."""
    wanted = asked.facts
    words = [wanted.place] if wanted.place else []
    if wanted.sort:
        label = str(LABELS[wanted.sort])
        least = f" ≥ {number_text(wanted.least)}" if wanted.least is not None else ""
        words.insert(0, label + least)
    return _(", ").join(words)


def told_by_items(items: Sequence[Item], asked: Asked) -> dict[int, list[str]]:
    """Of each item the phrases that answer the question for facts; one query."""
    if not asked.facts:
        return {}
    known = facts_of_items(item.pk for item in items)
    return {pk: phrases(record, asked.facts) for pk, record in known.items()}


def told_lines(record: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """All that an item tells: what it is, and the phrases."""
    lines = [(_("Place"), proper_places(record)), (_("Time"), list(record.get("times", ())))]
    lines.append((_("Bodies"), list(record.get("bodies", ()))))
    by_sort: dict[str, list[str]] = {}
    for figure in record.get("figures", ()):
        by_sort.setdefault(str(figure["sort"]), []).append(_figure(figure))
    lines += [(str(LABELS[sort]), told) for sort, told in by_sort.items() if sort in LABELS]
    return [(label, list(dict.fromkeys(told))) for label, told in lines if told]


def number_text(number: float) -> str:
    """A number as people write it."""
    places = 0 if number == int(number) else 1
    return str(number_format(number, decimal_pos=places, force_grouping=True))


def without_facts(query: QueryDict) -> str:
    """The same page without the question for facts."""
    return address(query, place="", told="", least="", before="", item="")


def _figure(figure: Mapping[str, Any]) -> str:
    unit = str(figure["unit"])
    named = _("yuan") if unit == YUAN else unit
    number = f"{number_text(float(figure['number']))} {named}".strip()
    return _("%(number)s: “%(phrase)s”") % {"number": number, "phrase": figure["phrase"]}
