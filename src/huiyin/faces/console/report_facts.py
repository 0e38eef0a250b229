"""What a story tells, put into the fields of a report; a person looks it over and sends it.

Each figure is the last one told; a figure that items contradict is taken too and has to be checked.
"""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from huiyin.apps.report_up.models import Chain, Report
from huiyin.apps.stories.queries import story_page
from huiyin.faces.console.story_told import told_by
from huiyin.faces.console.telling import Member, members_of
from huiyin.rules.text.extract_records import claims_of, records
from huiyin.rules.text.extract_series import Told, series_of

FIELDS = {"dead": "dead", "missing": "missing", "trapped": "in_danger"}
MOST_READ, FIRST = 60, 2000


def proposed_contents(chain: Chain, report: Report) -> dict[str, str]:
    """The fields as far as they are known: written before, else told by the story and the case."""
    if report.contents:
        return dict(report.contents)
    found: dict[str, str] = {}
    if chain.occurred_at is not None:
        found["when"] = date_format(localtime(chain.occurred_at), "DATETIME_FORMAT")
    unit = report.legs.filter(hop=0).values_list("sender_name", flat=True).first()
    if unit:
        found["unit"] = unit
    if chain.case is not None and chain.case.summary:
        found["course"] = chain.case.summary
    if chain.story_id is not None:
        members = members_of(story_page(chain.office, chain.story_id).members)
        found = {**_told(members), **found}
    return {"course": chain.title, **found}


def _told(members: list[Member]) -> dict[str, str]:
    read = [member.item for member in members if not member.reprint][-MOST_READ:]
    kept = records([f"{item.title}\n{item.body[:FIRST]}" for item in read])
    series = series_of(
        [Told(item.said_at, claims_of(record)) for item, record in zip(read, kept, strict=True)]
    )
    found = {
        FIELDS[line.sort]: str(int(line.steps[-1].number))
        for line in series
        if line.sort in FIELDS and line.steps
    }
    places = [place for record in kept for place in record.get("places", ())]
    if places:
        found["where"] = places[-1]
    sentences = [each.text for each in told_by(members)]
    if sentences:
        found["course"] = "".join(sentences)
    return found
