"""Orders and letters as documents: every field, no reporter, and an event each time."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from docx import Document

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import Order
from huiyin.apps.intake.models import Item, Submission
from huiyin.apps.org.models import Person
from huiyin.engine.clock import clock_at
from huiyin.faces.console.papers.as_docx import docx
from huiyin.faces.console.papers.fonts import choose
from huiyin.faces.console.papers.paper import CannotPrint, Cell, Paper, document_number
from tests.makers import make_case, make_item, make_person, make_statement, make_unit
from tests.personas import Desk, make_desk

START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
REPORTER = "举报人赵某某13800000000"
# What rules of practice ask of a 督办单, and what stands there.
FIELDS = {
    "编号": "D2026-0001", "任务来源": "市委督查室", "密级": "工作秘密", "公开属性": "主动公开",
    "下发时间": "2026年9月22日 11:20", "签收时间": "罗青", "承办单位": "危化品监管科",
    "协办单位": "交通局", "抄送": "市政府办公室", "舆情摘要及链接": "https://news",
    "拟办意见": "请危化科牵头", "领导批示": "从快办结", "办理要求": "立即到场", "时限": "36",
    "延期记录": "需送检", "核查情况": "属实", "处理结果": "已停产", "回应文本": "情况通报",
    "报结人": "何勉", "审签": "罗青", "审核意见": "同意办结",
}  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(person)
    return client


def finished_order(desk: Desk) -> Order:
    """An order with everything on it; one item was told by a reporter, one was published."""
    told = make_item(desk.office, REPORTER, body=REPORTER, channel="portal")
    submission = Submission.objects.create(
        office=desk.office, kind="hazard", title="x", received_at=START
    )
    Item.objects.filter(pk=told.pk).update(submission=submission, url=f"https://{REPORTER}")
    case = make_case(desk.duty, accepted_by=desk.clerk, items=[told, make_item(desk.office)],
                     now=START)  # fmt: skip
    order = cases.issue_order(
        case.pk, unit=desk.chemicals, requirement="立即到场", actor=desk.clerk, now=START,
        co_units=[cases.CoUnit(make_unit(desk.office, "交通局"), "封路部分")],
        paper=cases.OrderPaper(
            source="市委督查室", secrecy="work", urgency="extra", disclosure="active",
            copies_to="市政府办公室", proposal="请危化科牵头", digest="夜间异味",
        ),
    )  # fmt: skip
    cases.instruct_order(order.pk, text="从快办结", actor=desk.leader, now=START)
    cases.sign_order(order.pk, actor=desk.head, now=START)
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=START)
    cases.ask_extension(order.pk, key="k", length="+24H", reason="需送检", plan="送检",
                        actor=desk.handler, now=START)  # fmt: skip
    cases.submit_order(order.pk, verdict="true", finding="已停产", actor=desk.handler, now=START)
    make_statement(desk.clerk, case=case)
    case.statements.update(state="published", published_at=START)
    cases.review_order(order.pk, actor=desk.head, now=START, opinion="同意办结")
    cases.review_order(order.pk, actor=desk.clerk, now=START)
    return order


@pytest.mark.django_db
def test_an_order_leaves_the_desk_with_every_field_and_no_reporter(
    desk: Desk, catalogues: None
) -> None:
    address = reverse("print_order", args=[finished_order(desk).pk])
    with clock_at(START + timedelta(hours=1)):
        made = {form: as_(desk.clerk).post(address, {"form": form}) for form in
                ("html", "docx", "pdf")}  # fmt: skip
    assert {form: answer.status_code for form, answer in made.items()} == dict.fromkeys(made, 200)
    page = made["html"].content.decode()
    document = Document(io.BytesIO(made["docx"].content))
    told: dict[str, str] = {}
    for row in document.tables[0].rows:
        texts = list({cell._tc: cell.text for cell in row.cells}.values())
        told |= dict(zip(texts[::2], texts[1::2], strict=True))
    missing = {
        field: said for field, said in FIELDS.items()
        if said not in told.get(field, "") or field not in page or said not in page
    }  # fmt: skip
    assert missing == {}
    with zipfile.ZipFile(io.BytesIO(made["docx"].content)) as archive:
        everything = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "ignore")
    assert REPORTER not in page + everything
    assert page.count("GB/T 9704") == everything.count("GB/T 9704") == 1
    assert made["pdf"].content.startswith(b"%PDF")
    printed = Event.objects.filter(kind="order.printed").order_by("seq")
    assert [event.body["form"] for event in printed] == ["html", "docx", "pdf"]


@pytest.mark.django_db
def test_a_co_handler_prints_its_own_part_alone(desk: Desk, catalogues: None) -> None:
    order = finished_order(desk)
    part = order.parts.get()
    police = make_person(desk.office, "traffic", "dept_head", unit=part.unit)
    stranger = make_person(desk.office, "stranger", "dept_head", unit=make_unit(desk.office, "外"))
    address = reverse("print_order", args=[order.pk])
    page = as_(police).post(address, {"form": "html"}).content.decode()
    assert [said for said in ("封路部分", "夜间异味") if said not in page] == []
    for hidden in ("已停产", "从快办结", "请危化科牵头", "立即到场"):
        assert hidden not in page
    assert as_(stranger).post(address, {"form": "html"}).status_code == 404
    assert as_(police).get(reverse("case", args=[order.case_id])).status_code == 302
    shown = as_(police).get(reverse("order", args=[order.pk])).content.decode()
    assert ("封路部分" in shown, "已停产" in shown) == (True, False)
    give = reverse("part_step", args=[part.pk, "give"])
    assert as_(police).post(give, {"text": " "}).status_code == 422
    assert as_(police).post(give, {"text": "已封路"}).status_code == 302
    part.refresh_from_db()
    assert part.opinion == "已封路"


@pytest.mark.django_db
def test_letters_of_transfer_and_refusal_print_as_they_were_decided(
    desk: Desk, catalogues: None
) -> None:
    sent = make_case(desk.duty, now=START)
    cases.transfer_case(sent.pk, destination="云溪市生态环境局", reason="属环保职责",
                        letter="附件两份。", actor=desk.clerk, now=START)  # fmt: skip
    refused = make_case(desk.duty, "噪声", now=START)
    cases.refuse_case(refused.pk, reason="不属本局职责", destination="城管局", actor=desk.clerk,
                      now=START)  # fmt: skip
    said = {sent: ("移〔2026〕1号", "云溪市生态环境局：", "附件两份。", "属环保职责"),
            refused: ("告〔2026〕2号", "不予受理告知书", "不属本局职责", "城管局")}  # fmt: skip
    for case, words in said.items():
        page = as_(desk.clerk).post(reverse("print_letter", args=[case.pk]), {"form": "html"})
        assert [word for word in words if word not in page.content.decode()] == []
    open_case = make_case(desk.duty, "另案", now=START)
    answer = as_(desk.clerk).post(reverse("print_letter", args=[open_case.pk]), {"form": "pdf"})
    assert answer.status_code == 404
    assert Event.objects.filter(kind="case.letter_printed").count() == 2


def test_a_machine_without_chinese_fonts_says_what_to_install(tmp_path: Path) -> None:
    with override("en"), pytest.raises(CannotPrint, match="fonts-noto-cjk"):
        choose(tmp_path, of_the_system=False)


def test_numbers_and_texts_are_safe_to_set() -> None:
    assert document_number("D", "free text") == "free text"
    paper = Paper(
        "局", "1号", "单", "x", rows=((Cell("甲", "bell\x07 =1+1\n\n二"),),), signature="局"
    )
    made = docx(paper, at=START)
    cell = Document(io.BytesIO(made)).tables[0].rows[0].cells[1]
    assert cell.text == "bell =1+1\n二"
