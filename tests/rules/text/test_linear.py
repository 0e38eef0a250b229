"""The compiled scoring says what its rule says in plain Python; models survive being written."""

import math
from collections import Counter

import numpy as np
import pytest
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from huiyin.flows.learning.examples import Example
from huiyin.flows.learning.fit import Plan, contrasts, train
from huiyin.rules.text import linear, model_files
from huiyin.rules.text.codes import encode
from huiyin.rules.text.linear import Model, Task
from huiyin.rules.text.normalise import fold
from tests.rules.text.makers import clause, message

SPREAD, SALT, WHOLE = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, (1 << 64) - 1


def slot(mark: str, zone: int, size: int) -> int:
    """The slot of a mark as the rule has it."""
    key = 0
    for char in mark:
        key = (key << 21) | ord(char)
    return (((key ^ (zone * SALT & WHOLE)) * SPREAD & WHOLE) >> 32) & (size - 1)


def zone_texts(title: str, body: str) -> list[str]:
    """The four zones of a text as the rule has them."""
    ends = [at for at, char in enumerate(body) if char in "。!?;\n"]
    first = next((at for at in ends if at > 0), len(body))
    last = max((at + 1 for at in ends if at + 1 < len(body)), default=0)
    head = title or body[: linear.OPENING]
    return [f"{title}\n{body}", head, body[: first + 1], body[last:]]


def plain(model: Model, title: str, body: str) -> np.ndarray:
    """What the marks of a text say for each label."""
    said = np.zeros(model.weights.shape[1])
    row_of = {int(one): row for row, one in enumerate(model.slots)}
    for zone, text in enumerate(zone_texts(title, body)):
        marks = [text[at - size : at] for size in range(1, model.longest + 1)
                 for at in range(size, len(text) + 1)]  # fmt: skip
        rows = Counter(row_of.get(slot(mark, zone, model.size)) for mark in marks)
        rows.pop(None, None)
        loud = {row: (1 + math.log(times)) * model.rarity[row] for row, times in rows.items()}
        length = math.sqrt(sum(one * one for one in loud.values()))
        for row, one in loud.items():
            said += one / length * model.weights[row].astype(float)
    return said * model.scales + model.biases


def some_model(longest: int) -> Model:
    """A model of marks that texts show, with weights of no meaning."""
    texts = [message(seed, 120) for seed in range(20)]
    slots = {slot(text[at : at + size], zone, 1 << 16) for text in texts for zone in range(4)
             for size in range(1, longest + 1) for at in range(0, 100, 2)}  # fmt: skip
    known = np.array(sorted(slots), dtype=np.int32)
    weights = (np.arange(len(known) * 5).reshape(-1, 5) * 7919 % 255 - 127).astype(np.int8)
    rarity = (1 + known % 7).astype(np.float32)
    tasks = (Task("a", ("x", "y", "z"), (1.0, 2.0, 1.0)), Task("b", ("u", "v"), (1.0, 1.0)))
    scales, biases = np.full(5, 0.02, np.float32), (np.arange(5) / 10).astype(np.float32)
    lexical = np.zeros((0, 5), np.float32)
    return Model("t", 1 << 16, longest, (0, 1, 2, 3), tasks, known, rarity, weights, scales,
                 biases, lexical)  # fmt: skip


@pytest.mark.parametrize("longest", [2, 3])
def test_texts_are_weighed_as_the_rule_says(longest: int) -> None:
    model = some_model(longest)
    rows = [(clause(seed), message(seed, 30 + 17 * seed)) for seed in range(12)]
    rows += [("", "甲乙。丙丁!戊"), ("题", ""), ("", ""), ("三。两", "!!。长" * 40), ("", "。")]
    titles, bodies = fold([row[0] for row in rows]), fold([row[1] for row in rows])
    codes = encode([f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)])
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    zones = linear.zones_of(codes, lengths, model.zones)
    scores, _ = linear.weigh(model, codes, zones, np.zeros((0, 0), np.float32))
    expected = [plain(model, title, body) for title, body in zip(titles, bodies, strict=True)]
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-4)


def test_a_model_survives_being_written() -> None:
    model = some_model(2)
    data = model_files.to_bytes(model)
    again = model_files.from_bytes(data)
    assert model_files.to_bytes(again) == data
    assert again.tasks == model.tasks
    assert np.array_equal(again.weights, model.weights)


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no model", model_files.to_bytes(some_model(2))[:99]]
)
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="model"):
        model_files.from_bytes(data)


def test_marks_are_as_loud_as_they_tell_a_label_from_the_others() -> None:
    marks = csr_matrix(np.array([[4.0, 1.0, 0.0], [2.0, 1.0, 0.0], [0.0, 1.0, 3.0]], np.float32))
    own = np.array([True, True, False])
    least = 12 / 6  # the mean of what stands, so that no share is nothing
    here, there = np.array([6.0, 2.0, 0.0]) + least, np.array([0.0, 1.0, 3.0]) + least
    wanted = np.abs(np.log((here / 14) / (there / 10)))
    np.testing.assert_allclose(contrasts(marks, own), wanted, rtol=1e-4)


def test_what_is_learnt_from_a_further_look_is_added_with_its_share() -> None:
    examples = [Example(title, body, {"t": label}) for title, body, label in
                [("欠薪", "路灯不亮", "a"), ("工资", "路面坑洼", "a"), ("路灯", "拖欠工资", "b"),
                 ("路面", "欠薪不发", "b")] * 3]  # fmt: skip
    whole, head = (1.0, 0.5, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0)
    plans = (Plan("t", whole, besides=((head, 0.5),)), Plan("t", whole), Plan("t", head))
    both, first, second = (train(examples, [plan], "v", calibrated=False) for plan in plans)

    def told(model: Model) -> dict[int, np.ndarray]:
        rows = model.weights * model.scales.astype(float)
        return dict(zip(model.slots.tolist(), rows, strict=True))

    of_first, of_second = told(first), told(second)
    nothing = np.zeros(2)
    for slot_, said in told(both).items():
        wanted = of_first.get(slot_, nothing) + 0.5 * of_second.get(slot_, nothing)
        np.testing.assert_allclose(said, wanted, atol=0.02)
    np.testing.assert_allclose(both.biases, first.biases + 0.5 * second.biases, atol=1e-5)


def test_the_same_examples_give_the_same_bytes() -> None:
    examples = [Example("", text, {"t": label}) for text, label in
                [("工资拖欠", "a"), ("欠薪不发", "a"), ("路灯不亮", "b"), ("路面坑洼", "b")] * 3
                ]  # fmt: skip
    plan = Plan("t", (1.0, 0.5, 0.0, 0.0), contrast=0.5)
    first, second = (model_files.to_bytes(train(examples, [plan], "v")) for _ in range(2))
    assert first == second
