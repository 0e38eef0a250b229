"""Addresses of signing in. What allauth brings is loaded when somebody first asks for it: its
views for passkeys and single sign-on take memory that an idle desk does not need."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.module_loading import import_string

from huiyin.faces.console.proof import proved_first
from huiyin.faces.console.views import own_sign_in, proving, second_factors, signing_in, signing_on

MFA = "allauth.mfa"


def late(view: str) -> Callable[..., HttpResponse]:
    """A view of allauth by its name."""

    def load(request: HttpRequest, **told: Any) -> HttpResponse:
        answer: HttpResponse = import_string(view)(request, **told)
        return answer

    return load


def factor(view: str) -> Callable[..., Any]:
    """A view that changes how the person signs in: proof first."""
    return proved_first(late(f"{MFA}.{view}"))


urlpatterns = [
    path("sign-in", signing_in.sign_in, name="sign_in"),
    path("sign-in", signing_in.sign_in, name="account_login"),
    path(
        "sign-in/second", login_not_required(late(f"{MFA}.base.views.authenticate")),
        name="mfa_authenticate",
    ),
    path("sign-out", signing_in.sign_out, name="sign_out"),
    path("sign-on/<str:provider_id>", signing_on.begin, name="openid_connect_login"),
    path("sign-on/<str:provider_id>/back", signing_on.come_back, name="openid_connect_callback"),
    path("prove", proving.prove, name="prove"),
    path("me", own_sign_in.index, name="mfa_index"),
    path("me", own_sign_in.index, name="mfa_list_webauthn"),
    path("me/password", own_sign_in.change_password, name="change_password"),
    path("me/sessions/others", own_sign_in.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<int:pk>", own_sign_in.end_session, name="end_session"),
    path("me/app", factor("totp.views.activate_totp"), name="mfa_activate_totp"),
    path("me/app/end", factor("totp.views.deactivate_totp"), name="mfa_deactivate_totp"),
    path("me/passkeys/add", factor("webauthn.views.add_webauthn"), name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/end", factor("webauthn.views.remove_webauthn"),
         name="mfa_remove_webauthn"),
    path("me/codes", factor("recovery_codes.views.view_recovery_codes"),
         name="mfa_view_recovery_codes"),
    path("me/codes/new", factor("recovery_codes.views.generate_recovery_codes"),
         name="mfa_generate_recovery_codes"),
    path("settings/second-factors", second_factors.page, name="second_factors"),
    path("settings/second-factors/roles", second_factors.require, name="require_second_factor"),
    path("settings/second-factors/lost", second_factors.ask_reset, name="ask_factor_reset"),
    path("settings/second-factors/lost/<int:pk>", second_factors.settle_reset,
         name="settle_factor_reset"),
    path("settings/second-factors/subject/<int:pk>", second_factors.set_subject,
         name="set_subject"),
]  # fmt: skip
