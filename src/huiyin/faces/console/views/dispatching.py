"""How well orders are addressed, and what was learned from those that went astray."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.cases import actions
from huiyin.apps.cases.dispatch import dispatch_quality, dispatch_rules
from huiyin.apps.org.queries import holds
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show

LOOKED_BACK = timedelta(days=365)


@require_GET
def dispatch_page(request: HttpRequest) -> HttpResponse:
    """Returns by who issued, over a year, and the dispatch list."""
    person = person_of(request)
    if not holds(person, "office", "group", "auditor"):
        raise PermissionDenied
    quality = dispatch_quality(person.office, now() - LOOKED_BACK)
    returned = sum(one.returned for one in quality)
    values = {
        "title": ngettext(
            "%(n)s order came back within a year", "%(n)s orders came back within a year", returned
        )
        % {"n": returned},
        "quality": quality,
        "rules": dispatch_rules(person.office),
        "may_end": holds(person, "office"),
    }
    return show(request, "console/dispatch.html", values)


@require_POST
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a rule no longer."""
    actions.end_dispatch_rule(pk, actor=person_of(request), now=now())
    did(request, _("No longer proposed."))
    return redirect("dispatch")
