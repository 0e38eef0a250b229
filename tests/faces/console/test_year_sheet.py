"""The year sheet: imported, confirmed and edited by a person; running clocks only lengthened."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from huiyin.apps.audit.models import Event
from huiyin.apps.cases.models import Clock
from huiyin.apps.org.models import CalendarEdit, CalendarYear
from huiyin.apps.org.queries import calendar_of
from huiyin.engine.clock import clock_at
from huiyin.flows.calendar_years import import_year
from tests.makers import make_case, make_order
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
CALENDAR = "/settings/calendar"
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)  # 11:20 in the office, a Tuesday
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.clerk)
    return client


def suggestion(desk: Desk, now: datetime) -> Clock:
    case = make_case(desk.duty, kind="suggestion", accepted_by=desk.clerk, now=now)
    order = make_order(case, desk.chemicals, desk.clerk, now=now)
    return Clock.objects.get(order=order, purpose="order")


def test_a_day_edited_on_the_page_lengthens_running_clocks_and_shortens_none(
    desk: Desk, client: Client
) -> None:
    clock = suggestion(desk, NOW)  # four working days from Tuesday: Monday 28 September
    page = client.get(CALENDAR, {"year": "2026", "day": "2026-09-24"})
    assert page.content.decode().count('data-look="holiday"') == 8  # seven days, and the legend
    storm = {"day": "2026-09-24", "kind": "holiday", "note": "台风停工", "reason": "应急响应"}
    no_reason = client.post(f"{CALENDAR}/day", {**storm, "reason": " "})
    assert (no_reason.status_code, CalendarEdit.objects.count()) == (422, 0)
    with clock_at(LATER):
        client.post(f"{CALENDAR}/day", storm)
    clock.refresh_from_db()
    assert clock.due_at == datetime(2026, 9, 29, 9, 30, tzinfo=UTC)
    with clock_at(LATER):
        client.post(f"{CALENDAR}/day", {**storm, "day": "2026-09-26", "kind": "workday"})
        odd = client.post(f"{CALENDAR}/day", {**storm, "kind": "hours", "hours": "8 to 9"})
        half = {**storm, "day": "2026-09-30", "kind": "hours", "hours": "08:30-12:00"}
        client.post(f"{CALENDAR}/day", half)
    assert odd.status_code == 422
    clock.refresh_from_db()
    assert clock.due_at == datetime(2026, 9, 29, 9, 30, tzinfo=UTC)
    sheet = client.get(CALENDAR, {"year": "2026"}).content.decode()
    assert 'data-look="half"><a href="?year=2026&amp;day=2026-09-30#day"' in sheet
    assert 'data-look="moved"><a href="?year=2026&amp;day=2026-09-26#day"' in sheet
    event = Event.objects.filter(kind="calendar.changed").order_by("seq")[0]
    assert (event.actor, event.reason, event.body["clocks"]) == (desk.clerk, "应急响应", 1)
    client.force_login(desk.handler)
    refused = client.post(f"{CALENDAR}/day", storm)
    assert (refused.status_code, CalendarEdit.objects.count()) == (422, 3)


def test_a_year_is_looked_up_confirmed_and_clears_what_was_provisional(
    desk: Desk, client: Client
) -> None:
    calendar = desk.office.calendar
    calendar.years.filter(year=2026).delete()
    clock = suggestion(desk, NOW)
    assert (clock.due_at, clock.provisional_at is not None) == (None, True)
    page = client.get(CALENDAR, {"year": "2026", "published": "1"})
    assert "Nobody has entered this year yet" in page.content.decode()
    assert (date(2026, 9, 20), "workday") in [row[:2] for row in page.context["offered"].days]
    with clock_at(LATER):
        client.post(f"{CALENDAR}/year", {"year": "2026", "country": "CN"})
    clock.refresh_from_db()
    assert clock.due_at == datetime(2026, 9, 29, 9, 30, tzinfo=UTC)  # over Mid-Autumn
    assert CalendarYear.objects.get(calendar=calendar, year=2026).confirmed_by == desk.clerk
    nothing = client.post(f"{CALENDAR}/year", {"year": "2050", "country": "CN"})
    assert nothing.status_code == 422


def test_an_imported_year_is_an_edit_like_any_other_and_waits_for_a_person(
    desk: Desk, client: Client
) -> None:
    calendar = desk.office.calendar
    import_year(calendar, 2025, NOW)
    row = CalendarYear.objects.get(calendar=calendar, year=2025)
    assert (row.confirmed_at, CalendarEdit.objects.get().year) == (None, 2025)
    desk.office.calendar.refresh_from_db()
    assert not calendar_of(desk.office).day(date(2025, 10, 1)).hours
    assert "Nobody has compared it" in client.get(CALENDAR, {"year": "2025"}).content.decode()
    client.post(f"{CALENDAR}/confirm", {"year": "2025"})
    row.refresh_from_db()
    assert row.confirmed_by == desk.clerk
    assert Event.objects.filter(kind="calendar.confirmed").count() == 1
    client.post(f"{CALENDAR}/confirm", {"year": "1999"})
    chinese = Client(headers={"accept-language": "zh-hans"})
    chinese.force_login(desk.clerk)
    assert chinese.get(CALENDAR).status_code == 200
