"""Typed makers of rows for tests: each makes one thing, small and valid; keywords say what matters.

They write through actions where an event belongs to the thing (cases, orders, statements) and
straight into the table where it does not (offices, people, items, stories).
"""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.intake.models import Item, KeywordRule, Source
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import (
    Calendar,
    CalendarDay,
    CalendarYear,
    Office,
    Person,
    RoleGrant,
    Unit,
)
from huiyin.apps.responses import actions as responses
from huiyin.apps.responses.models import Statement
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.engine.clock import now as desk_now
from huiyin.rules.text import fingerprint
from huiyin.rules.text.normalise import fold

HOURS = [["08:30", "12:00"], ["14:00", "17:30"]]
NATIONAL_DAYS = tuple(date(2026, 10, day) for day in range(1, 8))
PASSWORD = "correct horse"

_numbers = itertools.count(1)


def make_calendar(name: str, *, years: Sequence[int] = (2025, 2026, 2027)) -> Calendar:
    """Monday to Friday in Shanghai time, the October holidays of 2026 off."""
    week = {str(day): HOURS for day in range(5)}
    calendar = Calendar.objects.create(name=name, week=week, moved_hours=HOURS)
    CalendarYear.objects.bulk_create(
        CalendarYear(calendar=calendar, year=year, origin="test") for year in years
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(
            calendar=calendar, day=day, kind="holiday", note="国庆节", entered_at=desk_now()
        )
        for day in NATIONAL_DAYS
    )
    return calendar


def make_office(slug: str = "yunxi", name: str = "云溪市应急管理局") -> Office:
    """An office with a calendar of its own."""
    return Office.objects.create(
        slug=slug,
        name=name,
        name_en="Yunxi Emergency Management Bureau",
        calendar=make_calendar(f"{name}工作日历"),
        signature=name,
        contact={"hotline": "12350"},
    )


def make_unit(office: Office, name: str, name_en: str = "") -> Unit:
    """A department."""
    return Unit.objects.create(office=office, name=name, name_en=name_en)


def make_person(
    office: Office,
    username: str,
    *roles: str,
    name: str = "",
    name_en: str = "",
    unit: Unit | None = None,
    language: str = "zh-hans",
) -> Person:
    """Somebody who holds these roles since long ago and signs in with `PASSWORD`."""
    person = Person(
        office=office,
        username=username,
        name=name or username,
        name_en=name_en,
        unit=unit,
        language=language,
        email=f"{username}@desk.example",
    )
    person.set_password(PASSWORD)
    person.save()
    since = desk_now() - timedelta(days=400)
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, since_at=since) for role in roles
    )
    return person


def make_source(
    office: Office, name: str = "云溪晚报", *, url: str = "", health: str = "healthy"
) -> Source:
    """A watched feed, asked last a moment ago."""
    now = desk_now()
    number = next(_numbers)
    return Source.objects.create(
        office=office,
        name=name,
        outlet=name,
        url=url or f"https://news{number}.example/feed.xml",
        added_at=now - timedelta(days=30),
        next_fetch_at=now + timedelta(minutes=4),
        health=health,
        last_tried_at=now - timedelta(minutes=1),
        last_ok_at=now - timedelta(minutes=1),
    )


def make_item(
    office: Office,
    title: str = "化工园区夜间有刺鼻气味",
    body: str = "",
    *,
    channel: str = "feed",
    kind: str = "",
    urgent: bool = False,
    state: str = "new",
    source: Source | None = None,
    outlet: str = "",
    said_at: datetime | None = None,
    hits: Sequence[dict[str, object]] = (),
    because: Sequence[str] = (),
) -> Item:
    """An item with the columns search and grouping need."""
    now = desk_now()
    folded = ["\n".join(fold([title, body]))]
    said = said_at or now
    number = next(_numbers)
    return Item.objects.create(
        office=office,
        origin_key=number.to_bytes(16, "big"),
        content_key=fingerprint.content_keys(folded)[0],
        channel=channel,
        source=source,
        outlet=outlet or (source.outlet if source else ""),
        title=title,
        body=body,
        url=f"https://news.example/{number}" if channel == "feed" else "",
        published_at=said,
        captured_at=said,
        said_at=said,
        folded=folded[0],
        kind=kind,
        kind_score=0.9 if kind else 0,
        kind_because=list(because),
        hits=list(hits),
        urgent=urgent,
        state=state,
    )


def make_story(
    office: Office, items: Sequence[Item], *, title: str = "", heat: float = 1.0
) -> Story:
    """A story of these items; the first published is the original, equal texts are reprints."""
    in_order = sorted(items, key=lambda item: item.said_at)
    story = Story.objects.create(
        office=office,
        title=title or in_order[0].title,
        first_at=in_order[0].said_at,
        last_at=in_order[-1].said_at,
        items_n=len(items),
        outlets_n=len({item.outlet for item in items if item.outlet}),
        heat=heat,
        rises=[0] * 20 + [1, 2, 4, len(items)],
    )
    seen: set[bytes] = set()
    for item in in_order:
        StoryItem.objects.create(
            story=story,
            item=item,
            similarity=0.8,
            because=["化工", "爆炸"],
            reprint=bytes(item.content_key) in seen,
            at=item.said_at,
            said_at=item.said_at,
            outlet=item.outlet,
        )
        seen.add(bytes(item.content_key))
    Item.objects.filter(pk__in=[item.pk for item in items]).update(state="attached")
    return story


def make_rule(office: Office, name: str = "爆炸", expression: str = "爆炸 OR 泄漏") -> KeywordRule:
    """A keyword rule."""
    return KeywordRule.objects.create(office=office, name=name, expression=expression)


def make_case(
    actor: Person,
    title: str = "远帆化工厂爆炸",
    *,
    kind: str = "concern",
    story: Story | None = None,
    items: Sequence[Item] = (),
    accepted_by: Person | None = None,
    now: datetime | None = None,
) -> CaseFile:
    """A registered case; accepted too if somebody of the office is named."""
    at = now or desk_now()
    case = cases.open_case(
        actor=actor, title=title, kind=kind, now=at, story=story, items=items, summary="群众反映。"
    )
    if accepted_by is not None:
        case = cases.accept_case(case.pk, actor=accepted_by, now=at)
    return case


def make_order(
    case: CaseFile,
    unit: Unit,
    actor: Person,
    *,
    requirement: str = "核实并限时反馈。",
    rule: str = "",
    now: datetime | None = None,
) -> Order:
    """An issued order on an accepted case; its clocks run."""
    return cases.issue_order(
        case.pk, unit=unit, requirement=requirement, actor=actor, now=now or desk_now(), rule=rule
    )


def make_statement(
    author: Person, *, case: CaseFile | None = None, title: str = "情况通报"
) -> Statement:
    """A drafted answer that waits for its approval."""
    return responses.draft_statement(
        actor=author,
        title=title,
        body="经核查,现将有关情况通报如下。",
        now=desk_now(),
        case_id=case.pk if case else None,
    )


def make_notice(
    person: Person, *, code: str = "clock.warned", case_id: int | None = None, read: bool = False
) -> Notice:
    """A notice in the console."""
    now = desk_now()
    number = next(_numbers)
    return Notice.objects.create(
        key=f"test-{number}",
        office=person.office,
        person=person,
        channel=Notice.Channel.CONSOLE,
        code=code,
        params={"number": "A2026-0001", "title": "远帆化工厂爆炸"},
        event_seq=number,
        case_id=case_id,
        created_at=now,
        state=Notice.State.SENT,
        read_at=now if read else None,
    )
