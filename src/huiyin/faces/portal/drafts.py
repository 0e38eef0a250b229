"""What somebody has written so far, carried in the form itself: the portal has no sessions.

The draft travels as one signed hidden field. It holds the form's key (from which the receipt
follows), so a key that we did not sign is not used; the answers are asked again of the forms
before anything is kept, so they survive even when the signature does not.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing

from huiyin.apps.intake.submissions import Contact, Letter, new_key
from huiyin.faces.portal.forms import title_from

SALT = "huiyin.portal.draft"
TEXTS = ("kind", "text", "place", "title", "name", "phone", "other")
LONGEST = 400_000  # octets of a whole draft; the forms allow far less


@dataclass(frozen=True, slots=True)
class Draft:
    """The form's key and the answers as typed."""

    key: bytes = field(default_factory=new_key)
    answers: Mapping[str, str | bool] = field(default_factory=dict)

    def with_answers(self, typed: Mapping[str, Any]) -> "Draft":
        """The draft with these answers put in place of earlier ones."""
        texts = {name: str(typed[name]) for name in TEXTS if typed.get(name) is not None}
        danger = {"danger": bool(typed["danger"])} if "danger" in typed else {}
        return replace(self, answers={**self.answers, **texts, **danger})

    def text(self, name: str) -> str:
        return str(self.answers.get(name, ""))

    def signed(self) -> str:
        """The value of the hidden field."""
        return signing.dumps({"key": self.key.hex(), **self.answers}, salt=SALT)

    def letter(self, language: str) -> Letter:
        return Letter(
            kind=self.text("kind"),
            title=self.text("title") or title_from(self.text("text")),
            text=self.text("text"),
            place=self.text("place"),
            danger=bool(self.answers.get("danger")),
            language=language,
        )

    def contact(self) -> Contact:
        return Contact(self.text("name"), self.text("phone"), self.text("other"))


def read_draft(written: str) -> Draft:
    """The draft of a hidden field; with a new key if the signature is not ours."""
    try:
        values = signing.loads(written, salt=SALT)
        return Draft(bytes.fromhex(values["key"])).with_answers(values)
    except signing.BadSignature:
        return Draft().with_answers(_unsigned(written))


def _unsigned(written: str) -> dict[str, Any]:
    """The answers of a draft whose signature is gone (the desk's key was changed)."""
    payload = written.split(":", 1)[0]
    if len(payload) > LONGEST:
        return {}
    try:
        values = json.loads(signing.b64_decode(payload.encode()))
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
