"""The names the base pages link to, so that every link of the frame is drawn."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, **_parts: str) -> HttpResponse:
    return HttpResponse(request.path)


CONSOLE = "inbox stories cases statements sources audit search notices settings sign_out"
PORTAL = "home tell follow answers limits feed"

urlpatterns = [
    path("", page, name="board"),
    *(path(f"{name}/", page, name=name) for name in f"{CONSOLE} {PORTAL}".split()),
    path("language/", page, name="set_language"),
]
