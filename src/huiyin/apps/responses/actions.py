"""Official answers: one drafts, another approves, the office's name stands below.

Publishing writes the version the public reads (it is never changed afterwards), moves the case
on and puts the answer into the mailbox of each reporter, in one transaction.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions import mark_preparing, mark_responded
from huiyin.apps.cases.actions.joint import uncleared
from huiyin.apps.cases.actions.steps import PAST, lock_case
from huiyin.apps.cases.models import CaseFile, OrderPart
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.org.models import Person
from huiyin.apps.org.numbers import next_number
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.apps.responses.models import MachineDraft, Publication, Statement
from huiyin.rules.machines import STATEMENT
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Facts
from huiyin.rules.text.drafting import has_marks

AUTHORS = ("duty", "office", "handler")


@transaction.atomic
def draft_statement(
    *,
    actor: Person,
    title: str,
    body: str,
    now: datetime,
    case_id: int | None = None,
    title_en: str = "",
    body_en: str = "",
    machine: MachineDraft | None = None,
) -> Statement:
    """A first draft, of a case or of its own. Raises StepRefused.

    `machine`: the text that it was made from; its marks must be out of this one.
    """
    _may_write(actor, title, body)
    if machine is not None and has_marks("\n".join((title, body, title_en, body_en))):
        raise StepRefused(Refusal.MARKS_LEFT)
    case = lock_case(case_id, actor.office_id) if case_id else None
    if case is not None:
        _one_answer(case)
    statement = Statement.objects.create(
        office=actor.office, case=case, number=next_number(actor.office, "statement", now),
        title=title.strip(), body=body.strip(), title_en=title_en.strip(), body_en=body_en.strip(),
        author=actor, drafted_at=now, machine_draft=machine,
    )  # fmt: skip
    _record(statement, "statement.drafted", actor, now)
    if case is not None:
        mark_preparing(case, statement.number, now=now)
    return statement


@transaction.atomic
def correct_statement(
    statement_id: int, *, title: str, body: str, change_note: str, actor: Person, now: datetime
) -> Statement:
    """A draft of the next version of a published statement; the old one stays readable."""
    _may_write(actor, title, body)
    old = _lock(statement_id, actor)
    if old.state != "published" or Statement.objects.filter(predecessor=old).exists():
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not change_note.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    statement = Statement.objects.create(
        office=old.office, case=old.case, number=old.number, version=old.version + 1,
        predecessor=old, change_note=change_note.strip(), title=title.strip(), body=body.strip(),
        author=actor, drafted_at=now, machine_draft=old.machine_draft,
    )  # fmt: skip
    _record(statement, "statement.drafted", actor, now)
    return statement


@transaction.atomic
def revise_statement(
    statement_id: int,
    *,
    title: str,
    body: str,
    actor: Person,
    now: datetime,
    title_en: str = "",
    body_en: str = "",
) -> Statement:
    """Change a draft; a returned or approved text becomes a draft that needs approval again."""
    _may_write(actor, title, body)
    statement = _lock(statement_id, actor)
    statement.title, statement.body = title.strip(), body.strip()
    statement.title_en, statement.body_en = title_en.strip(), body_en.strip()
    statement.author, statement.approver, statement.approved_at = actor, None, None
    if statement.state == "drafted":
        statement.save()
        _record(statement, "statement.revised", actor, now)
    else:
        _step(statement, "revise", actor, now)
    return statement


@transaction.atomic
def approve_statement(statement_id: int, *, actor: Person, now: datetime) -> Statement:
    """Somebody else than the author approves exactly this text.

    Whoever let a machine write what it was made from counts as an author of it too.
    """
    statement = _lock(statement_id, actor)
    facts = {"text": statement.body, "author": statement.author_id, "actor": actor.pk}
    if statement.machine_draft is not None:
        facts["asker"] = statement.machine_draft.by_id
    statement.approver, statement.approved_at = actor, now
    statement.approved_sha256 = text_sha256(statement)
    against = uncleared(statement.case_id or 0, statement.approved_sha256)
    if against is not None:
        raise StepRefused(against)
    _step(statement, "approve", actor, now, facts)
    return statement


@transaction.atomic
def return_statement(statement_id: int, *, reason: str, actor: Person, now: datetime) -> Statement:
    """Not approved: back to its author with the reason."""
    statement = _lock(statement_id, actor)
    statement.returned_note = reason.strip()
    _step(statement, "send_back", actor, now, {"reason": reason}, reason)
    return statement


@transaction.atomic
def publish_statement(statement_id: int, *, actor: Person, now: datetime) -> Publication:
    """Put the approved text out under the office's name; it stands from here on."""
    statement = _lock(statement_id, actor)
    digest = text_sha256(statement)
    statement.published_at = now
    facts = {
        "signature": statement.office.signature,
        "text_hash": digest,
        "approved_hash": bytes(statement.approved_sha256 or b""),
    }
    _step(statement, "publish", actor, now, facts)
    publication = _write_publication(statement, digest, now)
    if statement.predecessor is not None:
        old = _lock(statement.predecessor.pk, actor)
        _step(old, "supersede", None, now, {"successor": statement.pk})
    if statement.case is not None:
        _answer_case(statement, now)
    return publication


def text_sha256(statement: Statement) -> bytes:
    """32 octets over everything the public will read."""
    parts = (statement.title, statement.body, statement.title_en, statement.body_en)
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def _answer_case(statement: Statement, now: datetime) -> None:
    case = lock_case(statement.case_id or 0)
    mark_responded(case, statement.number, now=now)
    params = {"number": statement.number, "title": statement.title, "version": statement.version}
    mailboxes.write_to(mailboxes_of(case), now, code="answer_published", params=params,
                       text=statement.body)  # fmt: skip


def _write_publication(statement: Statement, digest: bytes, now: datetime) -> Publication:
    office = statement.office
    return Publication.objects.create(
        statement_number=statement.number, office_id=office.pk, office_name=office.name,
        office_name_en=office.name_en, signature=office.signature, version=statement.version,
        title=statement.title, body=statement.body, title_en=statement.title_en,
        body_en=statement.body_en, change_note=statement.change_note, published_at=now,
        sha256=digest,
    )  # fmt: skip


def _may_write(actor: Person, title: str, body: str) -> None:
    if not holds(actor, *AUTHORS):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not title.strip() or not body.strip():
        raise StepRefused(Refusal.TEXT_MISSING)


def _one_answer(case: CaseFile) -> None:
    """A joint order has one public answer; what is said later is its next version."""
    if not OrderPart.objects.filter(order__case=case).exclude(order__state="withdrawn").exists():
        return
    if Statement.objects.filter(case=case).exclude(state__in=("superseded", "withdrawn")).exists():
        raise StepRefused(Refusal.ONE_ANSWER_ONLY)


def _lock(statement_id: int, actor: Person) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",)).select_related("office__calendar")
    return rows.get(pk=statement_id, office_id=actor.office_id)


def _step(
    statement: Statement,
    event: str,
    actor: Person | None,
    now: datetime,
    facts: Facts | None = None,
    reason: str = "",
) -> None:
    moved, role = decide(STATEMENT, statement.state, event, facts or {}, actor)
    statement.state = moved.target
    statement.save()
    record(
        f"statement.{PAST[event]}", subject=f"statement:{statement.pk}", at=now,
        office=statement.office, actor=actor, role=role, case_id=statement.case_id, moved=moved,
        reason=reason, body=_body(statement),
    )  # fmt: skip


def _record(statement: Statement, kind: str, actor: Person, now: datetime) -> None:
    record(
        kind, subject=f"statement:{statement.pk}", at=now, office=statement.office, actor=actor,
        case_id=statement.case_id, body=_body(statement),
    )  # fmt: skip


def _body(statement: Statement) -> dict[str, str | int]:
    body: dict[str, str | int] = {
        "number": statement.number, "version": statement.version, "title": statement.title,
        "sha256": text_sha256(statement).hex(),
    }  # fmt: skip
    if statement.machine_draft_id is not None:
        body["machine_draft"] = statement.machine_draft_id
    return body
