"""Second factors as they are given: wrong ones are counted for every process of the desk, apart
from wrong passwords, and a code of the app is taken once (RFC 6238, 5.2)."""

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.apps.org.models import Person
from huiyin.apps.org.signing import forget_wrong_tries, is_locked, note_wrong_try
from huiyin.engine.clock import real_now


class Counted:
    """What every form here does around its own check."""

    user: Person

    def counted(self, check: Any) -> Any:
        """The result of `check`; a failure counts, and after several nothing is looked at."""
        name = f"{self.user.username}\0second factor"
        if is_locked(name, real_now()):
            raise ValidationError(_("Too many wrong tries. Wait five minutes."), code="locked")
        try:
            found = check()
        except ValidationError:
            note_wrong_try(name, real_now())
            raise
        forget_wrong_tries(name)
        return found


class Code(Counted, AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """A code of the authenticator app, or a recovery code."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        return str(self.counted(self._taken_once))

    def _taken_once(self) -> str:
        code = str(super().clean_code())
        if self.authenticator.type == Authenticator.Type.TOTP:
            self.authenticator = _used(self.authenticator.pk, code)
        return code


class FirstCode(Counted, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    def clean_code(self) -> str:
        return str(self.counted(super().clean_code))


class Passkey(Counted, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The answer of a passkey to a challenge of ours."""

    def clean_credential(self) -> Authenticator:
        return self.counted(super().clean_credential)


@transaction.atomic
def _used(authenticator_id: int, code: str) -> Authenticator:
    """Note the time step of a right code; raises ValidationError for one that was taken before."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator_id)
    step = _step(decrypt(row.data["secret"]), code)
    if step <= row.data.get("step", 0):
        raise ValidationError(_("This code was used before. Wait for the next one."), code="used")
    row.data["step"] = step
    row.save(update_fields=["data"])
    return row


def _step(secret: str, code: str) -> int:
    """The earliest time step whose code this is; 0 where the clock moved on meanwhile."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    reach = app_settings.TOTP_TOLERANCE + 1
    digits = "".join(code.split())
    for step in range(now - reach, now + reach + 1):
        if format_hotp_value(hotp_value(secret, step)) == digits:
            return step
    return 0
