"""Rows are copied in as they are, whatever stands in their texts; keys stay what they were."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.apps.intake.arrivals import Arrival, origin_key
from huiyin.apps.intake.models import Item
from huiyin.flows.grouping import store_batch
from tests.makers import make_office

NOW = datetime(2026, 9, 22, 3, 20, 0, 123456, tzinfo=UTC)


@pytest.mark.django_db
def test_every_text_comes_back_as_it_was_sent() -> None:
    texts = ['制表\t换行\n引号"反斜\\ \u2028', "😀\u200f‮abc", "\x7f\x01", "'; DROP TABLE", "\\N"]
    raw = {"列": "值", "n": 1.5, "gone": "a\0b", "list": [{"x": None}], "big": 10**25}
    arrivals = [Arrival("letter", text, f"正文{text}", raw=raw, place="里") for text in texts]
    store_batch(make_office(), arrivals, now=NOW)
    items = list(Item.objects.order_by("pk"))
    assert [(item.title, item.body) for item in items] == [(t, f"正文{t}") for t in texts]
    assert items[0].raw == {
        "列": "值",
        "n": 1.5,
        "gone": "ab",
        "list": [{"x": None}],
        "big": 10**25,
    }
    assert (items[0].captured_at, items[0].said_at, items[0].published_at) == (NOW, NOW, None)


@pytest.mark.django_db
def test_half_characters_and_nuls_are_mended() -> None:
    broken = Arrival("letter", "半\ud83d个\0字", "正文\udc00", raw={"a": "\ud83d", "b": object})
    store_batch(make_office(), [broken], now=NOW)
    item = Item.objects.get()
    assert (item.title, item.body) == ("半?个字", "正文?")


@given(st.text(), st.text())
def test_keys_are_those_of_plain_json(title: str, body: str) -> None:
    arrival = Arrival("letter", title, body, external_id="7")
    parts = ["letter", "7", title.strip(), body.strip()]
    told = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    assert origin_key(arrival) == digest
