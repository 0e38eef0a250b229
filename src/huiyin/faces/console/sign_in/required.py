"""Roles that need a second factor get nothing but its set-up until they have one."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve

from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import roles_of
from huiyin.faces.console.answers import Answer
from huiyin.flows.second_factors import roles_that_need_one

OPEN = frozenset(
    {
        "sign_in", "sign_out", "set_language", "healthz", "prove", "mfa_index", "mfa_activate_totp",
        "mfa_add_webauthn", "mfa_view_recovery_codes", "openid_connect_login",
        "openid_connect_callback", "demo_role", "change_password",
    }
)  # fmt: skip


class SecondFactorFirst:
    """Middleware: leads to the set-up whoever holds such a role and has no second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if isinstance(person, Person) and lacks_second_factor(person):
            name = resolve(request.path_info).url_name if _is_routed(request) else ""
            if name not in OPEN:
                return redirect("mfa_index")
        return self.get_response(request)


def lacks_second_factor(person: Person) -> bool:
    """Whether a role of this person needs a second factor that is not set up."""
    needed = roles_that_need_one(person.office_id)
    if not needed or needed.isdisjoint(roles_of(person)):
        return False
    from huiyin.faces.console.sign_in.factors import has_second_factor

    return not has_second_factor(person)


def _is_routed(request: HttpRequest) -> bool:
    from django.urls import Resolver404

    try:
        resolve(request.path_info)
    except Resolver404:
        return False
    return True
