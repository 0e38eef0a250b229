"""How the console answers: a page or its part, a way back after an act, a refusal in words.

Every act is a POST that ends in a redirect. A form that holds text somebody typed catches
`StepRefused` itself and shows the page again with the text and the reason beside it; for acts
that are one button, the middleware here turns a refusal into a message on the page they came from.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.faces.console.views.trouble import not_found

Answer = Callable[[HttpRequest], HttpResponseBase]


def person_of(request: HttpRequest) -> Person:
    """Who is signed in. Pages are closed to anybody else, so there always is somebody."""
    person = request.user
    if isinstance(person, AnonymousUser):
        raise PermissionError("nobody is signed in")
    return person


def show(
    request: HttpRequest,
    template: str,
    values: dict[str, Any],
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or only its `part` (a template) when htmx asks to refresh that."""
    asked = getattr(request, "htmx", None)
    wanted = part if part and asked and not asked.history_restore_request else template
    answer = render(request, wanted, values, status=status)
    if part:
        answer.headers["Vary"] = ", ".join(filter(None, (answer.get("Vary"), "HX-Request")))
    return answer


def did(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say on the next page what was done; `undo` is the address that takes it back."""
    messages.success(request, text, extra_tags=undo)


def go_back(request: HttpRequest, fallback: str, named: str = "") -> HttpResponse:
    """To `named` or the page a form names in `next`, else where the act came from, else to
    `fallback`."""
    given = named or request.POST.get("next", "")
    for asked in (given, own_path(request.headers.get("Referer", ""))):
        if asked.startswith("/") and url_has_allowed_host_and_scheme(
            asked, allowed_hosts=None, require_https=request.is_secure()
        ):
            return redirect(asked)
    return redirect(fallback)


def own_path(address: str) -> str:
    """Path and query of an address, whatever its host."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class Refusals:
    """Middleware: a refusal nobody caught becomes a message where the act came from."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refusals, and things of another office, which do not exist here; else None."""
        if isinstance(error, ObjectDoesNotExist):
            return not_found(request, error)
        if not isinstance(error, StepRefused):
            return None
        messages.error(request, refusal_text(error.code))
        return go_back(request, "board")


class OfficeTime:
    """Middleware: pages show the wall clock of the person's office."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zone_of(person_of(request).office)):
            return self.get_response(request)
