"""The people of the office and their roles; for administrators."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.org.models import Person, Role, Unit
from huiyin.apps.org.queries import holds
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.flows.offices import change_roles, create_person, create_unit

SHORTEST_PASSWORD = 10


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody, by department."""
    return _page(request, _administrator(request))


@sensitive_post_parameters("password")
@require_POST
def add_person(request: HttpRequest) -> HttpResponse:
    """Somebody new, with a first password that the administrator hands over."""
    admin = _administrator(request)
    said = {name: request.POST.get(name, "").strip() for name in ("username", "name", "email")}
    password = request.POST.get("password", "")
    trouble = _trouble(said["username"], said["name"], password)
    if trouble:
        return _page(request, admin, trouble)
    unit = Unit.objects.filter(office=admin.office, pk=_number(request, "unit")).first()
    create_person(
        admin.office, username=said["username"], name=said["name"], email=said["email"],
        unit=unit, roles=_roles(request), password=password, actor=admin, now=now(),
    )  # fmt: skip
    did(request, _("%(name)s can sign in now.") % {"name": said["name"]})
    return redirect("staff")


@require_POST
def set_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give or end somebody's roles, or let them sign in no more."""
    admin = _administrator(request)
    person = get_object_or_404(Person, pk=pk, office=admin.office)
    active = "active" in request.POST
    roles = _roles(request)
    if person.pk == admin.pk and (not active or Role.ADMIN.value not in roles):
        return _page(request, admin, _("You cannot take the administrator's role from yourself."))
    change_roles(person, roles, actor=admin, now=now(), active=active)
    did(request, _("Roles of %(name)s changed.") % {"name": person.name})
    return redirect("staff")


@require_POST
def add_unit(request: HttpRequest) -> HttpResponse:
    """A department."""
    admin = _administrator(request)
    name = request.POST.get("name", "").strip()[:120]
    if not name:
        return _page(request, admin, _("A department needs a name."))
    create_unit(
        admin.office, name=name, name_en=request.POST.get("name_en", "")[:160], actor=admin,
        now=now(),
    )  # fmt: skip
    did(request, _("Department added: %(name)s") % {"name": name})
    return redirect("staff")


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, Role.ADMIN):
        raise PermissionDenied
    return person


def _page(request: HttpRequest, admin: Person, trouble: str = "") -> HttpResponse:
    people = Person.objects.filter(office=admin.office).select_related("unit")
    rows = people.prefetch_related("grants").order_by("-is_active", "unit_id", "pk")
    listed = [
        (person, {grant.role for grant in person.grants.all() if grant.until_at is None})
        for person in rows
    ]
    count = len(listed)
    title = ngettext("%(n)s person works here", "%(n)s people work here", count) % {"n": count}
    values = {
        "title": title,
        "rows": listed,
        "roles": Role.choices,
        "units": Unit.objects.filter(office=admin.office).order_by("pk"),
        "trouble": trouble,
        "typed": request.POST,
        "least": SHORTEST_PASSWORD,
    }
    return show(request, "console/staff.html", values, status=422 if trouble else 200)


def _trouble(username: str, name: str, password: str) -> str:
    if not username or not name:
        return _("Sign-in name and name are both needed.")
    if len(username) > 60 or len(name) > 60:
        return _("A name may have 60 characters at most.")
    if Person.objects.filter(username=username).exists():
        return _("The sign-in name %(name)s is taken.") % {"name": username}
    if len(password) < SHORTEST_PASSWORD:
        return _("The first password needs at least %(n)s characters.") % {"n": SHORTEST_PASSWORD}
    return ""


def _roles(request: HttpRequest) -> list[str]:
    return [role for role in request.POST.getlist("roles") if role in Role.values]


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() else 0
