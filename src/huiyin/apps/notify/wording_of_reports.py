"""The words of notices about reporting up, see `wording`."""

from django.utils.translation import gettext_lazy

TEXTS = {
    "report_up.opened": gettext_lazy("Reporting up has begun: {title}"),
    "report_up.hop_opened": gettext_lazy("To be reported by {due}: {from} to {to}, {title}"),
    "report_up.sent": gettext_lazy("{from} reports to you, please acknowledge: {title}"),
    "report_up.acknowledged": gettext_lazy("{to} has the report ({who}): {title}"),
    "report_up.late": gettext_lazy("Report late since {due}: {from} to {to}, {title}"),
    "report_up.dragging": gettext_lazy(
        "{from} holds the report longer than its share of the limit: {title}"
    ),
    "report_up.unanswered": gettext_lazy("No acknowledgement from {to} yet: {title}"),
    "report_up.unreached": gettext_lazy("Emergency, {to} is not told yet: {title}"),
    "report_up.completed": gettext_lazy("Reported up to the top: {title}"),
    "report_up.grade_raised": gettext_lazy("Grade raised, to be reported further up: {title}"),
    "report_up.follow_up_due": gettext_lazy("Follow-up report due: {title}"),
}
