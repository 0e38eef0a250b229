"""Reading chains: what is to be sent, what waits for an acknowledgement, one chain whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from huiyin.apps.org.models import Office, Person
from huiyin.apps.report_up.actions.steps import seen_by
from huiyin.apps.report_up.models import Chain, Leg, Report
from huiyin.apps.report_up.presets import read_terms
from huiyin.apps.report_up.sweep import fault_of
from huiyin.rules.report_up import Part, Terms

PAGE = 50


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """A report with its legs in the order of its hops, and the hop at fault if it is late."""

    report: Report
    legs: list[Leg]
    fault: str


@dataclass(frozen=True, slots=True)
class ChainPage:
    """A chain with its terms and all its reports, the first one first."""

    chain: Chain
    terms: Terms
    reports: list[ReportSeen]


def chains_seen(person: Person, limit: int = PAGE) -> list[Chain]:
    """Chains of the person's office and those that reach it, newest first."""
    pks = Chain.objects.filter(seen_by(person)).values("pk")
    rows = Chain.objects.filter(pk__in=pks).select_related("office")
    return list(rows.order_by("-opened_at", "-id")[:limit])


def chain_page(person: Person, pk: int, now: datetime) -> ChainPage:
    """One chain; raises Chain.DoesNotExist where the person's office has no part in it."""
    rows = Chain.objects.filter(seen_by(person), pk=pk).distinct()
    chain = rows.select_related("office__calendar", "story", "case", "start", "opened_by").get()
    legs: dict[int, list[Leg]] = {}
    for leg in _legs(Leg.objects.filter(chain=chain)).order_by("report", "hop", "id"):
        leg.chain = chain
        legs.setdefault(leg.report_id, []).append(leg)
    reports = list(chain.reports.select_related("start", "written_by").order_by("number"))
    for report in reports:
        report.chain = chain
    seen = [ReportSeen(each, legs.get(each.pk, []), _fault(each, now)) for each in reports]
    return ChainPage(chain, read_terms(chain.terms), seen)


def report_of(person: Person, pk: int, number: int) -> Report:
    """One report of a chain the person's office has a part in; raises Report.DoesNotExist."""
    pks = Chain.objects.filter(seen_by(person), pk=pk).values("pk")
    rows = Report.objects.select_related("chain__office", "start", "written_by")
    return rows.get(chain__in=pks, number=number)


def legs_to_send(office: Office, limit: int = 20) -> list[Leg]:
    """What this office has to send or see sent, the earliest due first; copies last."""
    rows = Leg.objects.filter(_of(office), state="open")
    return list(_legs(rows).order_by(F("due_at").asc(nulls_last=True), "id")[:limit])


def legs_to_acknowledge(office: Office, limit: int = 20) -> list[Leg]:
    """What others sent to this office and nobody here has acknowledged yet."""
    rows = Leg.objects.filter(to__office=office, state="sent")
    return list(_legs(rows).order_by("sent_at", "id")[:limit])


def legs_unanswered(office: Office, limit: int = 20) -> list[Leg]:
    """What was sent and is not acknowledged yet, the longest waiting first; copies apart."""
    rows = Leg.objects.filter(_of(office), state="sent").exclude(part=Part.COPY.value)
    return list(_legs(rows).order_by("sent_at", "id")[:limit])


def follow_ups_due(office: Office, until: datetime) -> list[Chain]:
    """Chains of the office whose next follow-up report is due by then."""
    rows = Chain.objects.filter(office=office, follow_up_due_at__lte=until)
    return list(rows.order_by("follow_up_due_at", "id"))


def chains_of(
    person: Person, *, story_id: int | None = None, case_id: int | None = None
) -> list[Chain]:
    """The chains of the person's office that hang on a story or a case, newest first."""
    hung = Q(story=story_id) if story_id is not None else Q(case=case_id)
    rows = Chain.objects.filter(hung, office=person.office_id)
    return list(rows.order_by("-opened_at", "-id"))


def _of(office: Office) -> Q:
    return Q(chain__office=office) | Q(sender__office=office)


def _legs(rows: "QuerySet[Leg, Any]") -> "QuerySet[Leg, Any]":
    return rows.select_related(
        "chain__office", "report", "to", "sender", "sent_by", "acknowledged_by"
    )


def _fault(report: Report, now: datetime) -> str:
    late = report.late_by is not None or (
        report.completed_at is None and report.due_at is not None and now > report.due_at
    )
    return fault_of(report, now) if late else ""
