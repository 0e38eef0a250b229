"""Proof that whoever sits at the keyboard still is who signed in, lately given.

What cannot be undone or unseen – opening a sealed identity, changing how one signs in – asks for
it: the password (or single sign-on) and, where the person has one, the second factor, both within
the last minutes. Signing in gives it, and so does the page `prove`; there is no other way.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from huiyin.engine.clock import real_now
from huiyin.faces.console.answers import own_path, person_of

FRESH: Final = timedelta(minutes=5)
GRACE: Final = timedelta(minutes=10)  # a form that was open may still be sent
FIRST: Final = frozenset({"password", "socialaccount"})
SECOND: Final = frozenset({"mfa"})
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_proved(request: HttpRequest, within: timedelta = FRESH) -> bool:
    """Whether every factor the person has was given within the last minutes."""
    from huiyin.faces.console.sign_in.factors import has_second_factor

    if not _given(request, FIRST, within):
        return False
    return _given(request, SECOND, within) or not has_second_factor(person_of(request))


def lacks_first(request: HttpRequest) -> bool:
    """Whether the password or single sign-on has to be given again."""
    return not _given(request, FIRST, FRESH)


def prove_address(back: str) -> str:
    """Where proof is asked for; leads back to `back`."""
    return f"{reverse('prove')}?{urlencode({'next': back})}"


def proved_first(view: View[P]) -> View[P]:
    """Decorator: asks for proof before the view, and leads back to it, or to the page of a form
    that was open for too long."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_proved(request, GRACE if request.method == "POST" else FRESH):
            return view(request, *args, **kwargs)
        sent = request.method == "POST"
        came_from = own_path(request.headers.get("Referer", "")) or "/"
        return redirect(prove_address(came_from if sent else request.get_full_path()))

    return asked  # type: ignore[return-value]  # mypy wants the request by place only


def _given(request: HttpRequest, methods: frozenset[str], within: timedelta) -> bool:
    records = get_authentication_records(request, person_of(request))
    times = [record["at"] for record in records if record["method"] in methods]
    return bool(times) and 0 <= real_now().timestamp() - times[-1] <= within.total_seconds()
