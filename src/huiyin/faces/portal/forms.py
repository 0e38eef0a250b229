"""The questions of "tell us", one form a page, and the two of "follow"."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.apps.intake.submissions import KINDS
from huiyin.faces.portal.words import KIND_NAMES

LONGEST_TEXT = 20_000
LONGEST_MESSAGE = 5_000
TITLE_FROM_TEXT = 40


class PlainText(forms.CharField):
    """Text with line ends as one character, so that its length is what the browser counts."""

    def to_python(self, value: Any) -> str:
        plain = value.replace("\r\n", "\n") if isinstance(value, str) else value
        return super().to_python(plain) or ""


class KindForm(forms.Form):
    """What is it about?"""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(kind, KIND_NAMES[kind]) for kind in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )


class StoryForm(forms.Form):
    """What happened?"""

    text = PlainText(
        label=_("What happened?"),
        help_text=_("Your own words are enough: what, where, since when, who is in danger."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Tell us what happened: one sentence is enough.")},
    )
    place = PlainText(
        label=_("Where? (optional)"),
        help_text=_("Address, name of the company, or a landmark"),
        max_length=200,
        required=False,
    )
    title = PlainText(
        label=_("A short title (optional)"),
        help_text=_("Left empty, the beginning of your text is used."),
        max_length=200,
        required=False,
    )
    danger = forms.BooleanField(label=_("Lives are in danger now"), required=False)


class ContactForm(forms.Form):
    """How may we reach you? Everything may stay empty."""

    name = PlainText(label=_("Your name (optional)"), max_length=80, required=False)
    phone = PlainText(
        label=_("Telephone (optional)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    other = PlainText(
        label=_("Mail or another way (optional)"),
        max_length=200,
        required=False,
    )


class MessageForm(forms.Form):
    """A further message of the reporter."""

    text = PlainText(
        label=_("Write to us"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("The message is empty.")},
    )


def title_from(text: str) -> str:
    """The beginning of the first line with something in it."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= TITLE_FROM_TEXT else line[: TITLE_FROM_TEXT - 1] + "…"
