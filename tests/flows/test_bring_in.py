"""Files are brought in whole, once, and what could not be taken is listed."""

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake import storing
from huiyin.apps.intake.columns import channel_named, without_people
from huiyin.apps.intake.models import ImportRun, Item, RefusedRow, Source
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.flows import bring_in as bringing
from huiyin.flows import grouping
from huiyin.flows.bring_in import (
    CannotBringIn,
    Progress,
    bring_in,
    bring_in_sources,
    is_source_list,
)
from tests.personas import Desk, make_desk

NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def table(folder: Path, *lines: str, name: str = "messages.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(("编号,时间,标题,内容,地点,渠道,姓名", *lines)), encoding="utf-8")
    return path


def lines_file(folder: Path, rows: list[Mapping[str, object]]) -> Path:
    path = folder / "messages.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_a_table_becomes_items_in_the_offices_own_time(desk: Desk, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "1,2026-09-21 10:00,路灯不亮,人民路三号路灯坏了一周。,人民路,热线,张三",
        "2,2026-09-21 11:30,建议增设公交,西关村没有公交。,西关村,来信,李四",
    )
    run = bring_in(desk.office, path, actor=desk.duty, now=NOW)
    assert (run.rows, run.new_items, run.known, run.refused) == (2, 2, 0, 0)
    assert run.finished_at == NOW
    lamp, bus = Item.objects.order_by("external_id")
    assert lamp.published_at == datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
    assert (lamp.channel, lamp.place, lamp.run) == ("hotline", "人民路", run)
    assert (bus.channel, bus.kind) == ("letter", "suggestion")
    assert "张三" not in json.dumps([lamp.raw, bus.raw], ensure_ascii=False)
    event = Event.objects.get(kind="import.finished")
    assert (event.actor, event.body["new"]) == (desk.duty, 2)


def test_brought_in_twice_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = table(
        tmp_path, "1,2026-09-21,甲,内容甲,,,", ",2026-09-21,乙,内容乙,,,", ",,丙,内容丙,,,"
    )
    bring_in(desk.office, path, now=NOW)
    before = list(Item.objects.values()), list(Story.objects.values())
    again = bring_in(desk.office, path, now=NOW, channel="hotline")
    assert (again.new_items, again.known) == (0, 3)
    assert (list(Item.objects.values()), list(Story.objects.values())) == before


def test_the_same_number_with_another_text_is_another_message(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk.office, table(tmp_path, "1,,甲,热线的第一件,,,"), now=NOW)
    bring_in(desk.office, table(tmp_path, "1,,乙,信箱的第一件,,,"), now=NOW)
    assert Item.objects.count() == 2


def test_what_cannot_be_read_is_listed_and_the_rest_goes_on(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text('{"title": "好"}\n{broken\n{"id": 3}\n{"title": "也好"}\n', "utf-8")
    run = bring_in(desk.office, path, now=NOW)
    assert (run.rows, run.new_items, run.refused) == (4, 2, 2)
    refused = list(RefusedRow.objects.order_by("id").values_list("place", "code"))
    assert refused == [("row 2", "row_broken"), ("row 3", "empty_row")]
    assert RefusedRow.objects.order_by("id")[0].raw.strip() == "{broken"


def test_a_row_that_cannot_be_stored_is_found_and_set_aside(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = storing.write_items

    def picky(*args: Any) -> Any:
        if any(arrival.title == "第7号" for _key, arrival in args[1]):
            raise ValueError("cannot store this")
        return write(*args)

    monkeypatch.setattr(grouping, "write_items", picky)
    rows: list[Mapping[str, object]] = [{"title": f"第{n}号", "user": "张三"} for n in range(20)]
    run = bring_in(desk.office, lines_file(tmp_path, rows), now=NOW)
    assert (run.rows, run.new_items, run.refused) == (20, 19, 1)
    refused = RefusedRow.objects.get()
    assert (refused.place, refused.code) == ("row 8", "storing_failed")
    assert "第7号" in json.loads(refused.raw)["title"]
    assert "张三" not in refused.raw
    assert Item.objects.count() == 19


def test_after_a_kill_in_the_middle_a_second_run_completes_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "CHUNK", 10)
    rows: list[Mapping[str, object]] = [
        {"title": f"第{n}号井盖丢失", "time": f"2026-09-{1 + n % 20:02}"} for n in range(35)
    ]
    path = lines_file(tmp_path, rows)

    def killed(progress: Progress) -> None:
        if progress.rows >= 20:
            raise SystemExit

    with pytest.raises(SystemExit):
        bring_in(desk.office, path, now=NOW, progress=killed)
    broken = ImportRun.objects.get()
    assert (broken.new_items, broken.finished_at) == (20, None)
    whole = bring_in(desk.office, path, now=NOW)
    assert (whole.new_items, whole.known) == (15, 20)
    assert Item.objects.count() == 35


def test_stories_do_not_depend_on_the_order_of_the_rows(desk: Desk, tmp_path: Path) -> None:
    other = make_desk("heling", "禾岭县应急管理局")
    rows: list[Mapping[str, object]] = [
        {"title": f"锦绣花园{what}", "body": f"锦绣花园小区{what},第{n}次反映。",
         "time": f"2026-09-{1 + n:02} 10:00"}
        for n, what in enumerate(["夜间施工", "电梯故障", "夜间施工", "停水三天", "电梯故障"])
    ]  # fmt: skip
    bring_in(desk.office, lines_file(tmp_path, rows), now=NOW)
    bring_in(other.office, lines_file(tmp_path, rows[::-1]), now=NOW)
    first, second = (
        sorted(Story.objects.filter(office=each.office).values_list("title", "items_n"))
        for each in (desk, other)
    )
    assert first == second


def test_progress_reaches_the_end_of_the_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"title": "a"}\n{"title": "b"}\n'))
    seen: list[Progress] = []
    bring_in(desk.office, path, now=NOW, progress=seen.append)
    assert seen[-1] == Progress(path.stat().st_size, 2, 2, 0, 0)


def test_a_file_that_no_plug_in_reads_is_refused_with_what_is_known(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "messages.docx"
    path.write_bytes(b"PK")
    with pytest.raises(CannotBringIn) as refusal:
        bring_in(desk.office, path, now=NOW)
    assert refusal.value.code == "format_unknown"
    assert ".csv" in refusal.value.known
    assert not ImportRun.objects.exists()


def test_a_list_of_sources_is_watched_and_what_is_no_address_is_given_back(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "sources.opml"
    path.write_text(
        '<opml version="2.0"><body><outline text="报纸">'
        '<outline text="云溪晚报" type="rss" xmlUrl="https://yunxi.example/feed"/>'
        '<outline text="文件" type="rss" xmlUrl="file:///etc/passwd"/>'
        "</outline></body></opml>",
        "utf-8",
    )
    assert is_source_list(path)
    brought = bring_in_sources(desk.office, path, actor=desk.duty, now=NOW)
    assert (brought.added, brought.known) == (1, 0)
    assert [refusal.code for refusal in brought.refused] == ["address_unfit"]
    assert Source.objects.get().name == "云溪晚报"
    assert bring_in_sources(desk.office, path, actor=desk.duty, now=NOW).known == 1


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        ("姓名", False), ("用户名", False), ("用户id", False), ("作者", False), ("联系电话", False),
        ("author", False), ("user_id", False), ("nick name", False), ("E-mail", False),
        ("标题", True), ("来源", True), ("媒体", True), ("时间", True), ("outlet", True),
        ("likes", True), ("reply", True), ("group", True), ("telling", True),
    ],
)  # fmt: skip
def test_columns_that_name_people_are_dropped(column: str, kept: bool) -> None:
    assert (column in without_people({column: "x"})) is kept


@pytest.mark.parametrize(
    ("written", "channel"),
    [("热线", "hotline"), ("12345热线", "hotline"), ("群众来信", "letter"), ("visit", "visit"),
     ("portal", ""), ("feed", ""), ("微博", ""), ("", "")],
)  # fmt: skip
def test_a_row_says_how_it_came_but_never_that_it_came_by_the_portal(
    written: str, channel: str
) -> None:
    assert channel_named(written) == channel


@pytest.mark.parametrize("name", ["govmsg_hot", "govmsg_reply"])
def test_real_messages_are_brought_in_wholly_and_once(desk: Desk, name: str) -> None:
    path = SHARED / name / "messages.jsonl.gz"
    if not path.exists():
        pytest.skip("the shared data is not here")
    with gzip.open(path) as stream:
        rows = sum(1 for _line in stream)
    run = bring_in(desk.office, path, now=NOW)
    assert run.rows == rows
    assert run.new_items + run.known + run.refused == rows
    assert run.refused == 0
    assert StoryItem.objects.count() == Item.objects.count() == run.new_items
    assert bring_in(desk.office, path, now=NOW).new_items == 0
