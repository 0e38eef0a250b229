"""Pages for what went wrong: plain words, the way on, and never the reader's text lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.faces.portal.views.tell import ask_again


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: more than the page takes, or not a form of ours."""
    return _page(
        request, 400, _("This could not be read"),
        _("What was sent is larger than this page takes, or it was cut on the way. "
          "Use your browser's back button: what you wrote is still there."),
    )  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, _("This page cannot be opened"), _("There is nothing for you here."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(
        request, 404, _("There is no such page"),
        _("The address may be mistyped. Nothing we published was taken away: look for it "
          "among the answers."),
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the database, which may be what is broken."""
    return HttpResponse(loader.get_template("portal/500.html").render(), status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's cookie is missing: show the form again with everything written in it."""
    if request.path == reverse("tell") and request.method == "POST":
        return ask_again(request)
    return _page(
        request, 403, _("Please try once more"),
        _("The page was open for too long, or this browser refuses the form's cookie. "
          "Go back, load the page again and send it once more."),
    )  # fmt: skip


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    page = {"title": title, "text": text, "status": status}
    return render(request, "portal/error.html", page, status=status)
