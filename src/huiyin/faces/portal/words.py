"""What the portal calls things: the kinds, the steps of a matter, the time limits, notices."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huiyin.apps.intake.submissions import CodeTrouble
from huiyin.rules.durations import Kind, RuleError, read_rule

Words = str | Promise


KIND_NAMES: dict[str, Words] = {
    "hazard": gettext_lazy("Hazard"),
    "complaint": gettext_lazy("Complaint"),
    "suggestion": gettext_lazy("Suggestion"),
    "question": gettext_lazy("Question"),
    "report": gettext_lazy("Report of misconduct"),
}
KIND_HINTS: dict[str, Words] = {
    "hazard": gettext_lazy("Something dangerous: at a plant, a site, a road, a school"),
    "complaint": gettext_lazy("A service, a decision or a person did you wrong"),
    "suggestion": gettext_lazy("You know how something could be done better"),
    "question": gettext_lazy("You want to know a rule, a procedure or a fact"),
    "report": gettext_lazy("Somebody in office broke the law or the discipline"),
}

# status of the mailbox → (name, what it means for the reader)
STATUSES: dict[str, tuple[Words, Words]] = {
    "received": (pgettext_lazy("matter", "Received"),
                 gettext_lazy("It is with us. Somebody will read it and decide who handles it.")),
    "accepted": (pgettext_lazy("matter", "Accepted"),
                 gettext_lazy("It has a case file. The unit in charge is being named.")),
    "handling": (pgettext_lazy("matter", "Being handled"),
                 gettext_lazy("A unit has the order to find out and to act.")),
    "answered": (pgettext_lazy("matter", "Answered"),
                 gettext_lazy("The answer is below. Write to us if it settles nothing.")),
    "closed": (pgettext_lazy("matter", "Closed"),
               gettext_lazy("The matter is closed. You can still write to us below.")),
    "refused": (pgettext_lazy("matter", "Not taken up"),
                gettext_lazy("We could not take it up. The reason, and where to go, is below.")),
    "reopened": (pgettext_lazy("matter", "Opened again"),
                 gettext_lazy("The matter was taken up once more.")),
}  # fmt: skip
WAY = ("received", "accepted", "handling", "answered", "closed")
WAY_NOT_TAKEN = ("received", "refused")
WAY_AGAIN = ("received", "accepted", "reopened", "answered", "closed")


def way_of(status: str) -> tuple[str, ...]:
    """The stations of a matter that stands at `status`."""
    return {"refused": WAY_NOT_TAKEN, "reopened": WAY_AGAIN}.get(status, WAY)


def limit_words(rule: str) -> str:
    """How long an answer may take, e.g. "within 36 hours, nights and holidays included"."""
    try:
        read = read_rule(rule)
    except RuleError:
        return ""
    timed = read.kind in (Kind.HOURS, Kind.WORKING_HOURS)
    number = -(-read.amount // 60) if timed else read.amount
    texts = {
        Kind.HOURS: ngettext(
            "within {number} hour, nights and holidays included",
            "within {number} hours, nights and holidays included", number),
        Kind.WORKING_HOURS: ngettext(
            "within {number} working hour", "within {number} working hours", number),
        Kind.WORKING_DAYS: ngettext(
            "within {number} working day, the day of the order not counted",
            "within {number} working days, the day of the order not counted", number),
        Kind.CALENDAR_DAYS: ngettext("within {number} day", "within {number} days", number),
        Kind.MONTHS: ngettext("within {number} month", "within {number} months", number),
    }  # fmt: skip
    return texts.get(read.kind, "").format(number=number)


def code_trouble_words(trouble: CodeTrouble) -> str:
    """Why a typed code cannot be one, and how to mend it."""
    return {
        CodeTrouble.EMPTY: _("Enter the code of your receipt."),
        CodeTrouble.LENGTH: _("A code has 28 letters and digits, seven groups of four. "
                              "Some are missing, or there are too many."),
        CodeTrouble.LETTER: _("A code has only digits and the letters A to Z without U. "
                              "Look for a sign that does not belong."),
        CodeTrouble.CHECK: _("There is a slip in this code: one letter or digit is wrong. "
                             "Compare it with your receipt group by group."),
    }[trouble]  # fmt: skip


def notice_words(code: str, params: dict[str, str]) -> str:
    """A notice of the desk in a sentence."""
    if code == "received":
        return _("Your submission reached us.")
    if code == "contact_opened":
        return _("{by}, contact officer, opened your contact data. Reason given: {reason}").format(
            by=params.get("by", ""), reason=params.get("reason", "")
        )
    if code == "file_not_taken":
        return _(
            "We could not take the file “{name}”: our check for harmful software objected. "
            "Everything else of your report is with us. If you can, send it once more from "
            "another device."
        ).format(name=params.get("name", ""))
    if code == "answer_published":
        return _("The answer to your matter is published: {title}").format(
            title=params.get("title", "")
        )
    if code == "feedback_given":
        return _("The result was told. You may rate it below.")
    if code == "matter_closed":
        return _("The matter was closed. You may ask for a review below.")
    if code == "review_assigned":
        return _("Another officer looks at the matter anew.")
    return _("The office noted a step in your matter.")


def rating_questions() -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """The three questions of a rating: field, question, answers."""
    yes, partly, no = _("Yes"), _("In part"), _("No")
    return (
        ("answered", _("Did we answer you?"), (("yes", yes), ("no", no))),
        ("solved", _("Was it solved?"), (("yes", yes), ("partly", partly), ("no", no))),
        ("satisfied", _("Are you satisfied?"),
         (("yes", _("Satisfied")), ("fairly", _("Fairly satisfied")),
          ("no", _("Not satisfied")))),
    )  # fmt: skip


def fate_words(adoption: str) -> str:
    """What became of a suggestion, in a word or two."""
    return {
        "adopted": _("Adopted"), "partly": _("Partly adopted"), "not": _("Not adopted"),
    }.get(adoption, adoption)  # fmt: skip
