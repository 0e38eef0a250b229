"""One item as it is read: its text, why it is here, where it belongs, what can be done with it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.safestring import SafeString

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.intake.holds import hold_on, may_hold
from huiyin.apps.intake.mailboxes import Line, conversation
from huiyin.apps.intake.models import Item, LegalHold, SubmissionFile
from huiyin.apps.intake.queries.learning import topic_tree
from huiyin.apps.intake.scans import Scanned, standing
from huiyin.apps.lane.sealing import may_pass
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import offered
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.faces.console.excerpts import marked
from huiyin.faces.console.fact_lines import told_lines
from huiyin.faces.console.found_words import places, pointed
from huiyin.faces.console.judgements import judged_words, severities, topics_of
from huiyin.faces.console.newer_words import Newer, newer_than_known
from huiyin.faces.console.reasons import grouping_words, hit_words, kind_words
from huiyin.rules.machines import ITEM

HEAVY = ("folded", "raw")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file a reporter added; `open` when there is something the staff may see of it."""

    pk: UUID
    name: str
    octets: int
    open: bool
    scan: Scanned


@dataclass(frozen=True, slots=True)
class Reading:
    """An item with what stands around it; `may` are the steps open to the reader."""

    item: Item
    title: SafeString  # with what was searched for marked, else what rules found
    body: SafeString
    place: StoryItem | None
    story: Story | None  # only where it has more than this one item
    case: CaseFile | None
    kind_words: list[str]
    hit_words: list[str]
    grouping_words: list[str]
    judged_words: list[str]
    newer: Newer | None  # only where it is a newer version of another item
    topics: list[tuple[str, str]]
    may: frozenset[str]
    told: list[tuple[str, list[str]]]
    files: list[FileLine] = field(default_factory=list)
    hold: LegalHold | None = None
    may_hold: bool = False
    may_seal: bool = False
    conversation: list[Line] = field(default_factory=list)  # with the reporter, oldest first

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What it may be said to be instead."""
        return [(kind.value, str(kind.label)) for kind in Item.Kind]

    @property
    def severities(self) -> list[tuple[int, str]]:
        """How grave it may be said to be."""
        return severities()


def reading(person: Person, pk: int, asked: str) -> Reading | None:
    """The item if it is of the person's office; at most six queries."""
    rows = Item.objects.filter(office=person.office, pk=pk).defer(*HEAVY)
    item = rows.select_related(
        "source", "same_as", "kind_by", "membership__story", "case_link__case", "facts"
    ).first()
    if item is None:
        return None
    place: StoryItem | None = getattr(item, "membership", None)
    link = getattr(item, "case_link", None)
    title, body = _marked(item, asked)
    tree = topic_tree(item.office_id)
    return Reading(
        item=item,
        title=title,
        body=body,
        place=place,
        story=place.story if place and place.story.items_n > 1 else None,
        case=link.case if link else None,
        kind_words=kind_words(item),
        hit_words=hit_words(item),
        grouping_words=grouping_words(place) if place else [],
        judged_words=judged_words(item, tree),
        newer=newer_than_known(item),
        topics=topics_of(tree),
        told=told_lines(item.facts.told) if hasattr(item, "facts") else [],
        may=frozenset(offered(ITEM, item.state, person)),
        files=_files(item),
        hold=hold_on(item.submission_id) if item.submission_id else None,
        may_hold=bool(item.submission_id) and may_hold(person),
        may_seal=item.apart == 0 and not hasattr(item, "case_link") and may_pass(person),
        conversation=conversation(item.submission_id) if item.submission_id else [],
    )


def _marked(item: Item, asked: str) -> tuple[SafeString, SafeString]:
    if asked:
        return marked(item.title, asked), marked(item.body, asked)
    at = [(int(begin), int(end)) for hit in item.hits for begin, end in hit.get("at", ())]
    title, body = places(item.title, item.body, at) if at else ([], [])
    return pointed(item.title, title), pointed(item.body, body)


def _files(item: Item) -> list[FileLine]:
    if item.submission_id is None:
        return []
    rows = SubmissionFile.objects.filter(submission_id=item.submission_id)
    shown = rows.annotate(open=Q(sealed=False) | Q(copy__isnull=False)).order_by("added_at", "name")
    listed = list(shown.values_list("id", "name", "octets", "open"))
    stands = standing([row[0] for row in listed])
    return [FileLine(*row, scan=stands[row[0]]) for row in listed]
