"""What every page of the portal shows: the office it speaks for."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from huiyin.apps.intake.submissions import PublicOffice, served_office


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """The office in the reader's language."""

    name: str
    signature: str
    contact: dict[str, str]


def office(request: HttpRequest) -> dict[str, Any]:
    """`office` in templates; empty values on a desk without one."""
    return {"office": SimpleLazyObject(_words)}


def in_words(found: PublicOffice | None) -> OfficeWords:
    """Name in the language of the page, where the office has one in it."""
    if found is None:
        return OfficeWords("", "", {})
    english = (get_language() or "").startswith("en")
    name = found.name_en if english and found.name_en else found.name
    return OfficeWords(name, found.signature, found.contact)


def _words() -> OfficeWords:
    return in_words(served_office())
