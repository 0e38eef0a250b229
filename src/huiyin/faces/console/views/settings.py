"""What the office decides for itself, by page: the way from the menu to each."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiyin.apps.intake.scans import is_scanning, waiting_count
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
        ("my_channels", _("How you are told"), _("Your channels in their order, quiet hours")),
        ("posts", _("Posts and substitutes"), _("Who sits where, who is away, who stands in")),
        ("roster", _("Duty roster"), _("Who is on duty now and in the weeks to come")),
        ("ladders", _("Escalation"), _("Who is told when a promise runs out of time")),
        ("keeping", _("Keeping"), _("What is kept how long, and why")),
        ("politeness", _("How sites were treated"), _("Proof of polite collection, by host")),
    ]
    if holds(person_of(request), Role.ADMIN):
        doors.append(("channels", _("Channels"), _("Ways to reach people, and how they are")))
        doors.append(("staff", _("Staff"), _("People, departments and roles")))
        told = _("Roles that need one, lost ones, single sign-on")
        doors.append(("second_factors", _("Second factors"), told))
    values = {
        "title": _("Settings"),
        "scanning": _scanning(),
        "doors": [(reverse(name), label, text) for name, label, text in doors],
    }
    return show(request, "console/settings.html", values)


def _scanning() -> str:
    """Whether files are scanned for malware, and how many wait."""
    if not is_scanning():
        return _("Files are not scanned for malware: no scanner is set.")
    count = waiting_count()
    if not count:
        return _("Files are scanned for malware; none waits.")
    told = ngettext(
        "Files are scanned for malware; %(n)s waits for the scanner.",
        "Files are scanned for malware; %(n)s wait for the scanner.",
        count,
    )
    return told % {"n": count}
