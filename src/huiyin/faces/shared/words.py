"""Names of levels, kinds and page states, as both faces write them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

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


LANE_STATES = {
    "sealed": gettext_lazy("Sealed, waits"),
    "taken_over": gettext_lazy("Taken over"),
    "accepted": gettext_lazy("Accepted"),
    "closed": gettext_lazy("Closed, result to be told"),
    "told": gettext_lazy("Result told"),
    "passed_up": gettext_lazy("Passed to the superior office"),
    "handed_back": gettext_lazy("Handed back to the desk"),
}
LANE_GROUNDS = {
    "chosen": gettext_lazy("Its reporter chose so"),
    "abuse": gettext_lazy("It names an abuse of office"),
    "gain": gettext_lazy("It tells of gain and of an official in one sentence"),
    "named": gettext_lazy("It tells of gain or abuse and names somebody of the office"),
    "passed": gettext_lazy("Somebody at the desk sealed and passed it"),
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
            _("Your role does not include this page. If your work needs it, ask your office."),
        ),
    }[kind]


def script_phrases() -> dict[str, str]:
    """What the scripts say, by name; `{places}` are filled there. The first group repeats the
    words of `wording.duration` and of the clock's states."""
    return {
        "moment": _("under a minute"),
        "minutes": _("%(minutes)s min") % {"minutes": "{n}"},
        "hours": _("%(hours)s h") % {"hours": "{n}"},
        "days": _("%(days)s d") % {"days": "{n}"},
        "joined": _("%(first)s %(second)s") % {"first": "{first}", "second": "{second}"},
        "left": _("%(span)s left") % {"span": "{span}"},
        "overdue_by": _("overdue by %(span)s") % {"span": "{span}"},
        "state_calm": _("Running"),
        "state_soon": _("Due soon"),
        "state_due": _("Due now"),
        "state_overdue": _("Overdue"),
        "close": pgettext("window", "Close"),
        "key_move": _("down and up the list"),
        "key_open": _("open"),
        "key_search": _("search"),
        "key_help": _("these keys"),
        "refused": _("That was not done (%(status)s). Nothing was changed.")
        % {"status": "{status}"},
        "unreachable": _("The desk cannot be reached. Your work on this page is still here."),
    }
