"""Error pages in the desk's own words."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    values = {
        "title": _("There is no such page"),
        "kind": "error",
        "text": _("The address may be wrong, or what stood here belongs to another office."),
    }
    return render(request, "console/trouble.html", values, status=404)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    values = {"title": _("This is not yours to open"), "kind": "forbidden", "text": ""}
    return render(request, "console/trouble.html", values, status=403)


@login_not_required
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token does not fit, most often after signing out in another window."""
    values = {
        "title": _("This form has expired"),
        "kind": "error",
        "text": _("Nothing was changed. Go back, load the page again and send the form once more."),
    }
    return render(request, "console/trouble.html", values, status=403)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """500: without the frame, which may be what failed."""
    return render(request, "console/failed.html", {}, status=500)
