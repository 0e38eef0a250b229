"""Accounts as the desk has them: made by an administrator, entered by name and password or by
single sign-on, then by the second factor where the person has one."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.apps.org.models import Person

STAGES = ["allauth.mfa.stages.AuthenticateStage"]


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """No sign-up, no mails; the second factor is the one stage of signing in."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy("Too many wrong tries. Wait five minutes."),
    }
    said: ClassVar[dict[str, Any]] = {
        "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
        "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is removed."),
        "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is set up."),
        "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
        "mfa/messages/recovery_codes_generated.txt": gettext_lazy("Recovery codes made."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return STAGES

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller; behind a proxy of this machine, the one that the proxy names last."""
        address = request.META.get("REMOTE_ADDR") or "127.0.0.1"
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return str(told if told and address in {"127.0.0.1", "::1"} else address)

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        messages.error(request, _("This account may not sign in any more."))
        return redirect("sign_in")

    def post_login(self, request: HttpRequest, user: Person, **told: Any) -> HttpResponse:
        """In; from now on in the language the person chose."""
        answer: HttpResponse = super().post_login(request, user, **told)
        return in_language(answer, user.language)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "",
        message: str | None = None,
    ) -> None:  # fmt: skip
        """Only what the desk has words for."""
        words = message or self.said.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words))


def in_language(answer: HttpResponse, language: str) -> HttpResponse:
    """Remember in this browser what the desk is read in."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer
