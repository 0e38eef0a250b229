"""A source that falls silent is told of once, and once more when it speaks as usual."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.models import Source, SourceHour
from huiyin.apps.notify.models import Notice
from huiyin.flows.coverage import assess_volumes
from huiyin.flows.notices import tell_of_events
from huiyin.rules.coverage import LONGEST
from tests.makers import make_source
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def speaking(desk: Desk, name: str, quiet: int) -> Source:
    """A source with three items an hour, none of them within the last `quiet` hours."""
    source = make_source(desk.office, name)
    Source.objects.filter(pk=source.pk).update(last_item_at=NOW - quiet * HOUR)
    hour = NOW.replace(minute=0)
    SourceHour.objects.bulk_create(
        SourceHour(source=source, hour_at=hour - n * HOUR, tried=1, got=0 if n <= quiet else 3)
        for n in range(1, LONGEST + 1)
    )
    return source


def test_silence_is_told_once_and_its_end_once(desk: Desk) -> None:
    silent, well = speaking(desk, "沉默晚报", 24), speaking(desk, "照常晚报", 0)
    assert assess_volumes(NOW) == 2
    assert assess_volumes(NOW) == 0
    assert assess_volumes(NOW + HOUR) == 2
    events = Event.objects.filter(kind="source.fell_silent")
    assert [event.subject for event in events] == [f"source:{silent.pk}"]
    assert events[0].body["expected"] == 18
    tell_of_events(NOW)
    assert Notice.objects.filter(code="source.fell_silent", person=desk.duty).exists()
    SourceHour.objects.filter(source=silent).update(got=3)
    assess_volumes(NOW + 2 * HOUR)
    silent.refresh_from_db()
    well.refresh_from_db()
    assert (silent.volume, well.volume) == ("", "")
    assert Event.objects.filter(kind="source.volume_usual").count() == 1
