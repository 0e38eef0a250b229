"""A supervision order (督办单) as a document, with every field the practice asks for.

Nothing that a reporter sent stands on it but what the office itself wrote: of items only those that
were published are linked. A co-handler's copy holds its own part and the shared summary.
"""

from collections.abc import Sequence
from datetime import tzinfo

from django.utils.translation import gettext as _

from huiyin.apps.audit.models import Event
from huiyin.apps.cases.joint import PartLine, part_lines, sees_whole
from huiyin.apps.cases.models import Clock, Decision, Extension, Order, Verification
from huiyin.apps.intake.models import Item
from huiyin.apps.org.limit_words import extension_text, rule_text
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import zone_of
from huiyin.apps.responses.queries import statements_of
from huiyin.faces.console.names import named
from huiyin.faces.console.papers.paper import Cell, Paper, day_text, document_number, moment_text

MOST_LINKS = 10
Row = tuple[Cell, ...]


def order_paper(order: Order, person: Person) -> Paper:
    """The order as this person may read it. At most twelve queries."""
    zone = zone_of(order.office)
    whole = sees_whole(order, person)
    lines = part_lines(order, person)
    rows = [*_address(order, lines, zone), *_matter(order)]
    if whole:
        rows += [*_guidance(order), *_limit(order, zone), *_opinions(lines, zone)]
        rows += _outcome(order, zone)
    else:
        rows += [row for line in lines for row in _own_part(line, zone)]
    return Paper(
        issuer=named(order.office),
        number=document_number(_("Supervision"), order.number),
        title=_("Supervision order"),
        file_name=order.number,
        secrecy=order.get_secrecy_display(),
        urgency=order.get_urgency_display(),
        rows=tuple(rows),
        signature=order.office.signature,
        dated=day_text(order.issued_at, zone),
        copies_to=_("Copies: %(to)s") % {"to": order.copies_to} if order.copies_to else "",
        printed=_("Issued by %(office)s, %(day)s")
        % {"office": named(order.office), "day": day_text(order.issued_at, zone)},
    )


def _address(order: Order, lines: Sequence[PartLine], zone: tzinfo) -> list[Row]:
    helping = _(", ").join(named(line.part.unit) for line in lines)
    signed = moment_text(order.signed_at, zone)
    by = f"{signed} {order.signed_by.name}" if order.signed_by else signed
    disclosure = order.get_disclosure_display()
    if order.disclosure_reason:
        disclosure = f"{disclosure}\n{order.disclosure_reason}"
    return [
        (Cell(_("Number"), order.number), Cell(_("Source of the task"), order.source)),
        (
            Cell(_("Secrecy"), order.get_secrecy_display() or _("none")),
            Cell(_("Disclosure"), disclosure),
        ),
        (
            Cell(_("Issued at"), f"{moment_text(order.issued_at, zone)} {order.issued_by.name}"),
            Cell(_("Signed for at"), by),
        ),
        (
            Cell(_("Handling unit"), named(order.unit)),
            Cell(_("Co-handlers"), helping),
        ),
        (
            Cell(_("Handler"), order.handler.name if order.handler else ""),
            Cell(_("Copied to"), order.copies_to),
        ),
    ]


def _matter(order: Order) -> list[Row]:
    said = order.digest or order.case.summary or order.case.title
    links = [
        f"{item.outlet} {item.title} {item.url}".strip()
        for item in Item.objects.filter(case_link__case=order.case, submission=None)
        .exclude(url="")
        .only("outlet", "title", "url")
        .order_by("said_at")[:MOST_LINKS]
    ]
    head = f"{order.case.title} ({order.case.number})"
    return [(Cell(_("Summary and links"), "\n".join([head, said, *links])),)]


def _guidance(order: Order) -> list[Row]:
    return [
        (Cell(_("Proposed handling"), order.proposal),),
        (Cell(_("Leaders' instructions"), order.instruction),),
        (Cell(_("What is required"), order.requirement),),
    ]


def _limit(order: Order, zone: tzinfo) -> list[Row]:
    clock = Clock.objects.filter(order=order, purpose="order").order_by("-number").first()
    said = rule_text(order.rule)
    if clock is not None and clock.due_at is not None:
        said = f"{said}\n{moment_text(clock.due_at, zone)}"
        if clock.late_by is not None:
            minutes = int(clock.late_by.total_seconds() // 60)
            said = f"{said}\n" + _("Late by %(minutes)s minutes") % {"minutes": minutes}
    return [(Cell(_("Time limit"), said), Cell(_("Extensions"), _extensions(order, zone)))]


def _extensions(order: Order, zone: tzinfo) -> str:
    words = {"granted": _("granted"), "refused": _("refused")}
    rows = Extension.objects.filter(order=order).select_related("endorsed_by", "decided_by")
    return "\n".join(
        _("%(asked)s: %(length)s more, %(reason)s; %(outcome)s %(decided)s; new due %(due)s")
        % {
            "asked": moment_text(one.asked_at, zone), "length": extension_text(one.length),
            "reason": one.reason, "outcome": words.get(one.state, _("not decided yet")),
            "decided": moment_text(one.decided_at, zone),
            "due": moment_text(one.due_asked_at if one.state == "granted" else one.due_before_at,
                               zone),
        }
        for one in rows.order_by("id")
    )  # fmt: skip


def _opinions(lines: Sequence[PartLine], zone: tzinfo) -> list[Row]:
    if not lines:
        return []
    return [(Cell(_("Opinions of co-handlers"), "\n".join(_opinion(one, zone) for one in lines)),)]


def _opinion(line: PartLine, zone: tzinfo) -> str:
    part = line.part
    said = f"{named(part.unit)}: {part.opinion or _('not given yet')}"
    if part.given_at is not None:
        said = f"{said} ({moment_text(part.given_at, zone)})"
    if line.late_minutes:
        said = f"{said} " + _("Late by %(minutes)s minutes") % {"minutes": line.late_minutes}
    return said


def _own_part(line: PartLine, zone: tzinfo) -> list[Row]:
    due = line.clock.due_at if line.clock else None
    return [
        (Cell(_("Part of %(unit)s") % {"unit": named(line.part.unit)}, line.part.task),),
        (Cell(_("Inner limit"), moment_text(due, zone)), Cell(_("Opinion"), _opinion(line, zone))),
    ]


def _outcome(order: Order, zone: tzinfo) -> list[Row]:
    answers = [one for one in statements_of(order.case) if one.state == "published"]
    answer = "\n".join(
        f"{one.title} ({one.number}, {moment_text(one.published_at, zone)})\n{one.body}"
        for one in answers
    )
    handed = moment_text(order.submitted_at, zone)
    reviewed = moment_text(order.reviewed_at, zone)
    done = {"done": _("Completed"), "withdrawn": _("Withdrawn"), "sent_back": _("Sent back")}
    return [
        (Cell(_("Verification"), "\n".join(
            [order.get_verdict_display(), order.finding, *_verified(order)]
        )),),
        (Cell(_("Result of the handling"), "\n".join([order.case.finding, *_decided(order)])),),
        (Cell(_("Text of the answer"), answer),),
        (
            Cell(_("Handed in by"), f"{order.handler.name if handed and order.handler else ''} "
                                    f"{handed}".strip()),
            Cell(_("Examined by"), f"{order.reviewed_by.name if order.reviewed_by else ''} "
                                   f"{reviewed}".strip()),
        ),
        (Cell(_("Opinion of the review"), "\n".join(
            [done.get(order.state, _("under way")), order.review_opinion, *_sent_back(order, zone)]
        )),),
    ]  # fmt: skip


def _verified(order: Order) -> list[str]:
    """Concluded verifications of the case, in the officers' own words; no source stands in them."""
    rows = Verification.objects.filter(case=order.case, state="concluded").order_by("id")
    return [f"{one.number} {one.get_verdict_display()} {one.finding}" for one in rows]


def _decided(order: Order) -> list[str]:
    rows = Decision.objects.filter(case=order.case, state__in=("approved", "notified", "done"))
    return [f"{one.number} {one.text} {one.result}".strip() for one in rows.order_by("id")]


def _sent_back(order: Order, zone: tzinfo) -> list[str]:
    events = Event.objects.filter(subject=f"order:{order.pk}", kind="order.sent_back")
    return [
        f"{_('Sent back')} {moment_text(event.at, zone)} {event.actor_name}: {event.reason}"
        for event in events.order_by("seq")
    ]
