"""What several pages need: the office or a plain refusal, and pages that leave no trace."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.apps.intake.submissions import PublicOffice, served_office

P = ParamSpec("P")


def for_office(
    view: Callable[Concatenate[HttpRequest, PublicOffice, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the office; an empty desk says that it is not open yet."""

    @wraps(view)
    def served(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        office = served_office()
        if office is None:
            page = {"title": _("This page is not open yet")}
            return render(request, "portal/not_open.html", page, status=503)
        return view(request, office, *args, **kwargs)

    return served


def leaves_no_trace(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Nothing of the page is stored by the browser or told to the next one."""

    @wraps(view)
    def untraced(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return without_trace(view(request, *args, **kwargs))

    return untraced


def without_trace(response: HttpResponse) -> HttpResponse:
    """The headers of a page that shows a code or what a code opens."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the language cookie as Django's own view would."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def asked_language(request: HttpRequest) -> str:
    """The language a page's own language button asks for; "" for none."""
    asked = request.POST.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else ""


def public_address(path: str) -> str:
    """A path of the portal with the address the public knows."""
    return settings.CONFIG.portal_url.rstrip("/") + path
