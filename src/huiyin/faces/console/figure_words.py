"""The sorts of figures by name."""

from typing import Final

from django.utils.translation import gettext_lazy

LABELS: Final = {
    "dead": gettext_lazy("Dead"),
    "injured": gettext_lazy("Injured"),
    "casualties": gettext_lazy("Dead and injured"),
    "missing": gettext_lazy("Missing"),
    "trapped": gettext_lazy("Trapped"),
    "ill": gettext_lazy("Taken ill"),
    "rescued": gettext_lazy("Rescued"),
    "moved": gettext_lazy("Moved away"),
    "affected": gettext_lazy("Affected"),
    "leaked": gettext_lazy("Leaked"),
    "loss": gettext_lazy("Loss"),
    "money": gettext_lazy("Sums named"),
}
