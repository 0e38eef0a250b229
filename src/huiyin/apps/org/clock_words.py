"""What a clock promises, in words; one place for pages, notices and letters."""

from django.utils.translation import gettext_lazy as _

PURPOSES = {
    "order": _("Work off order %(order)s"),
    "sign": _("Sign for order %(order)s"),
    "opinion": _("Opinion of a co-handler on order %(order)s"),
    "handling": _("Handle the matter"),
    "merged": _("Answer the matter that was merged in"),
    "first_information": _("First information to the public"),
    "press_conference": _("Press conference"),
    "response": _("Answer to the public"),
    "report": _("Report to the superior office"),
    "report_up": _("Report up to the top"),
    "first_hand": _("First-hand report"),
    "next_update": _("Next promised update"),
    "acceptance": _("Tell whether the matter is accepted"),
    "result": _("Tell the result"),
    "follow_up_report": _("Follow-up report"),
    "supplement": _("Supplement the toll"),
    "inquiry": _("Report of the inquiry"),
    "inquiry_reply": _("Reply to the inquiry's report"),
    "pass_on": _("Pass on to the superior body"),
    "review_answer": _("Answer the review"),
    "verify_again": _("Look again at what could not be verified"),
    "measure": _("Carry out a measure"),
    "follow_up": _("Keep a promise of the answer"),
    "lane_acceptance": _("Tell whether it is accepted"),
    "lane_pass_up": _("Pass it to the superior office"),
    "lane_result": _("Tell the result"),
}


def purpose_text(purpose: str, order: str = "") -> str:
    """One phrase, e.g. "Sign for order D2026-0003"; an unknown purpose is shown as recorded."""
    wording = PURPOSES.get(purpose)
    return str(wording) % {"order": order} if wording else purpose
