"""Pages without data: our limits, the health line, what robots may read."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

ROBOTS = """User-agent: *
Disallow: /follow/
Disallow: /tell/
"""


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What the office does and does not do."""
    return render(request, "portal/limits.html", {"title": _("What we do and do not do")})


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answers may be found by everybody; letterboxes need no visit."""
    return HttpResponse(ROBOTS, content_type="text/plain")
