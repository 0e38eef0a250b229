"""The limits of the desk that its own code and tables keep (README, "What it will not do").

What only shows at work is proved beside the parts: `PROOFS` names those tests.
"""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import URLPattern, URLResolver
from nacl.public import PrivateKey

from huiyin.apps.intake import submissions
from huiyin.apps.intake.models import CustodianKey
from huiyin.apps.intake.sealing import new_salt
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses.actions import approve_statement, publish_statement
from huiyin.apps.responses.models import Publication
from huiyin.conf.rights import SIGN_IN
from huiyin.rules.refusals import Refusal
from tests.house.sources import PACKAGE, ROOT, named, tracked
from tests.makers import make_statement
from tests.personas import Desk, make_desk

AT = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
SOURCES = tuple(path for path in tracked("src/huiyin/**/*.py") if "/migrations/" not in str(path))
TALKS_TO_OTHERS = {"aiohttp", "smtplib", "http.client", "urllib.request", "requests", "httpx"}
MAY_TALK = ("engine/fetch/", "plugins/channels/", "plugins/drafting/")
SENDS = re.compile(r"session\.(?!get\(|close\()\w+\(|\b(?:POST|PUT|PATCH|DELETE)\b")
REMOVAL = re.compile(
    r"take_?down|unpublish|purge|erase|censor|^(?:delete|remove|hide)_|_(?:deletion|removal)"
    r"|\b(?:delete|remove|removal|deletion)\b"
)
SAYS_REMOVAL = re.compile(r"(?i)\b(?:take[ -]?down|delete|removal|unpublish)\b")
OF_A_STRANGER = re.compile(
    r"author|screen_?name|nick|user|account|avatar|follower|handle(?!r)|person_?name|byline"
    r"|creator|poster|ip_?addr|device"
)
NO_PROFILE_IN = ("intake", "stories")
APPEND_ONLY = (
    "audit_event", "cases_evidence", "cases_outcome", "cases_rating",
    "intake_correction", "intake_labelmodel", "intake_mailboxmessage",
    "intake_matterkey", "intake_modeluse", "intake_patrolround", "intake_sealedcontact",
    "intake_submission", "intake_submissionfile", "intake_topictree", "intake_vaultopening",
    "lane_attempt", "lane_step", "org_recusal", "responses_machinedraft", "responses_publication",
)  # fmt: skip
PROOFS = (
    "tests/plugins/feed/test_dialects.py::test_the_author_is_nowhere_in_what_was_read",
    "tests/ports/test_contract.py::test_no_value_has_a_place_for_an_author",
    "tests/engine/test_rights.py::test_the_portal_changes_and_removes_nothing",
    "tests/fetch/test_answers.py::test_the_fetcher_says_who_it_is_and_where_to_complain",
    "tests/fetch/test_many.py::test_the_pause_between_two_requests_of_a_host_is_kept",
    "tests/fetch/test_robots.py::test_a_denied_address_is_never_asked",
    "tests/fetch/test_guard.py::test_an_unfit_address_is_refused_before_anything_is_sent",
)


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


# --- One voice, signed ----------------------------------------------------------------------


def test_every_publication_carries_the_name_of_the_office(desk: Desk) -> None:
    draft = make_statement(desk.clerk)
    approve_statement(draft.pk, actor=desk.approver, now=AT)
    publication = publish_statement(draft.pk, actor=desk.approver, now=AT)
    assert publication.signature == desk.office.signature == desk.office.name


def test_without_a_name_nothing_is_published(desk: Desk) -> None:
    desk.office.signature = ""
    desk.office.save()
    draft = make_statement(desk.clerk)
    approve_statement(draft.pk, actor=desk.approver, now=AT)
    with pytest.raises(StepRefused) as refused:
        publish_statement(draft.pk, actor=desk.approver, now=AT)
    assert refused.value.code is Refusal.SIGNATURE_MISSING
    assert not Publication.objects.exists()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_nothing_posts_under_another_name() -> None:
    """Only the collector, which reads, the mail route, and what asks the office's own endpoint for
    drafts talk to other machines at all. (Single sign-on asks the office's own provider, by way of
    a library, who is coming.)"""
    talking = {named(path) for path in SOURCES if imports(path) & TALKS_TO_OTHERS}
    places = tuple(f"src/huiyin/{place}" for place in MAY_TALK)
    assert sorted(name for name in talking if not name.startswith(places)) == []
    reading = sorted((PACKAGE / "engine" / "fetch").glob("*.py"))
    assert [named(path) for path in reading if SENDS.search(path.read_text())] == []


# --- Nothing is taken down ------------------------------------------------------------------


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        yield str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern.name or ""


def test_nothing_asks_for_a_removal() -> None:
    """No action, address, template or message offers to take down or delete anything."""
    from huiyin.faces.console.urls import routes
    from huiyin.faces.portal.urls import urlpatterns

    outward = [path for path in SOURCES if re.search(r"/(?:apps|flows|faces)/", str(path))]
    functions = [
        node.name
        for path in outward
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    everywhere = [*functions, *addresses([*routes(demo_mode=True), *urlpatterns])]
    assert [name for name in everywhere if REMOVAL.search(name.lower())] == []
    templates = [path for path in tracked("src/huiyin/**/*.html") if path.stem != "limits"]
    assert [named(path) for path in templates if SAYS_REMOVAL.search(path.read_text())] == []


@pytest.mark.parametrize(
    "name", ["take_down", "takedown/", "delete_item", "items/<int:pk>/delete", "ask_for_removal"]
)
def test_the_check_finds_a_removal(name: str) -> None:
    assert REMOVAL.search(name)


# --- No profiles of authors -----------------------------------------------------------------


@pytest.mark.parametrize("app", NO_PROFILE_IN)
def test_no_column_has_a_place_for_a_stranger(app: str) -> None:
    models = apps.get_app_config(app).get_models()
    columns = [f"{m.__name__}.{f.name}" for m in models for f in m._meta.get_fields()]
    assert len(columns) > 20
    named_people = [column for column in columns if OF_A_STRANGER.search(column.lower())]
    assert named_people == []


def test_no_table_of_authors_exists() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    of_staff = set(SIGN_IN)  # how people who work here sign in, closed to all but the console
    assert [table for table in tables - of_staff if OF_A_STRANGER.search(table)] == []


# --- Reporters are sealed -------------------------------------------------------------------


def everything_stored() -> Iterator[tuple[str, str]]:
    """Each table with the text of all its rows; octets as hexadecimal digits."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM \"{table}\" t")
            row = cursor.fetchone()
            yield table, str(row[0]) if row else ""


def test_a_dump_of_the_database_does_not_hold_a_reporter(desk: Desk) -> None:
    CustodianKey.objects.create(
        person=desk.custodian, office=desk.office, created_at=AT, salt=new_salt(),
        public_key=bytes(PrivateKey.generate().public_key),
    )  # fmt: skip
    contact = submissions.Contact(name="高小满", phone="13700001111", other="gao@post.example")
    letter = submissions.Letter(kind="hazard", title="气味", text="夜里有刺鼻气味", place="北门")
    key = submissions.new_key()
    receipt = submissions.submit(desk.office.pk, key, letter, now=AT, contact=contact)
    stored = dict(everything_stored())
    assert "夜里有刺鼻气味" in stored["intake_submission"]
    sealed = (contact.name, contact.phone, contact.other, receipt.code.secret)
    forms = [form for word in sealed for form in (word, word.encode().hex())]
    assert [t for t, text in stored.items() if any(form in text for form in forms)] == []


# --- History is append-only -----------------------------------------------------------------


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_remove_what_stays() -> None:
    """A trigger before every UPDATE, DELETE and TRUNCATE of the tables that are history."""
    update, delete, truncate = 16, 8, 32  # bits of pg_trigger.tgtype
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, bit_or(t.tgtype::int) FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE p.proname = 'huiyin_refuse_change' AND t.tgenabled = 'O' AND t.tgtype & 2 = 2"
            " GROUP BY c.relname"
        )
        held = dict(cursor.fetchall())
    wanted = update | delete | truncate
    assert sorted(held) == sorted(APPEND_ONLY)
    assert {table: bits & wanted for table, bits in held.items() if bits & wanted != wanted} == {}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE responses_publication SET body = 'x'",
        "DELETE FROM responses_publication",
        "TRUNCATE responses_publication",
    ],
)
def test_a_published_version_stays(desk: Desk, sql: str) -> None:
    draft = make_statement(desk.clerk)
    approve_statement(draft.pk, actor=desk.approver, now=AT)
    publish_statement(draft.pk, actor=desk.approver, now=AT)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


# --- What is proved beside the parts --------------------------------------------------------


@pytest.mark.parametrize("proof", PROOFS)
def test_the_proof_of_a_limit_exists(proof: str) -> None:
    path, _, name = proof.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text()
