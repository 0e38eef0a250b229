"""Who asked for what is kept from them. They read that there is no such page; the discipline role
reads that they asked."""

from datetime import datetime

from django.db import connection, transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.lane.ids import new_id
from huiyin.apps.lane.models import Attempt
from huiyin.apps.org.models import Person


@transaction.atomic
def note_attempt(person: Person, kind: str, pk: int, *, path: str, now: datetime) -> bool:
    """Whether the thing (`kind`: case, item, order, lane) is one that is kept from the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huiyin_circle_of(%s, %s)", [kind, str(pk)])
        circle = int(cursor.fetchone()[0])
    if circle == 0:
        return False
    Attempt.objects.create(
        id=new_id(), circle=circle, office=person.office, person=person, path=path[:200], at=now
    )
    subject = f"case:{circle}" if circle > 0 else f"lane:{-circle}"
    record(
        "lane.attempted", subject=subject, at=now, office=person.office, actor=person,
        body={"what": kind},
    )  # fmt: skip
    return True
