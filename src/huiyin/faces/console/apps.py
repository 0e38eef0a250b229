from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ConsoleConfig(AppConfig):
    name = "huiyin.faces.console"
    label = "console_face"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator

        post_save.connect(_saved, sender=Authenticator)
        post_delete.connect(_deleted, sender=Authenticator)


def _saved(instance: Any, created: bool, **_told: Any) -> None:
    """A new factor was shown to work as it was set up, which is proof by itself."""
    from allauth.account.internal.flows.login import record_authentication
    from allauth.core import context

    if created and _is_factor(instance):
        _note(instance, added=True)
        if context.request is not None:
            record_authentication(context.request, instance.user, "mfa", type=str(instance.type))


def _deleted(instance: Any, **_told: Any) -> None:
    if _is_factor(instance):
        _note(instance, added=False)


def _is_factor(instance: Any) -> bool:
    """Recovery codes come and go with the factor itself."""
    return bool(instance.type != instance.Type.RECOVERY_CODES)


def _note(instance: Any, *, added: bool) -> None:
    """Write it into the chain, with who did it."""
    from allauth.core import context

    from huiyin.apps.org.models import Person
    from huiyin.engine.clock import now
    from huiyin.flows.second_factors import note_factor

    user = getattr(context.request, "user", None)
    actor = user if isinstance(user, Person) else None
    note_factor(instance.user, str(instance.type), added=added, actor=actor, now=now())
