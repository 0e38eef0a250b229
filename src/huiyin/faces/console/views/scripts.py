"""In which script a reader wants to see texts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from huiyin.faces.console.answers import go_back
from huiyin.faces.console.scripts import CONVERSIONS, COOKIE, KEPT_FOR


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the choice in this browser, for a year."""
    script = request.POST.get("script", "")
    if script and script not in CONVERSIONS:
        raise Http404
    answer = go_back(request, "board")
    if script:
        answer.set_cookie(
            COOKIE, script, max_age=KEPT_FOR, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
