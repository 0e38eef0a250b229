"""A stored copy of a page, as a download: what the desk saw, byte for byte."""

import zlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from huiyin.apps.intake.models import Copy
from huiyin.faces.console.answers import person_of


@require_GET
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy as it came; it is never shown as a page of the desk."""
    found = get_object_or_404(Copy, pk=pk, item__office=person_of(request).office)
    content = zlib.decompress(bytes(found.packed)) if found.packed else b""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="copy-{found.pk}.bin"'
    return answer
