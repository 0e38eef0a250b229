"""The name of an office, unit or person in the reader's language, where it has one."""

from typing import Protocol

from django.utils.translation import get_language


class Named(Protocol):
    """Anything with a Chinese name and perhaps an English one."""

    name: str
    name_en: str


def named(thing: Named | None) -> str:
    """The English name for English readers if there is one, else the name; "" for nothing."""
    if thing is None:
        return ""
    return thing.name_en if thing.name_en and get_language() == "en" else thing.name
