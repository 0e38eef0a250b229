"""The ledger in the console: asked in many ways, kept as views, out as XLSX and in again."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from openpyxl import Workbook, load_workbook

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.ledger import Asked, in_pieces, ledger_page, totals
from huiyin.apps.cases.models import CaseFile, LedgerView
from huiyin.apps.org.models import Person
from huiyin.engine.clock import clock_at
from huiyin.faces.console.ledger.columns import COLUMNS
from huiyin.faces.console.ledger.rows import rows_of
from tests.makers import make_case, make_item, make_order, make_person, make_unit
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
FORMULA = '=HYPERLINK("http://x","y")'
ALL = "&".join(f"col={name}" for name in COLUMNS)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(person)
    return client


def page(client: Client, question: str = "") -> str:
    answer = client.get(f"{reverse('ledger')}?{question}")
    assert answer.status_code == 200
    return answer.content.decode()


def three_cases(desk: Desk) -> list[CaseFile]:
    """One overdue with an order, one accepted a day later, one registered in another office."""
    first = make_case(desk.duty, FORMULA, items=[make_item(desk.office)], accepted_by=desk.clerk,
                      now=START)  # fmt: skip
    order = make_order(first, desk.chemicals, desk.clerk, now=START)
    cases.instruct_order(order.pk, text="从快", actor=desk.leader, now=START)
    second = make_case(desk.duty, "绕行学校路线建议", kind="suggestion", accepted_by=desk.clerk,
                       now=START + timedelta(days=1))  # fmt: skip
    elsewhere = make_desk("other", "别处机关")
    return [first, second, make_case(elsewhere.duty, "别处的事", now=START)]


def test_the_ledger_answers_each_question_and_pages_by_key(desk: Desk, catalogues: None) -> None:
    first, second, _other = three_cases(desk)
    now = START + timedelta(days=3)
    asked: dict[tuple[tuple[str, Any], ...], list[CaseFile]] = {
        (): [second, first],
        (("overdue", True),): [first],
        (("kind", "suggestion"),): [second],
        (("state", "ordered"),): [first],
        (("state", "open"), ("text", "学校路")): [second],
        (("text", second.number.lower()),): [second],
        (("text", "学路"),): [],
        (("unit", desk.chemicals.pk),): [first],
        (("since", START + timedelta(hours=1)),): [second],
        (("until", START + timedelta(hours=1)),): [first],
    }
    found = {key: ledger_page(desk.office, Asked(now, **dict(key))) for key in asked}
    assert found == asked
    assert [len(piece) for piece in in_pieces(desk.office, Asked(now), size=1)] == [1, 1]
    figures = totals(desk.office, Asked(now))
    assert [(one.unit, one.cases, one.running, one.overdue) for one in figures.units] == [
        (desk.chemicals.pk, 1, 1, 1), (None, 1, 1, 0),
    ]  # fmt: skip
    row = rows_of([CaseFile.objects.get(pk=first.pk)])[0]
    assert (row["lead_unit"], row["source"]) == ("危化品监管科", "")
    assert row["instruction"] == "从快 (方正)"
    assert set(row) == set(COLUMNS)


def test_the_page_shows_chosen_columns_groups_and_kept_views(desk: Desk, catalogues: None) -> None:
    first, second, other = three_cases(desk)
    clerk = as_(desk.clerk)
    with clock_at(START + timedelta(days=3)):
        shown = page(clerk, f"group=1&{ALL}")
        assert [label for label in map(str, COLUMNS.values()) if label not in shown] == []
        assert escape(FORMULA) in shown
        assert other.title not in shown
        keeping = {"question": "overdue=1&col=number&after=x", "name": "逾期件"}
        assert clerk.post(reverse("keep_ledger_view"), keeping).status_code == 302
        view = LedgerView.objects.get()
        assert "after" not in view.asked
        shown = page(clerk, view.asked)
        assert first.number in shown
        assert second.number not in shown
        stranger = as_(desk.leader)
        assert "逾期件" not in page(stranger)
        stranger.post(reverse("forget_ledger_view", args=[view.pk]))
        clerk.post(reverse("forget_ledger_view", args=[view.pk]))
        assert not LedgerView.objects.exists()
        with CaptureQueriesContext(connection) as few:
            page(clerk, ALL)
        for number in range(3):
            make_case(desk.duty, f"第{number}件", now=START)
        with CaptureQueriesContext(connection) as many:
            page(clerk, ALL)
        assert len(many) == len(few)


def test_a_head_reads_the_rows_of_the_own_unit(desk: Desk) -> None:
    first, second, _other = three_cases(desk)
    with clock_at(START + timedelta(days=3)):
        shown = page(as_(desk.head))
    assert (first.number in shown, second.number in shown) == (True, False)
    stranger = make_person(desk.office, "x", "handler", unit=make_unit(desk.office, "外"))
    assert as_(stranger).get(reverse("ledger")).status_code == 403


def test_it_goes_out_as_text_and_comes_back_with_editable_entries_only(
    desk: Desk, catalogues: None
) -> None:
    first, second, _other = three_cases(desk)
    clerk = as_(desk.clerk)
    with clock_at(START + timedelta(days=3)):
        sent = clerk.post(reverse("export_ledger"), {"question": ""})
        book = load_workbook(io.BytesIO(b"".join(sent.streaming_content)))  # type: ignore[attr-defined]
        sheet = book.worksheets[0]
        heads = [cell.value for cell in sheet[1]]
        at = {name: heads.index(str(label)) + 1 for name, label in COLUMNS.items()}
        titles = {sheet.cell(row, at["number"]).value: sheet.cell(row, at["title"])
                  for row in (2, 3)}  # fmt: skip
        assert (titles[first.number].value, titles[first.number].data_type) == (FORMULA, "s")
        assert back(clerk, book) == {}  # the same file changes nothing
        for row in (2, 3):
            sheet.cell(row, at["remark"]).value = f"备注{row}"
            sheet.cell(row, at["archive_number"]).value = "档" * (61 if row == 2 else 3)
        sheet.cell(3, at["kind"]).value = "投诉"
        sheet.append([None] * len(heads))
        sheet.cell(5, at["number"]).value = "A2026-9999"
        sheet.cell(6, at["number"]).value = second.number
        answer = given(clerk, book)
        said = answer.content.decode()
        for words in ("第 2 行 档号", "第 3 行 类别", "第 5 行", "A2026-9999", "第 6 行"):
            assert words in said
        assert not Event.objects.filter(kind="case.ledger_edited").exists()
        changes = back(clerk, book)
        assert clerk.post(reverse("apply_ledger"), changes).status_code == 302
        assert clerk.post(reverse("apply_ledger"), changes).status_code == 302
    events = Event.objects.filter(kind="case.ledger_edited").order_by("seq")
    assert {event.case_id for event in events} == {first.pk, second.pk}
    assert len(events) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.remark, second.archive_number) == ("备注2", "")
    assert (first.remark, first.archive_number, first.kind) == ("备注3", "档档档", "concern")
    assert Event.objects.get(kind="ledger.exported").body["count"] == 2


def given(client: Client, book: Workbook) -> Any:
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("ledger.xlsx", file.getvalue())
    return client.post(reverse("import_ledger"), {"file": upload})


def back(client: Client, book: Workbook) -> dict[str, str]:
    """What the confirming form would send; nothing where no change was found."""
    asked = given(client, book).context["asked"]
    return {} if asked == "{}" else {"changes": asked}
