"""What happened at the bureau before the day began: cases at every stage, answers in public.

Everything is done by the same actions that people use, with the instants of its own time.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.models import CaseFile, Order
from huiyin.apps.cases.sweep import sweep_due
from huiyin.apps.responses import actions as responses
from huiyin.flows.demo.office import Bureau
from huiyin.flows.notices import tell_of_events

PAST = Path(__file__).with_name("past.toml")
STAGES = ("registered", "ordered", "signed", "assigned", "submitted", "reviewed", "drafted",
          "published", "closed")  # fmt: skip
HEADS = {"chemicals": "luo", "fireworks": "tang", "general": "jiang"}
HANDLERS = {"chemicals": "he", "fireworks": "xu", "general": "song"}


@dataclass(frozen=True, slots=True)
class PastCase:
    """One case of the past and how far it came; `at` is when it was registered."""

    at: datetime
    stage: str
    unit: str
    kind: str
    title: str
    summary: str
    verdict: str = ""
    finding: str = ""
    answer: Mapping[str, str] | None = None

    def reached(self, stage: str) -> bool:
        """Whether the case has come at least this far."""
        return STAGES.index(self.stage) >= STAGES.index(stage)


def play_past(bureau: Bureau, now: datetime) -> None:
    """Make the past up to `now`; clocks that ran out meanwhile were raised at their time."""
    told = tomllib.loads(PAST.read_text(encoding="utf-8"))
    for one in told["case"]:
        _play(bureau, PastCase(**one))
    moment = now - timedelta(days=3)
    while moment < now:
        moment += timedelta(minutes=30)
        sweep_due(moment)
    while tell_of_events(now):
        pass


def _play(bureau: Bureau, past: PastCase) -> None:
    people = bureau.people
    case = cases.open_case(
        actor=people["zhou"], title=past.title, kind=past.kind, summary=past.summary, now=past.at
    )
    if past.reached("ordered"):
        order = _order(bureau, past, case)
        _work(bureau, past, order)
    if past.reached("drafted") and past.answer is not None:
        _answer(bureau, past, case)
    if past.reached("closed"):
        end = past.at + timedelta(hours=29)
        told = "办理结果已公开，并已通过信箱告知。"
        cases.feed_back(case.pk, told, actor=people["chen"], now=end)
        cases.close_case(case.pk, actor=people["chen"], now=end + timedelta(minutes=10))


def _order(bureau: Bureau, past: PastCase, case: CaseFile) -> Order:
    clerk = bureau.people["chen"]
    cases.accept_case(case.pk, actor=clerk, now=past.at + timedelta(minutes=6))
    return cases.issue_order(
        case.pk, unit=bureau.units[past.unit], requirement="查明情况，依法处理，按时报结。",
        actor=clerk, now=past.at + timedelta(minutes=15),
    )  # fmt: skip


def _work(bureau: Bureau, past: PastCase, order: Order) -> None:
    head = bureau.people[HEADS[past.unit]]
    handler = bureau.people[HANDLERS[past.unit]]
    if past.reached("signed"):
        cases.sign_order(order.pk, actor=head, now=past.at + timedelta(minutes=50))
    if past.reached("assigned"):
        cases.assign_order(
            order.pk, handler=handler, actor=head, now=past.at + timedelta(minutes=58)
        )
    if past.reached("submitted"):
        cases.submit_order(
            order.pk, verdict=past.verdict, finding=past.finding, actor=handler,
            now=past.at + timedelta(hours=20),
        )  # fmt: skip
    if past.reached("reviewed"):
        clerk = bureau.people["chen"]
        cases.review_order(order.pk, actor=clerk, now=past.at + timedelta(hours=23))


def _answer(bureau: Bureau, past: PastCase, case: CaseFile) -> None:
    text: dict[str, Any] = dict(past.answer or {})
    statement = responses.draft_statement(
        actor=bureau.people["chen"], case_id=case.pk, now=past.at + timedelta(hours=25), **text
    )
    if past.reached("published"):
        approver = bureau.people["shen"]
        responses.approve_statement(statement.pk, actor=approver, now=past.at + timedelta(hours=27))
        responses.publish_statement(
            statement.pk, actor=approver, now=past.at + timedelta(hours=27, minutes=5)
        )
