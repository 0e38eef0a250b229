"""Single sign-on: whom the organisation's own sign-in names, found among the people of the desk.

The subject that an administrator stored decides; without one, a mail address that the provider
has verified, if exactly one person bears it – from then on by the subject. Nobody is ever added.
Of what the provider tells about a person nothing but the subject is stored.
"""

import secrets
from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.apps.org.models import Person
from huiyin.engine.clock import now
from huiyin.flows.second_factors import note_subject

log = structlog.get_logger()


class SignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Finds the person; refuses everybody else in plain words."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Keep what was claimed for this request only, before anything is stored."""
        sociallogin.claims = _claims(sociallogin.account.extra_data)
        sociallogin.account.extra_data = {}
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.claims is None:
            raise ImmediateHttpResponse(refused(request, "subjects_differ"))
        if sociallogin.is_existing:
            person = sociallogin.user
        else:
            person = _by_mail(sociallogin.claims)
            if person is None:
                raise ImmediateHttpResponse(refused(request, "unknown"))
            sociallogin.account.user = sociallogin.user = person
            sociallogin.account.save()
            note_subject(person, actor=None, now=now())
        if not person.is_active:
            raise ImmediateHttpResponse(refused(request, "inactive"))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
        extra_context: Any = None,
    ) -> None:  # fmt: skip
        """The provider did not answer, or not as it should; the cause goes to the log."""
        if str(error) == "cancelled":
            raise ImmediateHttpResponse(redirect("sign_in"))
        raise ImmediateHttpResponse(refused(request, "failed", str(exception or error)))


def refused(request: HttpRequest, code: str, cause: str = "") -> HttpResponse:
    """Back to the sign-in page with the reason; a mark leads to the cause in the log."""
    mark = secrets.token_hex(3)
    log.warning("sign_on.refused", code=code, mark=mark, cause=cause[:300])
    words = {
        "unknown": _("Single sign-on knows you, but this desk does not. Ask your administrator."),
        "inactive": _("This account may not sign in any more."),
    }.get(code, _("Single sign-on did not work. Try again, or tell your administrator."))
    messages.error(request, _("{words} ({mark})").format(words=words, mark=mark))
    return redirect("sign_in")


def _claims(told: dict[str, Any]) -> dict[str, Any] | None:
    """What the provider says; None where its two statements are about different people."""
    userinfo, id_token = told.get("userinfo") or {}, told.get("id_token") or {}
    if userinfo and id_token and userinfo.get("sub") != id_token.get("sub"):
        return None
    return {**id_token, **userinfo}


def _by_mail(claims: dict[str, Any]) -> Person | None:
    """The one active person with this mail address, if the provider has verified it."""
    mail = str(claims.get("email") or "").strip()
    if not mail or claims.get("email_verified") not in {True, "true"}:
        return None
    found = Person.objects.filter(email__iexact=mail, is_active=True)[:2]
    return found[0] if len(found) == 1 else None
