"""The documentation names what there is, leads where it says, and its examples come out so."""

import ast
import os
import re
import subprocess
import sys
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from nacl.signing import SigningKey

from huiyin.apps.audit.actions import record
from huiyin.apps.audit.anchors import keep, sign
from huiyin.apps.audit.queries import exported, head
from huiyin.apps.org.models import Person
from huiyin.conf.env import SETTINGS
from huiyin.engine.clock import now
from huiyin.faces.cli import commands_doc, events_doc
from huiyin.faces.cli.main import COMMANDS
from huiyin.flows.holidays import published_days
from huiyin.flows.offices import OFFICE_DAY
from huiyin.ports import formats, registry, sources
from huiyin.rules.calendar_files import read_calendar
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import Kind, read_rule
from tests.house.sources import PACKAGE, ROOT, named, tracked
from tests.makers import make_office
from tests.personas import make_desk

DOCS = ROOT / "docs"
PAGES = tracked("docs/**/*.md", "docs/*.md", "*.md", "bench/*.md")
GUIDES = tracked("docs/tutorials/*.md", "docs/how-to/*.md")
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ANCHOR = re.compile(r'<a id="([^"]+)">|^#+ (.+)$', re.MULTILINE)
NODE = re.compile(r"(tests/[\w/]+\.py)`?\]?(?:\([^)]*\))? ?`?::(test_\w+)")
FIGURE = re.compile(r"(?m)^\| [^|]+ \| ([^|]*\d[^|]*) \| (`(?:huiyin eval|bench/)[^|]+) \|$")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
NOT_SAID = {"bold", "粗体字", "English"}  # the word itself, and the name of a language
MACHINES = {"http", "https", "mailto"}


def text(path: Path) -> str:
    return path.read_text("utf-8")


def anchors(page: Path) -> set[str]:
    """Names that a link into this page may end with."""
    found = set()
    for given, heading in ANCHOR.findall(text(page)):
        plain = re.sub(r"[^\w\s-]", "", heading.lower()).strip()
        found.add(given or re.sub(r"\s+", "-", plain))
    return found


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(text(page)):
        where, _, anchor = link.partition("#")
        if where.split(":")[0] in MACHINES or link.startswith("<"):
            continue
        target = (page.parent / where).resolve() if where else page
        if not target.exists() or (
            anchor and target.suffix == ".md" and anchor not in anchors(target)
        ):
            broken.append(link)
    assert broken == []


def test_every_page_is_reached_from_the_index() -> None:
    seen, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        linked = (link.partition("#")[0] for link in LINK.findall(text(page)))
        targets = ((page.parent / link).resolve() for link in linked if link.endswith(".md"))
        waiting += [target for target in targets if target.is_file()]
    pages = set(tracked("docs/**/*.md", "docs/*.md"))
    assert sorted(map(named, pages - seen)) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_test_that_is_named_exists(page: Path) -> None:
    named_tests = NODE.findall(text(page))
    missing = [f"{path}::{name}" for path, name in named_tests if name not in defined(path)]
    assert missing == []


@cache
def defined(path: str) -> frozenset[str]:
    nodes = ast.walk(ast.parse(text(ROOT / path)))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def test_the_readmes_prove_every_limit_and_say_the_same() -> None:
    english, chinese = (text(path) for path in READMES)
    assert len(set(NODE.findall(english))) == 6
    for pattern in (NODE, re.compile(r"`(huiyin [a-z ]+)`"), re.compile(r"`(make \w+)`")):
        assert pattern.findall(english) == pattern.findall(chinese)
    assert len(english.splitlines()) <= 150
    assert len(chinese.splitlines()) <= 150


def test_the_readmes_give_the_same_figures_and_where_they_come_from() -> None:
    told = [FIGURE.findall(text(path).rpartition("\n## ")[0]) for path in READMES]
    english, chinese = ([(re.findall(r"[\d,.]+", f), c) for f, c in rows] for rows in told)
    assert english == chinese
    assert len(english) > 3
    sources = [re.split(r"[` ]", command)[1:4] for _figure, command in english]
    assert [one for one in sources if not is_source_of_figures(one)] == []


def is_source_of_figures(words: list[str]) -> bool:
    if words[0] == "huiyin":
        return (PACKAGE / "faces" / "cli" / "evals" / f"{words[2]}.py").is_file()
    return words[0].startswith("bench/") and (ROOT / words[0]).is_file()


def test_every_command_is_in_the_readmes_and_the_reference() -> None:
    pages = [text(DOCS / "reference" / "commands.md"), *(text(path) for path in READMES)]
    missing = [name for name in COMMANDS for page in pages if f"huiyin {name}" not in page]
    assert missing == []
    leaves = [context.command_path for context in commands_doc.leaves()]
    assert [path for path in leaves if f"## {path}\n" not in pages[0]] == []


def test_the_page_of_commands_is_made_from_the_commands() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "huiyin.faces.cli.commands_doc"],
        env={**os.environ, "HUIYIN_LANGUAGE": "en", "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert text(DOCS / "reference" / "commands.md") == made.stdout


def test_the_page_of_events_is_made_from_their_wording() -> None:
    assert text(DOCS / "reference" / "events.md") == events_doc.page()


def test_every_setting_is_documented_and_used() -> None:
    page = text(DOCS / "reference" / "settings.md")
    assert [one.name for one in SETTINGS if f"`{one.name}`" not in page] == []
    code = "".join(text(path) for path in PACKAGE.rglob("*.py") if path.name != "env.py")
    used = [rf'\.{one.field}\b|= "{one.name}"' for one in SETTINGS]
    assert [pattern for pattern in used if not re.search(pattern, code)] == []


def test_every_port_and_every_built_in_plug_in_is_documented() -> None:
    page = text(DOCS / "reference" / "plug-ins.md")
    ports = [
        name
        for path in (PACKAGE / "ports").glob("*.py")
        for name in re.findall(r"^class (\w+)\(Protocol\)", text(path), re.MULTILINE)
    ]
    assert len(ports) >= 2
    named_there = [
        *ports,
        registry.SOURCES,
        registry.FORMATS,
        *sources().plugins,
        *formats().plugins,
    ]
    assert [name for name in named_there if f"`{name}`" not in page] == []


@cache
def said(chinese: bool) -> frozenset[str]:
    """Everything the faces can say, in English or in Chinese."""
    found = set()
    for path in (PACKAGE / "locale").glob("*/zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            messages = list(read_po(file, locale="zh_Hans"))
        texts = [message.string if chinese else message.id for message in messages]
        found |= {
            part for each in texts if each for part in ([each] if isinstance(each, str) else each)
        }
    return frozenset(found)


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_a_guide_names_buttons_that_exist(page: Path) -> None:
    named_there = [" ".join(words.split()) for words in BOLD.findall(text(page))]
    known = said(chinese=".zh." in page.name) | NOT_SAID
    assert [words for words in named_there if words not in known] == []


def test_the_worked_examples_of_deadlines_come_out_as_written() -> None:
    days = published_days(2026)
    listed = {
        kind: [str(day) for day, is_kind, _ in days if is_kind == kind] for _, kind, _ in days
    }
    week = {str(day): OFFICE_DAY for day in range(5)}
    calendar = read_calendar(
        "example",
        {
            "tz": "Asia/Shanghai", "week": week, "moved_hours": OFFICE_DAY, "years": [2026],
            "holidays": listed["holiday"], "moved_workdays": listed["workday"],
        },
    )  # fmt: skip
    page = text(DOCS / "reference" / "deadlines.md")
    rows = re.findall(r"^\| `(\S+)` \| ([\d-]+ [\d:]+) \| ([^|]+) \|", page, re.MULTILINE)
    assert {read_rule(code).kind for code, *_ in rows} == set(Kind)
    for code, start, expected in rows:
        due = due_at(read_rule(code), datetime.fromisoformat(f"{start}+08:00"), calendar)
        local = f"{due.at.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
        assert (code, start, "provisional" if due.provisional else local) == (code, start, expected)


@pytest.mark.django_db
def test_an_outsider_verifies_an_export_as_the_guide_says(tmp_path: Path) -> None:
    guide = text(DOCS / "how-to" / "verify-the-chain.md")
    (script,) = re.findall(r"```python\n(.+?)```", guide, re.DOTALL)
    assert len(script.splitlines()) <= 60
    program, export, kept = (tmp_path / name for name in ("verify.py", "events", "anchors"))
    program.write_text(script)
    office = make_desk().office
    for number in range(3):
        body = {"text": '联锁🔒 "x"', "n": number, "share": 0.25, "none": None}
        record("case.noted", subject=f"case:{number}", at=now(), office=office, body=body)
    key = SigningKey.generate()
    anchor = sign(*head(), now(), key)
    keep(kept, anchor)

    def verified(lines: list[str]) -> tuple[str, str]:
        export.write_text("\n".join([*lines, ""]), "utf-8")
        asked = [sys.executable, str(program), str(export), str(kept), anchor.key]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        return done.stdout, done.stderr.strip()

    events = list(exported())
    said, _ = verified(events)
    assert said.startswith("3 events, whole; 1 anchors agree;")
    altered = [events[0], events[1].replace('"reason":""', '"reason":"x"'), events[2]]
    assert verified(altered) == ("", "the chain is broken at event 2")
    assert verified(events[:2]) == ("", "events after 2 were removed")
    kept.write_text(kept.read_text().replace(anchor.hash, "00" * 32))
    assert "BadSignatureError" in verified(events)[1]


@pytest.mark.django_db
def test_people_are_added_as_the_guide_says() -> None:
    (script,) = re.findall(r"```python\n(.+?)```", text(DOCS / "how-to" / "set-up.md"), re.DOTALL)
    office = make_office()
    exec(compile(script, "people.py", "exec"), {})
    held = Person.objects.filter(office=office).values_list("username", "grants__role")
    assert dict(held) == {
        "luo": "dept_head", "he": "handler", "shen": "approver", "lin": "custodian",
    }  # fmt: skip


def test_the_benches_are_in_their_table() -> None:
    page = text(ROOT / "bench" / "README.md")
    benches = [path for path in tracked("bench/*.py") if "__main__" in text(path)]
    assert [path.name for path in benches if f"`{path.name}`" not in page] == []
