"""What the desk was blind to, and when; and how it treated the hosts it asked."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.apps.intake.queries.coverage import days_of, hosts_of, rules_of
from huiyin.engine.clock import now as desk_now
from huiyin.engine.clock import real_now
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.coverage_lines import coverage, summary

HOST_DAYS = 30


@require_GET
def coverage_page(request: HttpRequest) -> HttpResponse:
    """A grid of sources and hours, blind ones first."""
    days = 7 if request.GET.get("days") == "7" else 1
    found = coverage(person_of(request).office, desk_now(), days)
    values = {"title": summary(found), "coverage": found, "days": days}
    return show(request, "console/coverage.html", values)


@require_GET
def host_page(request: HttpRequest) -> HttpResponse:
    """How one host was treated day by day: the proof that its owner may ask for."""
    host, today = request.GET.get("host", "").strip().lower()[:300], real_now()
    days = days_of(host, (today - timedelta(days=HOST_DAYS - 1)).date(), today.date())
    if not days:
        raise Http404
    values = {"title": host, "hosts": days, "rules": rules_of(host, today), "days": HOST_DAYS}
    return show(request, "console/politeness_host.html", values)


@require_GET
def politeness_page(request: HttpRequest) -> HttpResponse:
    """Host by host: what robots.txt said, how many requests were made, which pauses were kept."""
    values = {"title": _("How sites were treated"), "hosts": hosts_of(7, real_now())}
    return show(request, "console/politeness.html", values)
