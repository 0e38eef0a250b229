"""To the organisation's own sign-in and back; what is loaded for it is loaded when it is used."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

VIEWS = "allauth.socialaccount.providers.openid_connect.views"


@login_not_required
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead the browser there."""
    return _through(request, provider_id, "login")


@login_not_required
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the browser brings back."""
    return _through(request, provider_id, "callback")


def _through(request: HttpRequest, provider_id: str, view: str) -> HttpResponse:
    """A provider that is away, or says less than it must, is a refusal and no fault of the desk."""
    from huiyin.faces.console.sign_in.sign_on import refused

    try:
        answer: HttpResponse = import_string(f"{VIEWS}.{view}")(request, provider_id=provider_id)
    except (OSError, KeyError) as error:  # of the network; of an answer
        return refused(request, "failed", f"{type(error).__name__}: {error}")
    return answer
