"""What must be true of a desk's tables after everything that was sent to it has been taken in."""

from collections import Counter
from dataclasses import dataclass, field

from huiyin.rules.receipts import LOCATOR_LENGTH
from tests.journeys.desk import Tables
from tests.journeys.storm import Letterbox

ONCE_EACH = (
    ("submission.received", "SELECT 'submission:' || id FROM intake_submission"),
    ("case.registered", "SELECT 'case:' || id FROM cases_casefile"),
    ("story.alerted", "SELECT 'story:' || story_id FROM stories_storyalert"),
)
WAITING = {
    "submissions": "count(*) FROM intake_submission WHERE taken_in_at IS NULL",
    "messages": "count(*) FROM intake_mailboxmessage WHERE taken_in_at IS NULL",
    "mails": "count(*) FROM notify_notice WHERE channel = 'mail' AND state = 'queued'",
    "events": "h.seq - c.seq FROM audit_chainhead h, audit_cursor c WHERE c.name = 'notices'",
    "failing sources": "count(*) FROM intake_source WHERE failures > 0",
    "sources not read to their end": "count(*) FROM intake_source WHERE etag <> '\"all\"'",
}
NOTHING_HALF = {
    "submission without mailbox": "intake_submission s WHERE NOT EXISTS"
    " (SELECT FROM intake_mailbox m WHERE m.submission_id = s.id)",
    "mailbox without its first line": "intake_mailbox m WHERE 1 <> (SELECT count(*) FROM"
    " intake_mailboxmessage l WHERE l.mailbox_id = m.id AND l.code = 'received')",
    "submission that is not its item": "intake_submission s WHERE NOT EXISTS (SELECT FROM"
    " intake_item i WHERE i.submission_id = s.id AND i.body = s.text AND i.channel = 'portal')",
    "item without a place in a story": "intake_item i WHERE NOT EXISTS"
    " (SELECT FROM stories_storyitem m WHERE m.item_id = i.id)",
    "story that counts wrongly": "stories_story s WHERE items_n <>"
    " (SELECT count(*) FROM stories_storyitem m WHERE m.story_id = s.id)",
    "original without keys": "intake_item i WHERE same_as_id IS NULL AND NOT EXISTS"
    " (SELECT FROM intake_itemband b WHERE b.item_id = i.id)",
    "key without its item": "intake_itemband b WHERE NOT EXISTS"
    " (SELECT FROM intake_item i WHERE i.id = b.item_id)",
    "source whose ledger counts wrongly": "intake_source s WHERE"
    " (SELECT coalesce(sum(new_items), 0) FROM intake_fetch f WHERE f.source_id = s.id) <>"
    " (SELECT count(*) FROM intake_item i WHERE i.source_id = s.id)",
    "source that is not well": "intake_source WHERE failures > 0 OR health NOT IN"
    " ('healthy', 'unchanged')",
    "case without its story": "cases_casefile c WHERE NOT EXISTS"
    " (SELECT FROM stories_story s WHERE s.id = c.story_id AND s.state = 'cased')",
}


@dataclass
class Played:
    """What the people outside hold in their hands: codes, who wrote again, cases, addresses."""

    codes: dict[int, str] = field(default_factory=dict)
    wrote_again: set[int] = field(default_factory=set)
    cases: dict[int, int] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)


def waiting(tables: Tables) -> dict[str, int]:
    """What is not taken in, told, sent or read to its end yet; empty when all is quiet."""
    found = {name: tables.number(f"SELECT {question}") for name, question in WAITING.items()}
    return {name: number for name, number in found.items() if number}


def check_counts(tables: Tables, played: Played) -> None:
    """Everything is there once: what reporters told and wrote, what outlets published."""
    reporters = len(played.codes)
    assert tables.number("SELECT count(*) FROM intake_submission") == reporters
    assert tables.number("SELECT count(*) FROM intake_mailbox") == reporters
    locators = [locator for (locator,) in tables.rows("SELECT locator FROM intake_mailbox")]
    assert sorted(locators) == sorted(code[:LOCATOR_LENGTH] for code in played.codes.values())
    by_channel = "SELECT channel, count(*) FROM intake_item GROUP BY channel"
    assert tables.figures(by_channel) == {"portal": reporters, "feed": len(played.links)}
    stored = [url for (url,) in tables.rows("SELECT url FROM intake_item WHERE channel = 'feed'")]
    assert Counter(stored) == dict.fromkeys(played.links, 1)
    captured = "SELECT sum((body->>'count')::int) FROM audit_event WHERE kind = 'items.captured'"
    assert tables.number(captured) == len(played.links)
    wrote = "SELECT count(*), count(DISTINCT mailbox_id), count(sealed) FROM intake_mailboxmessage"
    once = len(played.wrote_again)
    assert tables.rows(f"{wrote} WHERE sender = 'reporter'") == [(once, once, once)]


def check_rows(tables: Tables) -> None:
    """No row stands without those that were written with it."""
    found = {
        name: tables.number(f"SELECT count(*) FROM {those}") for name, those in NOTHING_HALF.items()
    }
    assert found == dict.fromkeys(NOTHING_HALF, 0)


def check_events(tables: Tables, played: Played) -> None:
    """One event for each thing that happened, and the numbers of the chain have no gap."""
    for kind, subjects in ONCE_EACH:
        told = tables.rows("SELECT subject FROM audit_event WHERE kind = %s", kind)
        assert sorted(told) == sorted(tables.rows(subjects)), kind
    messages = "SELECT count(*) FROM audit_event WHERE kind = 'mailbox.message_received'"
    assert tables.number(messages) == len(played.wrote_again)
    assert tables.number("SELECT count(*) - max(seq) FROM audit_event") == 0
    opened = tables.figures("SELECT story_id, id FROM cases_casefile")
    assert opened == played.cases
    assert len(opened) == tables.number("SELECT count(DISTINCT number) FROM cases_casefile")


def check_notices(tables: Tables, played: Played, people: int) -> None:
    """Each event that concerns somebody tells them once; who did it is not told of it."""
    told = tables.rows(
        "SELECT code, event_seq, person_id FROM notify_notice WHERE channel = 'console'"
    )
    assert len(told) == len(set(told))
    alerts = tables.number("SELECT count(*) FROM stories_storyalert")
    assert Counter(code for code, _seq, _person in told) == {
        "submission.received": people * len(played.codes),
        "mailbox.message_received": people * len(played.wrote_again),
        "case.registered": (people - 1) * len(played.cases),
        **({"story.alerted": people * alerts} if alerts else {}),
    }


def check_mails(tables: Tables, letterbox: Letterbox, domain: str) -> None:
    """Every mail notice arrived at its reader, whatever happened, under its one Message-ID."""
    rows = tables.rows(
        "SELECT n.key, p.email FROM notify_notice n JOIN org_person p ON p.id = n.person_id"
        " WHERE n.channel = 'mail'"
    )
    due = {f"<{key.replace(':', '.')}@{domain}>": {email} for key, email in rows}
    assert due
    assert letterbox.readers == due
    unsent = "SELECT count(*) FROM notify_notice WHERE channel = 'mail' AND state <> 'sent'"
    assert tables.number(unsent) == 0


def message_of(number: int) -> str:
    """What a reporter adds."""
    return f"补充{number}：又发生了一次。"
