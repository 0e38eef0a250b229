"""Plays the day: the public writes, some colleagues do their work, the feeds go on.

The large matter of the night is left to the visitor. Everything is done once, in the order of
the script, when the bureau's clock reaches it; a step that the visitor was faster with, or that a
rule refuses by now, is passed over.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import structlog

from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.intake.actions import add_source, allow_private
from huiyin.apps.intake.models import Source
from huiyin.apps.intake.submissions import Letter, submit
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.responses import actions as responses
from huiyin.apps.responses.models import Statement
from huiyin.engine.clock import now
from huiyin.flows.demo.feeds import OutletServer
from huiyin.flows.demo.news import later_letters, published
from huiyin.flows.demo.office import Bureau, load_bureau
from huiyin.flows.demo.script import Day, LetterText, day

FETCH_EVERY = 180  # seconds of the bureau's clock: three of the visitor's
LOOK_EVERY = 0.2
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens at one minute of the day."""

    minute: float
    name: str
    play: Callable[[datetime], object]


def play_day(stop: Event) -> None:
    """Serve the feeds and play the scenes until told to stop."""
    script, bureau = day(), load_bureau()
    with ExitStack() as stack:
        _open_feeds(script, bureau, stack)
        for scene in sorted(scenes(script, bureau), key=lambda scene: scene.minute):
            while now() < script.at(scene.minute):
                if stop.wait(LOOK_EVERY):
                    return
            _play(scene, script.at(scene.minute))
        stop.wait()


def scenes(script: Day, bureau: Bureau) -> Iterator[Scene]:
    """Letters of the public, and the work of colleagues."""
    for letter in (*script.letters, *later_letters(script)):
        yield Scene(letter.minute, letter.title, _write(bureau, letter))
    yield from _work(bureau)


def _open_feeds(script: Day, bureau: Bureau, stack: ExitStack) -> None:
    texts = published(script)
    admin = bureau.people["guan"]
    for outlet in script.outlets:
        server = OutletServer(script, outlet, texts, now)
        stack.callback(server.close)
        at = now()
        source, _new = add_source(
            bureau.office, name=outlet.name, url=server.url, outlet=outlet.name, actor=admin,
            now=at,
        )  # fmt: skip
        Source.objects.filter(pk=source.pk).update(interval_seconds=FETCH_EVERY)
        allow_private(source.pk, actor=admin, now=at)


def _play(scene: Scene, at: datetime) -> None:
    try:
        scene.play(at)
    except StepRefused as refused:
        log.info("demo.passed_over", scene=scene.name, code=refused.code.value)


def _write(bureau: Bureau, letter: LetterText) -> Callable[[datetime], object]:
    key = hashlib.sha256(letter.title.encode()).digest()
    told = Letter(
        kind=letter.kind, title=letter.title, text=letter.text, place=letter.place,
        danger=letter.danger,
    )  # fmt: skip
    return lambda at: submit(bureau.office.pk, key, told, now=at)


def _work(bureau: Bureau) -> Iterator[Scene]:
    """What colleagues do while the visitor looks elsewhere."""
    people = bureau.people
    interlock = "来电反映：反应釜联锁被短接"
    yield Scene(
        9,
        "assign",
        lambda at: cases.assign_order(
            _order(interlock), handler=people["he"], actor=people["luo"], now=at
        ),
    )
    yield Scene(
        52,
        "submit",
        lambda at: cases.submit_order(
            _order(interlock),
            verdict="true",
            actor=people["he"],
            now=at,
            finding="双人到场核查，三号釜温度联锁被短接属实，已责令停车并恢复联锁。",
        ),
    )
    yield Scene(
        66, "review", lambda at: cases.review_order(_order(interlock), actor=people["chen"], now=at)
    )
    yield Scene(80, "draft", lambda at: _draft(bureau, interlock, at))
    yield Scene(
        98,
        "approve",
        lambda at: responses.approve_statement(_statement(interlock), actor=people["shen"], now=at),
    )
    yield Scene(
        104,
        "publish",
        lambda at: responses.publish_statement(_statement(interlock), actor=people["shen"], now=at),
    )
    yield Scene(30, "publish", lambda at: _approve_and_publish(bureau, "网传“云溪要断水三天”", at))
    yield Scene(45, "review", lambda at: cases.review_order(
        _order("北港区一气瓶站未见防晒棚"), actor=people["luo"], now=at))  # fmt: skip


def _draft(bureau: Bureau, title: str, at: datetime) -> None:
    responses.draft_statement(
        actor=bureau.people["chen"], case_id=_case(title).pk, now=at,
        title="关于反映反应釜联锁被短接的核查情况",
        body="接到反映后，我局双人到场核查，情况属实。企业已停车，联锁已恢复，我局已依法立案。"
        "反映人信息依法保密。",
        title_en="A bridged reactor interlock: what we found",
        body_en="Two officers went at once; the report was true. The reactor was stopped, the "
        "interlock restored and proceedings opened. Who told us stays sealed.",
    )  # fmt: skip


def _approve_and_publish(bureau: Bureau, title: str, at: datetime) -> None:
    approver = bureau.people["shen"]
    responses.approve_statement(_statement(title), actor=approver, now=at)
    responses.publish_statement(_statement(title), actor=approver, now=at + timedelta(minutes=2))


def _case(title: str) -> CaseFile:
    return CaseFile.objects.get(title=title)


def _order(title: str) -> int:
    return Order.objects.get(case__title=title).pk


def _statement(title: str) -> int:
    return Statement.objects.filter(case__title=title).latest("id").pk
