"""What a report says (Decree 493, article 12), as fields of a form and as a text to read out.

The unit, time and place, course, casualties with those missing and the loss, measures, anything
else. Figures that are not known yet stay empty and are said to be unknown, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.rules.report_up import Grade, grade_of


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the report; `kind` is line, area or number."""

    name: str
    label: object
    kind: str = "line"
    needed: bool = False


QUESTIONS = (
    Question("unit", gettext_lazy("Unit where it happened, and what it does"), needed=True),
    Question("when", gettext_lazy("Time"), needed=True),
    Question("where", gettext_lazy("Place, and how it looks there"), needed=True),
    Question("course", gettext_lazy("Course of events, in short"), "area", needed=True),
    Question("dead", gettext_lazy("Dead"), "number"),
    Question("missing", gettext_lazy("Missing"), "number"),
    Question("hurt", gettext_lazy("Seriously hurt"), "number"),
    Question("lightly", gettext_lazy("Slightly hurt"), "number"),
    Question("in_danger", gettext_lazy("In danger"), "number"),
    Question("loss", gettext_lazy("Direct loss, first estimate (10,000 yuan)"), "number"),
    Question("measures", gettext_lazy("Measures taken"), "area"),
    Question("other", gettext_lazy("Anything else"), "area"),
)
NUMBERS = tuple(question.name for question in QUESTIONS if question.kind == "number")
LONGEST, MOST = 4000, 9_999_999


def cleaned(typed: Mapping[str, str]) -> dict[str, str]:
    """Known fields only, without blanks at the ends; a figure that is none is left empty."""
    found = {q.name: str(typed.get(q.name, "")).strip()[:LONGEST] for q in QUESTIONS}
    return {name: text for name, text in found.items() if text and _fits(name, text)}


def missing_fields(contents: Mapping[str, str]) -> list[str]:
    """Names of the fields that must be filled before the report is written."""
    return [q.name for q in QUESTIONS if q.needed and not contents.get(q.name)]


def grade_said(contents: Mapping[str, str]) -> Grade:
    """The grade that the report's own figures speak for."""
    return grade_of(
        int(contents.get("dead", 0)), int(contents.get("hurt", 0)),
        int(contents.get("loss", 0)) * 10_000,
    )  # fmt: skip


def lines_of(contents: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and text of every field, those not known said to be so."""
    unknown = _("not known yet")
    return [(str(q.label), contents.get(q.name) or unknown) for q in QUESTIONS]


def as_text(contents: Mapping[str, str]) -> str:
    """The report as it is read out on the telephone; "" while nothing is written."""
    if not contents:
        return ""
    return "\n".join(f"{label}: {text}" for label, text in lines_of(contents))


def _fits(name: str, text: str) -> bool:
    return name not in NUMBERS or (text.isascii() and text.isdigit() and int(text) <= MOST)
