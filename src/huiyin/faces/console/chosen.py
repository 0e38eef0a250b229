"""What a form or an address names: items of a list, who is accused."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from huiyin.apps.org.models import Person, Unit

MOST_TOGETHER = 200


def undo_address(ids: Iterable[int]) -> str:
    """Where a POST takes the acts on these items back."""
    return f"{reverse('undo_items')}?{'&'.join(f'item={pk}' for pk in ids)}"


def ids_of(given: Iterable[str]) -> list[int]:
    """The numbers among the given texts, each once, at most `MOST_TOGETHER`."""
    numbers = [int(pk) for pk in given if pk.isascii() and pk.isdigit() and len(pk) < 16]
    return list(dict.fromkeys(numbers))[:MOST_TOGETHER]


def accused_in(request: HttpRequest, person: Person) -> tuple[list[Person], Unit | None]:
    """The person or department that a form names as accused."""
    what, _dash, pk = request.POST.get("accused", "").partition("-")
    if not pk.isdecimal():
        return [], None
    if what == "unit":
        return [], Unit.objects.filter(office=person.office, pk=pk).first()
    return list(Person.objects.filter(office=person.office, pk=pk).select_related("unit")), None
