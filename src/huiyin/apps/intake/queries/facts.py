"""Items by the facts they tell, and how many of a list tell of which."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.apps.intake.models import Item, ItemFacts
from huiyin.rules.text.fact_asking import Wanted, folded_place

MOST_PLACES = 10


def telling(rows: "QuerySet[Item]", wanted: Wanted) -> "QuerySet[Item]":
    """Those rows whose facts answer the question."""
    return rows.filter(pk__in=_answering(wanted).values("pk")) if wanted else rows


def _answering(wanted: Wanted) -> "QuerySet[ItemFacts]":
    asked = Q()
    if place := folded_place(wanted):
        asked &= Q(places__contains=place)
    if wanted.sort:
        asked &= Q(most__has_key=wanted.sort)
        if wanted.least is not None:
            asked &= Q(**{f"most__{wanted.sort}__gte": wanted.least})
    return ItemFacts.objects.filter(asked)


def tally(items: "QuerySet[Item]") -> tuple[Counter[str], Counter[str]]:
    """How many of these items tell each sort of figure, and how many name each place."""
    sorts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    rows = ItemFacts.objects.filter(pk__in=items.values("pk")).values_list("places", "most")
    for named, most in rows:
        sorts.update(list(most))
        places.update(named.split("\n") if named else ())
    return sorts, Counter(dict(places.most_common(MOST_PLACES)))


def facts_of_items(pks: Iterable[int]) -> Mapping[int, Mapping[str, Any]]:
    """What is known of these items with its phrases; those that tell nothing are left out."""
    return dict(ItemFacts.objects.filter(pk__in=list(pks)).values_list("pk", "told"))
