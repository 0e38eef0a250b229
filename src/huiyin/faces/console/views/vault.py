"""The contact officer's page: a passphrase to seal to, and opening one reporter's contact data.

What is opened is shown once on the answer to the request and stored nowhere; the reporter reads
who opened it and why.
"""

from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.intake import vault
from huiyin.apps.intake.models import Submission, SubmissionFile
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.proof import GRACE, is_proved, prove_address, proved_first
from huiyin.flows.scanning import scan_original
from huiyin.ports.scanning import Clean, Infected

SALT = "huiyin.console.originals"
TAKEN_SECONDS = 10 * 60
KEPT = "vault_reason"


@never_cache
@require_GET
def vault_page(request: HttpRequest) -> HttpResponse:
    """What is sealed to this contact officer; a reason typed before proof was asked for is kept."""
    person = _custodian(request)
    opened, reason = request.session.pop(KEPT, ("", ""))
    return _page(request, person, opened=UUID(opened) if opened else None, reason=reason)


@never_cache
@sensitive_post_parameters("passphrase", "again")
@require_POST
@proved_first
def set_key(request: HttpRequest) -> HttpResponse:
    """Choose the passphrase that reporters' contact data is sealed to from now on."""
    person = _custodian(request)
    passphrase = request.POST.get("passphrase", "")
    if passphrase != request.POST.get("again", ""):
        return _page(request, person, key_error=_("The two passphrases differ."))
    try:
        vault.set_custodian_key(person, passphrase, now())
    except vault.VaultRefused as refused:
        return _page(request, person, key_error=vault.words_of(refused.code))
    did(request, _("From now on contact data is sealed to this passphrase."))
    return redirect("vault")


@never_cache
@sensitive_post_parameters("passphrase")
@sensitive_variables("contact", "passphrase")
@require_POST
def open_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open one; shown on this answer only."""
    person = _custodian(request)
    reason = request.POST.get("reason", "")
    if not is_proved(request, GRACE):
        request.session[KEPT] = str(pk), reason[:300]
        return redirect(prove_address(f"{reverse('vault')}#contact-{pk}"))
    try:
        contact = vault.open_contact(
            pk, actor=person, passphrase=request.POST.get("passphrase", ""), reason=reason,
            now=now(),
        )  # fmt: skip
    except Submission.DoesNotExist as missing:
        raise Http404 from missing
    except vault.VaultRefused as refused:
        words = vault.words_of(refused.code)
        return _page(request, person, opened=pk, open_error=words, reason=reason)
    taken = _token(person, pk, contact.originals) if contact.originals else ""
    files = vault.originals(pk) if taken else []
    shown = {"contact": contact, "files": files, "token": taken}
    return _page(request, person, opened=pk, is_open=True, **shown)


@never_cache
@require_POST
def take_original(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An original file as a download, within minutes of the opening that its page came from."""
    person = _custodian(request)
    try:
        told = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=TAKEN_SECONDS)
        file = vault.take_original(pk, bytes.fromhex(told["key"]), actor=person, now=now())
    except (signing.BadSignature, vault.VaultRefused) as error:
        raise PermissionDenied from error
    except SubmissionFile.DoesNotExist as missing:
        raise Http404 from missing
    if told["person"] != person.pk or told["submission"] != str(file.submission_id):
        raise PermissionDenied
    verdict = scan_original(file, now())
    if not isinstance(verdict, Clean):
        return _kept_shut(request, found=isinstance(verdict, Infected))
    answer = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = "attachment"
    return answer


def _kept_shut(request: HttpRequest, *, found: bool) -> HttpResponse:
    """Why an original is not handed out now, or ever."""
    text = (
        _("The scanner found malware in this file. It stays shut; the reporter has been told.")
        if found
        else _("The malware scanner does not answer now. Try again in some minutes.")
    )
    values = {"title": _("This file stays shut"), "kind": "error", "text": text}
    return show(request, "console/trouble.html", values, status=403 if found else 503)


def _token(person: Person, submission_id: UUID, key: str) -> str:
    told = {"person": person.pk, "submission": str(submission_id), "key": key}
    return signing.dumps(told, salt=SALT)


def _custodian(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, Role.CUSTODIAN):
        raise PermissionDenied
    return person


def _page(request: HttpRequest, person: Person, **shown: Any) -> HttpResponse:
    failed = shown.get("key_error") or shown.get("open_error")
    values = {
        "title": _("Sealed contact data"),
        "rows": vault.sealed_submissions(person),
        "has_key": vault.has_key(person),
        "alone": vault.keepers(person.office_id) < 2,
        "proved": is_proved(request),
        "prove": prove_address(reverse("vault")),
        "least": vault.SHORTEST_PASSPHRASE,
        **shown,
    }
    return show(request, "console/vault.html", values, status=422 if failed else 200)
