"""What people set for themselves. No matter changes by it, so no event is written."""

from huiyin.apps.org.models import Person


def prefer_language(person: Person, language: str) -> None:
    """The language the desk speaks to this person, in pages and notices."""
    Person.objects.filter(pk=person.pk).update(language=language)
