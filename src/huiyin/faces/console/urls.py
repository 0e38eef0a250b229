"""Addresses of the console. Everything but signing in needs a person."""

from django.conf import settings
from django.urls import URLPattern, path

from huiyin.faces.console import (
    urls_desk,
    urls_matters,
    urls_people,
    urls_reports,
    urls_sign_in,
)
from huiyin.faces.console.views import demo, signing_in


def routes(*, demo_mode: bool) -> list[URLPattern]:
    """All addresses; the demonstration's role bar only where this is one."""
    return [
        path("healthz", signing_in.healthz, name="healthz"),
        path("language", signing_in.set_language, name="set_language"),
        *urls_sign_in.urlpatterns,
        *urls_desk.urlpatterns,
        *urls_matters.urlpatterns,
        *urls_people.urlpatterns,
        *urls_reports.urlpatterns,
        *(demo.urlpatterns if demo_mode else []),
    ]


urlpatterns = routes(demo_mode=settings.DEMO)
handler403 = "huiyin.faces.console.views.trouble.forbidden"
handler404 = "huiyin.faces.console.views.trouble.not_found"
handler500 = "huiyin.faces.console.views.trouble.failed"
