"""Notices of the signed-in person: what the desk told them, unread first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.notify.actions import mark_read
from huiyin.apps.notify.models import Notice
from huiyin.apps.notify.queries import unread_count
from huiyin.apps.org.queries import zone_of
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import go_back, person_of, show
from huiyin.faces.console.notice_lines import notice_lines
from huiyin.faces.shared.pieces import Pager

PAGE = 50


@require_GET
def notices_page(request: HttpRequest) -> HttpResponse:
    """A page of notices, newest first."""
    person = person_of(request)
    rows = Notice.objects.filter(person=person, channel=Notice.Channel.CONSOLE)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-id")[: PAGE + 1])
    n = unread_count(person)
    older = f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else None
    values = {
        "title": ngettext("%(n)s unread notice", "%(n)s unread notices", n) % {"n": n}
        if n
        else _("All notices read"),
        "unread_n": n,
        "notices": notice_lines(found[:PAGE], zone_of(person.office)),
        "pager": Pager(newer_url="?" if before else None, older_url=older),
    }
    return show(request, "console/notices.html", values, part="console/parts/notices.html")


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell with its figure; empty while it is the one that is `shown`."""
    shown = request.GET.get("shown", "")
    if shown == str(unread_count(person_of(request))):
        return HttpResponse(status=204)
    return render(request, "console/parts/bell.html")


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice or all as read; the form may name the page to go on to."""
    given = [int(pk) for pk in request.POST.getlist("notice") if pk.isdigit() and len(pk) < 16]
    mark_read(person_of(request), given or None, desk_now())
    return go_back(request, "notices")
