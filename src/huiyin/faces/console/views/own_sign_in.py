"""How I sign in: my second factors, my password, and where I am signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.browsers import browser_words
from huiyin.faces.console.proof import proved_first
from huiyin.faces.console.sign_in.factors import APP, CODES, PASSKEY, passkeys_possible
from huiyin.faces.console.sign_in.required import lacks_second_factor
from huiyin.faces.console.views.staff import SHORTEST_PASSWORD


@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everything of it on one page."""
    person = person_of(request)
    rows = list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at"))
    by_type = {row.type: row for row in rows}
    codes = by_type.get(CODES)
    values = {
        "title": _("Signing in"),
        "lacking": lacks_second_factor(person),
        "app": by_type.get(APP),
        "passkeys": [(row, row.wrap().name) for row in rows if row.type == PASSKEY],
        "passkeys_possible": passkeys_possible(),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": _sessions(request, person),
        "by_password": person.has_usable_password(),
    }
    return show(request, "console/own_sign_in.html", values)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my sessions; its browser is out at its next request."""
    get_object_or_404(UserSession, pk=pk, user_id=person_of(request).pk).end()
    did(request, _("That session has ended."))
    return redirect("mfa_index")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    for session in UserSession.objects.filter(user_id=person_of(request).pk):
        if not session.is_current():
            session.end()
    did(request, _("All other sessions have ended."))
    return redirect("mfa_index")


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
@proved_first
def change_password(request: HttpRequest) -> HttpResponse:
    """Another password; every other session ends with the old one."""
    person = person_of(request)
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    trouble = ""
    if request.method == "POST":
        trouble = _trouble(person, new, again)
        if not trouble:
            _change(request, person, new)
            did(request, _("Your password is changed. All other sessions have ended."))
            return redirect("mfa_index")
    values = {"title": _("Change your password"), "trouble": trouble, "least": SHORTEST_PASSWORD}
    return show(request, "console/own_password.html", values, status=422 if trouble else 200)


def _trouble(person: Person, new: str, again: str) -> str:
    if len(new) < SHORTEST_PASSWORD:
        return _("A password needs at least %(n)s characters.") % {"n": SHORTEST_PASSWORD}
    if new != again:
        return _("The two passwords differ.")
    if person.check_password(new):
        return _("This is the password you have already.")
    return ""


@transaction.atomic
def _change(request: HttpRequest, person: Person, new: str) -> None:
    person.set_password(new)
    person.save(update_fields=["password"])
    record("person.password_changed", subject=f"person:{person.pk}", at=now(),
           office=person.office, actor=person, body={"name": person.name})  # fmt: skip
    for session in UserSession.objects.filter(user_id=person.pk):
        session.delete() if session.is_current() else session.end()
    update_session_auth_hash(request, person)
    UserSession.objects.create_from_request(request)


def _sessions(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """This one first, then the newest."""
    rows = [
        {
            "pk": row.pk,
            "current": row.is_current(),
            "browser": browser_words(row.user_agent),
            "ip": row.ip,
            "since": row.created_at,
        }
        for row in UserSession.objects.purge_and_list(person)
    ]
    return sorted(rows, key=lambda row: (row["current"], row["since"]), reverse=True)
