"""Reading the lane. The database gives nothing of it to anybody but the discipline role; what is
asked here is asked in its name."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Prefetch

from huiyin.apps.intake.mailboxes import Line, conversation
from huiyin.apps.intake.models import Item, SubmissionFile
from huiyin.apps.lane.models import Attempt, Matter, Promise, Step
from huiyin.apps.org.models import Office, Person, Recusal
from huiyin.rules.text.integrity import LEAST_SHOWN

PAGE = 100
OPEN = ("sealed", "taken_over", "accepted", "closed")


@dataclass(frozen=True, slots=True)
class LanePage:
    """A matter with all that belongs to it."""

    matter: Matter
    title: str
    text: str
    place: str
    promises: list[Promise]
    steps: list[Step]
    recusals: list[Recusal]
    attempts: list[Attempt]
    files: list[SubmissionFile]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class LaneFigures:
    """What the public may read of a year: None stands for a count too small to be told."""

    received: int | None
    closed: int | None
    in_time: int | None


def matters(office: Office, person: Person, *, ended: bool = False) -> list[Matter]:
    """Those that run (or ended), the newest first, with their running limits."""
    running = Promise.objects.filter(state=Promise.State.RUNNING).order_by("due_at")
    rows = Matter.objects.filter(office=office).exclude(pk__in=_kept_from(person))
    rows = rows.exclude(state__in=OPEN) if ended else rows.filter(state__in=OPEN)
    rows = rows.select_related("taken_by", "submission", "item", "case")
    rows = rows.prefetch_related(Prefetch("promises", running, to_attr="running"))
    return list(rows.order_by("-received_at", "-id")[:PAGE])


def matter_page(office: Office, person: Person, pk: int) -> LanePage | None:
    """None where there is no such matter for this person."""
    rows = Matter.objects.filter(office=office, pk=pk).exclude(pk__in=_kept_from(person))
    matter = rows.select_related("submission", "item", "case", "taken_by", "sealed_by").first()
    if matter is None:
        return None
    title, text, place = words_of(matter)
    told = matter.submission_id
    files = SubmissionFile.objects.filter(submission=told).defer("content", "copy")
    return LanePage(
        matter=matter,
        title=title,
        text=text,
        place=place,
        promises=list(matter.promises.order_by("id")),
        steps=list(matter.steps.select_related("by").order_by("id")),
        recusals=list(
            Recusal.objects.filter(matter=matter.circle).select_related("person").order_by("id")
        ),
        attempts=list(
            Attempt.objects.filter(circle=matter.circle).select_related("person").order_by("id")
        ),
        files=list(files.order_by("added_at", "name")) if told else [],
        lines=conversation(told) if told else [],
    )


def words_of(matter: Matter) -> tuple[str, str, str]:
    """Title, text and place of what was brought, where they arrived."""
    if matter.submission is not None:
        return matter.submission.title, matter.submission.text, matter.submission.place
    if matter.item is not None:
        return matter.item.title, matter.item.body, matter.item.place
    if matter.case is None:
        return "", "", ""
    parts = Item.objects.filter(case_link__case=matter.case).order_by("said_at")
    told = "\n\n".join(f"{item.title}\n{item.body}" for item in parts)
    return matter.case.title, f"{matter.case.summary}\n\n{told}".strip(), ""


def attempts_at_cases(office: Office) -> list[Attempt]:
    """Who asked for ordinary cases that are kept from them, the newest first."""
    rows = Attempt.objects.filter(office=office, circle__gt=0).select_related("person")
    return list(rows.order_by("-at")[:PAGE])


def figures(office_id: int, since: datetime) -> LaneFigures:
    """What the public may read; small counts are kept back by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT received, closed, in_time FROM huiyin_lane_figures(%s, %s, %s)",
            [office_id, since, LEAST_SHOWN],
        )
        return LaneFigures(*cursor.fetchone())


def _kept_from(person: Person) -> list[int]:
    """Ids of matters that this person has no part in; the database hides them as well."""
    rows = Recusal.objects.filter(person=person, matter__lt=0)
    return [-matter for matter in rows.values_list("matter", flat=True)]
