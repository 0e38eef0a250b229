"""For administrators: roles that need a second factor, lost ones, subjects of single sign-on."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.org.models import FactorReset, Person, Role
from huiyin.apps.org.queries import holds
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.proof import proved_first
from huiyin.faces.console.sign_in.factors import with_second_factor
from huiyin.faces.console.views.signing_in import sign_on_name
from huiyin.flows import second_factors as flow

SUBJECT_LENGTH = 190


@require_GET
@proved_first
def page(request: HttpRequest) -> HttpResponse:
    """What the office asks for, and who lost theirs."""
    return _page(request, _administrator(request))


@require_POST
@proved_first
def require(request: HttpRequest) -> HttpResponse:
    """Decide which roles need a second factor."""
    admin = _administrator(request)
    roles = [role for role in request.POST.getlist("roles") if role in Role.values]
    flow.require_second_factor(admin.office, roles, actor=admin, now=now())
    did(request, _("Saved. Whoever lacks one is led to its set-up at the next page."))
    return redirect("second_factors")


@require_POST
@proved_first
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a reset; another administrator has to grant it."""
    admin = _administrator(request)
    pk = request.POST.get("person", "")
    person = get_object_or_404(Person, pk=int(pk) if pk.isdecimal() else 0, office=admin.office)
    try:
        flow.ask_reset(person, reason=request.POST.get("reason", ""), actor=admin, now=now())
    except flow.ResetRefused as refused:
        return _page(request, admin, _words(refused.code), request.POST.get("reason", ""))
    did(request, _("Asked. Now another administrator has to grant it."))
    return redirect("second_factors")


@require_POST
@proved_first
def settle_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse what another administrator asked for."""
    admin = _administrator(request)
    grants = request.POST.get("answer") == "grant"
    try:
        row = flow.settle_reset(pk, grants=grants, actor=admin, now=now())
    except flow.ResetRefused as refused:
        return _page(request, admin, _words(refused.code))
    except FactorReset.DoesNotExist as missing:
        raise Http404 from missing
    told = (
        _("The second factor of %(name)s is reset and all their sessions have ended.")
        if grants
        else _("The second factor of %(name)s stays.")
    )
    did(request, told % {"name": row.person.name})
    return redirect("second_factors")


@require_POST
@proved_first
def set_subject(request: HttpRequest, pk: int) -> HttpResponse:
    """By which subject single sign-on knows a person; empty for none."""
    admin = _administrator(request)
    person = get_object_or_404(Person, pk=pk, office=admin.office)
    subject = request.POST.get("subject", "").strip()[:SUBJECT_LENGTH]
    taken = SocialAccount.objects.filter(provider=settings.SIGN_ON, uid=subject)
    if subject and taken.exclude(user_id=person.pk).exists():
        return _page(request, admin, _("Somebody else has this subject already."))
    with transaction.atomic():
        SocialAccount.objects.filter(user_id=person.pk, provider=settings.SIGN_ON).delete()
        if subject:
            SocialAccount.objects.create(user=person, provider=settings.SIGN_ON, uid=subject)
        flow.note_subject(person, actor=admin, now=now())
    did(request, _("Single sign-on of %(name)s changed.") % {"name": person.name})
    return redirect("second_factors")


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, Role.ADMIN):
        raise PermissionDenied
    return person


def _page(request: HttpRequest, admin: Person, trouble: str = "", reason: str = "") -> HttpResponse:
    people = Person.objects.filter(office=admin.office, is_active=True).order_by("pk")
    having = with_second_factor(admin.office_id)
    links = SocialAccount.objects.filter(user__office=admin.office)
    subjects = dict(links.values_list("user_id", "uid"))
    values = {
        "title": _("Second factors"),
        "roles": Role.choices,
        "needed": flow.roles_that_need_one(admin.office_id),
        "people": [(one, one.pk in having, subjects.get(one.pk, "")) for one in people],
        "resets": flow.open_resets(admin.office),
        "me": admin.pk,
        "sign_on": sign_on_name(),
        "trouble": trouble,
        "reason": reason,
    }
    return show(request, "console/second_factors.html", values, status=422 if trouble else 200)


def _words(code: flow.ResetCode) -> str:
    return {
        flow.ResetCode.NOT_ADMINISTRATOR: _("Only administrators of this office do this."),
        flow.ResetCode.OWN: _("Two other administrators have to reset your own second factor."),
        flow.ResetCode.SAME_PERSON: _("Somebody other than who asked has to grant it."),
        flow.ResetCode.REASON_MISSING: _("Please give the reason."),
        flow.ResetCode.SETTLED: _("This was settled meanwhile."),
    }[code]
