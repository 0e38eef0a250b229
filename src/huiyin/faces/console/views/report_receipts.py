"""The page of a signed link: no sign-in, what is needed and no more, one button, once."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.apps.org.queries import zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.report_up import links
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import show
from huiyin.rules.refusals import Refusal


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm that a report has arrived."""
    now, error = desk_now(), ""
    try:
        if request.method == "POST":
            text = _("Received (confirmed by link)")
            links.use_link(token, who=request.POST.get("who", ""), text=text, now=now)
        found = links.shown(token, now)
    except StepRefused as refused:
        if refused.code is Refusal.LINK_WRONG:
            return _nothing(request, refused.code)
        found, error = links.shown(token, now), refusal_text(refused.code)
    with timezone.override(zone_of(found.leg.chain.office)):
        values = {
            "title": _("Confirm receipt"),
            "leg": found.leg,
            "refused": found.refused,
            "why": refusal_text(found.refused) if found.refused else "",
            "error": "" if found.refused else error,
            "hotline": found.leg.chain.office.contact.get("hotline", ""),
        }
        answer = show(request, "console/receipt.html", values, status=422 if error else 200)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _nothing(request: HttpRequest, code: Refusal) -> HttpResponse:
    values = {"title": _("Confirm receipt"), "why": refusal_text(code)}
    return show(request, "console/receipt.html", values, status=404)
