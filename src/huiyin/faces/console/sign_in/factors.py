"""Second factors: an authenticator app or passkeys, and the recovery codes that stand in for them.

Their secrets lie in the database under a key made from the desk's own, so a dump of the database
alone makes no code. A passkey belongs to the host of the console's address and needs TLS (or this
machine); where it cannot work it is not offered.
"""

from hashlib import blake2b
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nacl.encoding import URLSafeBase64Encoder
from nacl.secret import SecretBox

from huiyin.apps.org.models import Person
from huiyin.faces.console.names import named

APP: Final = Authenticator.Type.TOTP
PASSKEY: Final = Authenticator.Type.WEBAUTHN
CODES: Final = Authenticator.Type.RECOVERY_CODES


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """The desk's names, words and seal for second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That was not right. Try again."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up a second factor first."),
    }

    def get_totp_label(self, user: Person) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return _("Huiyin")

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode(), encoder=URLSafeBase64Encoder).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode(), encoder=URLSafeBase64Encoder).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey {number}").format(number=count + 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.CONSOLE_URL).hostname or "", "name": _("Huiyin")}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        told: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**told, "name": user.username, "display_name": named(user)}


def has_second_factor(person: Person) -> bool:
    """Whether something besides the password is set up; recovery codes alone do not count."""
    rows = Authenticator.objects.filter(user_id=person.pk, type__in=(APP, PASSKEY))
    return bool(rows.exists())


def with_second_factor(office_id: int) -> frozenset[int]:
    """People of an office who have one."""
    rows = Authenticator.objects.filter(user__office_id=office_id, type__in=(APP, PASSKEY))
    return frozenset(rows.values_list("user_id", flat=True))


def signs_on(person: Person) -> bool:
    """Whether single sign-on knows this person."""
    return bool(SocialAccount.objects.filter(user_id=person.pk).exists())


def passkey_options(person: Person) -> dict[str, Any] | None:
    """A challenge for the person's passkeys; None where there are none."""
    if not Authenticator.objects.filter(user_id=person.pk, type=PASSKEY).exists():
        return None
    from allauth.mfa.webauthn.internal.auth import begin_authentication

    return {"request_options": begin_authentication(person)}


def passkeys_possible() -> bool:
    """Whether browsers will offer passkeys at the console's address."""
    parts = urlsplit(settings.CONSOLE_URL)
    host = parts.hostname or ""
    by_name = not host.replace(".", "").isdecimal() and ":" not in host
    return host == "localhost" or (parts.scheme == "https" and by_name)


def _box() -> SecretBox:
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second-factors").digest()
    return SecretBox(key)
