"""The demonstration's role bar: take any role of the invented office.

The route exists only where the desk was started as a demonstration (`urls.routes`), and the view
looks again itself, so that no wrong wiring can open this door on a real desk.
"""

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from huiyin.apps.org.models import Person, Role, RoleGrant

BACKEND = "django.contrib.auth.backends.ModelBackend"
SHOWN = (
    Role.DUTY, Role.OFFICE, Role.DEPT_HEAD, Role.HANDLER, Role.APPROVER, Role.CUSTODIAN,
    Role.AUDITOR, Role.ADMIN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One role to take; `code` is what the form sends."""

    code: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class DemoBar:
    """The bar at the top of a demonstration."""

    roles: list[DemoRole]
    url: str


def demo_bar(request: HttpRequest) -> DemoBar:
    """The roles somebody of the invented office holds; one query."""
    me = getattr(request, "user", AnonymousUser()).pk
    holders = _holders()
    return DemoBar(
        roles=[
            DemoRole(role.value, str(role.label), holders[role] == me)
            for role in SHOWN
            if role in holders
        ],
        url=reverse("demo_role"),
    )


@login_not_required
@require_POST
def take_role(request: HttpRequest) -> HttpResponse:
    """Go on as the person who holds that role in the invented office."""
    if not settings.DEMO:
        raise Http404
    person = Person.objects.filter(pk=_holders().get(request.POST.get("role", ""), 0)).first()
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="password")  # here the bar is the way in
    return redirect("board")


def _holders() -> dict[str, int]:
    """Role → the first person who holds it now."""
    held = RoleGrant.objects.filter(until_at=None, person__is_active=True).order_by("-person_id")
    return dict(held.values_list("role", "person_id"))


urlpatterns = [path("demo/role", take_role, name="demo_role")]
