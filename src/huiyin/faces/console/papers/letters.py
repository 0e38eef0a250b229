"""Letters of a case: the one that goes with a matter to another body, and the one that tells a
reporter why a matter is not taken on and where to go. Whom the latter is for, nobody here knows.
"""

from django.utils.translation import gettext as _

from huiyin.apps.audit.models import Event
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.queries import zone_of
from huiyin.faces.console.names import named
from huiyin.faces.console.papers.paper import Paper, day_text, document_number

LETTERS = {"case.transferred": "transfer", "case.refused": "refusal"}


def letter_of(case: CaseFile) -> str:
    """Which letter this case has: transfer, refusal, or "" for none."""
    return {"transferred": "transfer", "refused": "refusal"}.get(case.state, "")


def letter_paper(case: CaseFile) -> Paper | None:
    """The letter as it was decided; None where the case was neither sent on nor refused."""
    events = Event.objects.filter(case_id=case.pk, kind__in=LETTERS).order_by("-seq")
    event = events.first()
    if event is None or letter_of(case) != LETTERS[event.kind]:
        return None
    return _transfer(case, event) if event.kind == "case.transferred" else _refusal(case, event)


def _transfer(case: CaseFile, event: Event) -> Paper:
    told = {"title": case.title, "number": case.number}
    body = (
        _("We pass to you the matter “%(title)s” (our number %(number)s), which is yours to "
          "handle.") % told,
        event.reason,
        str(event.body.get("letter", "")),
        _("Please handle it within your time limits and tell us the result, naming our number."),
    )  # fmt: skip
    return _letter(
        case, event, series=_("Transfer"), body=body,
        title=_("Letter of transfer: %(title)s") % told,
        addressee=_("%(to)s:") % {"to": event.body.get("destination", "")},
    )  # fmt: skip


def _refusal(case: CaseFile, event: Event) -> Paper:
    told = {"title": case.title, "number": case.number}
    body = (
        _("We received what you told us about “%(title)s” (number %(number)s) and examined it. It "
          "cannot be taken on here, for this reason:") % told,
        event.reason,
        _("Please turn to: %(to)s") % {"to": event.body.get("destination", "")},
        _("The code of your receipt still opens your mailbox; you can write to us there."),
    )  # fmt: skip
    return _letter(
        case, event, series=_("Refusal"), body=body, addressee=_("To whom it concerns:"),
        title=_("Notice of non-acceptance"),
    )  # fmt: skip


def _letter(
    case: CaseFile, event: Event, *, series: str, title: str, addressee: str, body: tuple[str, ...]
) -> Paper:
    day = day_text(event.at, zone_of(case.office))
    return Paper(
        issuer=named(case.office),
        number=document_number(series, case.number),
        title=title,
        file_name=f"{case.number}-{letter_of(case)}",
        addressee=addressee,
        body=tuple(said for said in body if said.strip()),
        signature=case.office.signature,
        dated=day,
        printed=_("Issued by %(office)s, %(day)s") % {"office": named(case.office), "day": day},
    )
