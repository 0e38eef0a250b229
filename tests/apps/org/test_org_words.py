"""Every refusal and every event has words in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from huiyin.apps.cases.actions.steps import PAST
from huiyin.apps.intake.actions.items import PAST as ITEM_PAST
from huiyin.apps.org.words import EVENTS, REFUSALS, event_text, refusal_text
from huiyin.rules.machines import CASE, ITEM, ORDER, STATEMENT
from huiyin.rules.refusals import Refusal

PACKAGE = Path(__file__).resolve().parents[3] / "src" / "huiyin"
RECORDERS = {"record", "_record", "_event", "_tell", "record_event", "tell"}
KIND = re.compile(r"[a-z]+\.[a-z_]+")


def recorded_kinds() -> Iterator[str]:
    """Kinds written word for word where an event is recorded, and those made from a step."""
    for path in [*(PACKAGE / "apps").rglob("*.py"), *(PACKAGE / "flows").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDERS:
                yield from kinds_in(node)
    for machine, past in ((CASE, PAST), (ORDER, PAST), (STATEMENT, PAST), (ITEM, ITEM_PAST)):
        yield from (f"{machine.name}.{past[event]}" for event in machine.events if event in past)


def kinds_in(call: ast.Call) -> Iterator[str]:
    for argument in call.args[:2]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from (node.value,) if KIND.fullmatch(node.value) else ()


@pytest.mark.parametrize("code", Refusal)
def test_every_refusal_says_why_in_both_languages(code: Refusal) -> None:
    with translation.override("en"):
        english = refusal_text(code)
    with translation.override("zh-hans"):
        chinese = refusal_text(code)
    assert code in REFUSALS
    assert english != chinese
    assert re.search(r"[一-鿿]", chinese)


def test_every_recorded_event_has_its_sentence() -> None:
    kinds = set(recorded_kinds())
    assert {"case.registered", "order.issued", "rule.saved"} <= kinds
    assert sorted(kinds - set(EVENTS)) == []


@pytest.mark.parametrize("kind", EVENTS)
def test_every_sentence_has_its_chinese(kind: str) -> None:
    with translation.override("zh-hans"):
        assert re.search(r"[一-鿿]", event_text(kind, {}))


def test_a_sentence_tells_what_the_event_carries_and_survives_what_it_lacks() -> None:
    with translation.override("en"):
        told = event_text("order.issued", {"number": "D2026-0001", "unit": "Chemicals"})
        bare = event_text("order.issued", {})
    assert told == "Order D2026-0001 issued to Chemicals"
    assert bare.startswith("Order")
    assert event_text("plugin.did_something", {}) == "plugin.did_something"
