"""Items chosen in a list, as an address or a form names them."""

from collections.abc import Iterable

from django.urls import reverse

MOST_TOGETHER = 200


def undo_address(ids: Iterable[int]) -> str:
    """Where a POST takes the acts on these items back."""
    return f"{reverse('undo_items')}?{'&'.join(f'item={pk}' for pk in ids)}"


def ids_of(given: Iterable[str]) -> list[int]:
    """The numbers among the given texts, each once, at most `MOST_TOGETHER`."""
    numbers = [int(pk) for pk in given if pk.isascii() and pk.isdigit() and len(pk) < 16]
    return list(dict.fromkeys(numbers))[:MOST_TOGETHER]
