"""What the desk was blind to, and when; and how it treated the hosts it asked."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.apps.intake.queries.coverage import hosts_of
from huiyin.engine.clock import now as desk_now
from huiyin.engine.clock import real_now
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.coverage_lines import coverage, summary

DAYS = (1, 7)


@require_GET
def coverage_page(request: HttpRequest) -> HttpResponse:
    """A grid of sources and hours, blind ones first."""
    days = 7 if request.GET.get("days") == "7" else 1
    found = coverage(person_of(request).office, desk_now(), days)
    values = {"title": summary(found), "coverage": found, "days": days}
    return show(request, "console/coverage.html", values)


@require_GET
def politeness_page(request: HttpRequest) -> HttpResponse:
    """Host by host: what robots.txt said, how many requests were made, which pauses were kept."""
    values = {"title": _("How sites were treated"), "hosts": hosts_of(7, real_now())}
    return show(request, "console/politeness.html", values)
