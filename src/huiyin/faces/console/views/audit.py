"""The audit page: every event of the desk, newest first, and whether the chain holds."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.audit.anchors import AnchorUnreadable, expected
from huiyin.apps.audit.queries import PAGE, chain_length, events_before, own_anchors, verify
from huiyin.apps.org.queries import holds
from huiyin.apps.org.words import EVENTS, event_text
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.context import AUDITORS
from huiyin.faces.console.matters import who_of
from huiyin.faces.shared.pieces import Pager


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Search the events by kind, actor, case number or words of the reason."""
    person = person_of(request)
    if not holds(person, *AUDITORS):
        raise PermissionDenied
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    before = request.GET.get("before", "")
    rows = events_before(
        person.office, int(before) if before.isdecimal() else None, kind=kind, text=text
    )
    more, rows = len(rows) > PAGE, rows[:PAGE]
    kept = {"kind": kind, "q": text, "before": rows[-1].seq} if more else {}
    total = chain_length()
    title = ngettext("%(n)s event, one chain", "%(n)s events, one chain", total) % {"n": total}
    values = {
        "title": title,
        "rows": [(event, event_text(event.kind, event.body), who_of(event)) for event in rows],
        "kind": kind,
        "kinds": [(code, event_text(code, {})) for code in EVENTS],
        "pager": Pager(older_url=f"{reverse('audit')}?{urlencode(kept)}" if more else None),
    }
    return show(request, "console/audit.html", values)


@require_POST
def verify_chain(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain now and compare it with every anchor of it."""
    person = person_of(request)
    if not holds(person, *AUDITORS):
        raise PermissionDenied
    forged = False
    try:
        made = own_anchors()
    except AnchorUnreadable:
        made, forged = [], True
    count, broken = verify(expected(made))
    title = _("The chain is broken") if broken or forged else _("The chain holds")
    values = {
        "title": title, "count": count, "broken": broken, "forged": forged,
        "anchors": len(made), "last": made[-1] if made else None,
    }  # fmt: skip
    return show(request, "console/audit_verified.html", values)
