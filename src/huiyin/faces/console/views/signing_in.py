"""Signing in and out, and the language a person reads.

A wrong name and a wrong password get the same words after the same wait; several in a row for one
name make that name wait some minutes, whether it exists or not.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.org.models import Person
from huiyin.apps.org.preferences import prefer_language
from huiyin.apps.org.signing import forget_wrong_tries, is_locked, note_wrong_try
from huiyin.engine.clock import real_now
from huiyin.faces.console.answers import go_back
from huiyin.faces.console.sign_in.accounts import in_language

WRONG_TAKES_SECONDS = 0.8


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and what it says when name or password are wrong."""
    if request.user.is_authenticated:
        return redirect("board")
    if request.method == "GET":
        return _page(request, {"next": request.GET.get("next", "")})
    username = request.POST.get("username", "").strip()[:60]
    if is_locked(username, real_now()):
        return _refused(request, username, _("Too many wrong tries. Wait five minutes."), 429)
    person = authenticate(request, username=username, password=request.POST.get("password", ""))
    if not isinstance(person, Person):
        note_wrong_try(username, real_now())
        time.sleep(WRONG_TAKES_SECONDS)
        return _refused(request, username, _("Name or password is wrong."), 422)
    forget_wrong_tries(username)
    return _enter(request, person)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign_in")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read the desk in another language from now on; a signed-in person's choice is kept."""
    language = request.POST.get("language", "")
    answer = go_back(request, "board")
    if language not in dict(settings.LANGUAGES) or not check_for_language(language):
        return answer
    if isinstance(request.user, Person):
        prefer_language(request.user, language)
    return in_language(answer, language)


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this face answers; for the supervisor and for watchers. Says nothing else."""
    return JsonResponse({"face": "console", "ok": True})


def _enter(request: HttpRequest, person: Person) -> HttpResponse:
    """Past the password: in, or on to the second factor where the person has one."""
    from allauth.account.internal.flows.login import perform_login, record_authentication
    from allauth.account.models import Login

    record_authentication(request, person, method="password")
    to = go_back(request, "board").headers["Location"]
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=to))
    return answer


def _refused(request: HttpRequest, username: str, text: str, status: int) -> HttpResponse:
    values = {"username": username, "error": text, "next": request.POST.get("next", "")}
    return _page(request, values, status)


def _page(request: HttpRequest, values: dict[str, str], status: int = 200) -> HttpResponse:
    told = {"title": _("Sign in"), "sign_on": sign_on_name(), **values}
    return render(request, "console/sign_in.html", told, status=status)


def sign_on_name() -> str:
    """What single sign-on is called here; "" where there is none."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps = providers.get("openid_connect", {}).get("APPS")
    return (apps[0]["name"] or _("Single sign-on")) if apps else ""
