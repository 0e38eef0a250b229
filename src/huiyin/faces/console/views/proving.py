"""The page that asks once more who sits at the keyboard, by every factor the person has.

What is missing is asked for in one form; what was given lately is not asked for again. Whoever
signs in by single sign-on is sent there once more.
"""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiyin.apps.org.models import Person
from huiyin.apps.org.signing import is_own_password
from huiyin.engine.clock import real_now
from huiyin.faces.console.answers import go_back, person_of, show
from huiyin.faces.console.proof import is_proved, lacks_first
from huiyin.faces.console.sign_in import factors
from huiyin.faces.console.views.signing_in import sign_on_name

SIGN_ON_AGAIN = {"process": "login", "auth_params": "prompt=login"}


@never_cache
@sensitive_post_parameters("password", "code", "credential")
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask, look, and go back to where proof was needed."""
    person = person_of(request)
    errors = _look(request, person) if request.method == "POST" else {}
    if is_proved(request):
        asked = request.POST or request.GET
        return go_back(request, "board", asked.get("next", ""))
    return _page(request, person, errors)


def _look(request: HttpRequest, person: Person) -> dict[str, str]:
    """Note every right factor; what was wrong, by field. A wrong password ends the look."""
    if lacks_first(request):
        if not is_own_password(person, request.POST.get("password", ""), real_now()):
            return {"password": _("Your sign-in password is not right.")}
        record_authentication(request, person, method="password", reauthenticated=True)
    if is_proved(request):
        return {}
    return _look_at_second(request, person)


def _look_at_second(request: HttpRequest, person: Person) -> dict[str, str]:
    from huiyin.faces.console.sign_in.code_forms import Code, Passkey

    given = request.POST
    form = Passkey(given, user=person) if given.get("credential") else Code(given, user=person)
    if form.is_valid():
        form.save()
        return {}
    return {"code": next(iter(form.errors.values()))[0]}


def _page(request: HttpRequest, person: Person, errors: dict[str, str]) -> HttpResponse:
    asked = request.POST or request.GET
    back = asked.get("next", "")
    again = {**SIGN_ON_AGAIN, "next": f"{reverse('prove')}?{urlencode({'next': back})}"}
    values = {
        "title": _("Show that it is you"),
        "next": back,
        "errors": errors,
        "first": lacks_first(request),
        "by_password": person.has_usable_password(),
        "second": factors.has_second_factor(person),
        "passkey": factors.passkey_options(person),
        "sign_on": sign_on_name() if factors.signs_on(person) else "",
        "again": urlencode(again),
    }
    return show(request, "console/prove.html", values, status=422 if errors else 200)
