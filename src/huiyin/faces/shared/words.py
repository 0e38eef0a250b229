"""Names of levels, kinds and page states, as both faces write them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEVELS = {
    "general": gettext_lazy("General"),
    "larger": gettext_lazy("Considerable"),
    "major": gettext_lazy("Major"),
    "severe": gettext_lazy("Especially major"),
}
KINDS = {
    "concern": gettext_lazy("Public concern"),
    "hazard": gettext_lazy("Hazard"),
    "complaint": gettext_lazy("Complaint"),
    "suggestion": gettext_lazy("Suggestion"),
    "question": gettext_lazy("Question"),
    "report": gettext_lazy("Accusation report"),
    "request": gettext_lazy("Request"),
    "news": gettext_lazy("News"),
}


def page_state_words(kind: str) -> tuple[str, str]:
    """Default title and text of a page state."""
    return {
        "empty": (_("Nothing here"), _("New entries appear here by themselves.")),
        "loading": (_("Loading"), _("This takes a moment.")),
        "error": (
            _("This could not be shown"),
            _("Nothing was lost. Load the page again; if it stays, tell your administrator."),
        ),
        "forbidden": (
            _("This is not yours to open"),
            _(
                "Your role does not include this page. If you need it for your work, ask your office."
            ),
        ),
    }[kind]
