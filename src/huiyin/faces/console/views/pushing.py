"""The one address of the console that is not for people: other systems push to it.

No session, no form token: what counts is the proof that the sender knows the source's secret. It
answers in codes, says the same to an unknown address and to a wrong proof, and reads no more than a
megabyte. What it keeps is taken in by the worker a moment later.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiyin.apps.intake.pushes import LARGEST, Proof, Verdict, keep_push
from huiyin.engine.clock import real_now

STATUS = {
    Verdict.KEPT: 202,
    Verdict.KNOWN: 200,
    Verdict.REFUSED: 403,
    Verdict.TOO_LARGE: 413,
    Verdict.BUSY: 503,
}


@csrf_exempt
@login_not_required
@require_POST
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Keep one push."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdigit() or int(announced) > LARGEST:
        return _answer(Verdict.TOO_LARGE)
    proof = Proof(
        timestamp=request.headers.get("X-Huiyin-Timestamp", "")[:20],
        signature=request.headers.get("X-Huiyin-Signature", "")[:100],
        bearer=request.headers.get("Authorization", "")[:300].removeprefix("Bearer ").strip(),
    )
    kind = request.headers.get("Content-Type", "")
    return _answer(keep_push(key, request.body, kind, proof, real_now()))


def _answer(verdict: Verdict) -> HttpResponse:
    answer = JsonResponse({"result": verdict.value}, status=STATUS[verdict])
    if verdict is Verdict.BUSY:
        answer.headers["Retry-After"] = "30"
    return answer
