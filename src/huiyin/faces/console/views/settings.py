"""What the office decides for itself, by page: the way from the menu to each."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.apps.org.models import Role
from huiyin.apps.org.queries import holds
from huiyin.faces.console.answers import person_of, show


@require_GET
def settings_page(request: HttpRequest) -> HttpResponse:
    """The pages of settings; everybody may look, administrators may change."""
    doors = [
        ("topics", _("Topics"), _("What messages are told apart by, and the model that does it")),
        ("rules", _("Rules"), _("Words that must not be missed")),
        ("word_lists", _("Word lists"), _("Names and words that rules share")),
        ("limits", _("Time limits"), _("What holds for which kind of matter, and where it stands")),
        ("year_sheet", _("Calendar"), _("Which days are worked; holidays and special hours")),
        ("keeping", _("Keeping"), _("What is kept how long, and why")),
        ("politeness", _("How sites were treated"), _("Proof of polite collection, by host")),
    ]
    if holds(person_of(request), Role.ADMIN):
        doors.append(("staff", _("Staff"), _("People, departments and roles")))
        told = _("Roles that need one, lost ones, single sign-on")
        doors.append(("second_factors", _("Second factors"), told))
    values = {
        "title": _("Settings"),
        "doors": [(reverse(name), label, text) for name, label, text in doors],
    }
    return show(request, "console/settings.html", values)
