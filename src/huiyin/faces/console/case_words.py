"""Names of the states of a case, as lists and pages write them."""

from django.utils.translation import gettext as _

STATES = (
    "open", "registered", "assessing", "accepted", "refused", "transferred", "ordered",
    "verifying", "decided", "responding", "responded", "fed_back", "closed", "reopened",
    "assessed", "archived",
)  # fmt: skip


def state_label(state: str) -> str:
    """The name of a state; "open" stands for all that run; an unknown one as it is."""
    labels = {
        "open": _("Running"), "registered": _("Registered"), "accepted": _("Accepted"),
        "refused": _("Not accepted"), "transferred": _("Transferred"), "merged": _("Merged"),
        "ordered": _("Ordered"), "verifying": _("Being verified"), "responded": _("Answered"),
        "assessing": _("Being assessed"), "decided": _("Decided"),
        "responding": _("Answer in preparation"), "assessed": _("Appraised"),
        "archived": _("Archived"),
        "fed_back": _("Result told"), "closed": _("Closed"), "reopened": _("Reopened"),
    }  # fmt: skip
    return labels.get(state, state)
