"""The questions of "tell us", one form a page, and the two of "follow"."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.apps.intake.submissions import KINDS
from huiyin.faces.portal.words import KIND_HINTS, KIND_NAMES

LONGEST_TEXT = 20_000
LONGEST_MESSAGE = 5_000
TITLE_FROM_TEXT = 40


class PlainText(forms.CharField):
    """Text with line ends as one character, so that its length is what the browser counts."""

    def to_python(self, value: Any) -> str:
        plain = value.replace("\r\n", "\n") if isinstance(value, str) else value
        return super().to_python(plain) or ""


class KindChoice(forms.RadioSelect):
    """Each kind with a line that says what belongs there."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": KIND_HINTS[str(value)]}


class Question(forms.Form):
    """A form drawn with the desk's own classes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.widget.attrs.setdefault("class", "form-control")

    def point_at_first_error(self) -> None:
        """Have the browser put the cursor where something is wrong."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                return


class KindForm(Question):
    """What is it about?"""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(kind, KIND_NAMES[kind]) for kind in KINDS],
        widget=KindChoice,
        error_messages={"required": _("Choose what it is about.")},
    )


class StoryForm(Question):
    """What happened?"""

    text = PlainText(
        label=_("In your own words"),
        help_text=_("What, where, since when, who is in danger? You need no official style."),
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


class ContactForm(Question):
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


class MessageForm(Question):
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
