"""What the desk says about reporting up: refusals and events, see `words`."""

from django.utils.translation import gettext_lazy as _

from huiyin.rules.refusals import Refusal

REFUSALS = {
    Refusal.SUPERIOR_MISSING: _(
        "The tree of offices names nobody to report to here. Enter the superior first."
    ),
    Refusal.TREE_CIRCLE: _("A body cannot stand above itself; choose another superior."),
    Refusal.BODY_MISSING: _(
        "Please give a name that is not in the tree yet and its tier, or choose a body of the tree."
    ),
    Refusal.GRADE_MISSING: _("Please choose the grade of the accident."),
    Refusal.GRADE_NOT_HIGHER: _(
        "The grade is not higher than the one reported. Report a lower one by a supplement; what "
        "is under way stays."
    ),
    Refusal.CHANNEL_MISSING: _("Please say by which way it went."),
    Refusal.PHONE_FIRST: _("This is an emergency: telephone first and write down whom you called."),
    Refusal.WHO_MISSING: _("Please write who it was: name and post."),
    Refusal.MOMENT_WRONG: _("This moment cannot be: it lies ahead, or before what led to it."),
    Refusal.CONTENTS_MISSING: _("Please give at least the unit, time, place and course of it."),
    Refusal.REPORT_FIXED: _("This report was sent and stays as it is; write a supplement."),
    Refusal.CHAIN_OPEN_ALREADY: _("This matter is being reported up on these terms already."),
    Refusal.LINK_WRONG: _("This link is not one of this desk, or a part of it got lost."),
    Refusal.LINK_EXPIRED: _("This link has ended. Ask the office that sent it for a new one."),
    Refusal.LINK_USED: _("The receipt was confirmed already; nothing more is needed."),
}

EVENTS = {
    "report_up.opened": _("Reporting up begun"),
    "report_up.hop_opened": _("To be reported: %(from)s to %(to)s"),
    "report_up.written": _("Report no. %(report)s written"),
    "report_up.called": _("%(from)s telephoned %(to)s: %(who)s"),
    "report_up.sent": _("%(from)s reported to %(to)s"),
    "report_up.acknowledged": _("%(to)s has the report no. %(report)s: %(who)s"),
    "report_up.passed_over": _("%(to)s passed over; its superior is told directly"),
    "report_up.link_made": _("Link for the acknowledgement of %(to)s made"),
    "report_up.late": _("Report late: %(from)s to %(to)s"),
    "report_up.dragging": _("%(from)s holds the report longer than its share of the limit"),
    "report_up.unanswered": _("No acknowledgement from %(to)s"),
    "report_up.unreached": _("Emergency: %(to)s not told yet"),
    "report_up.completed": _("Reported up to the top, %(minutes)s minutes after it was known"),
    "report_up.grade_raised": _("Grade raised; report no. %(report)s climbs further"),
    "report_up.supplemented": _("Supplementary report no. %(report)s opened"),
    "report_up.followed_up": _("Follow-up report no. %(report)s opened"),
    "report_up.follow_up_due": _("Follow-up report due: %(title)s"),
    "report_up.finishing": _("Final report no. %(report)s opened"),
    "report_up.ended": _("Reporting up ended"),
    "body.added": _("Body of the tree of offices added: %(name)s"),
    "body.changed": _("Body of the tree of offices changed: %(name)s"),
}
