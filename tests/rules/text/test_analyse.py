"""One pass gives what the parts give."""

from datetime import UTC, datetime

import numpy as np

from huiyin.rules.text import classify, cluster, fingerprint, match, model_files
from huiyin.rules.text.analyse import Message, analyse
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.prints import prints
from tests.rules.text.makers import clause, message

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_answers_of_a_batch_are_those_of_the_single_rules() -> None:
    messages = [Message(clause(seed), message(seed, 250), NOW) for seed in range(30)]
    messages += [Message("", "", NOW), Message("短讯", "火灾", NOW), Message("ＮＥＷＳ", "…", NOW)]
    ruleset = match.compile([("fire", "火灾 | 爆炸"), ("noise", "噪音 -工厂")])
    done = analyse(messages, ruleset)
    titles, bodies = fold([each.title for each in messages]), fold([each.body for each in messages])
    folded = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    assert done.folded == folded
    assert done.keys == fingerprint.content_keys(folded)
    assert done.hits == ruleset.match(folded)
    no_outlets = np.zeros(len(titles), dtype=np.bool_)
    assert done.judged == classify.judge(titles, bodies, no_outlets, model_files.shipped())
    alone = cluster.features(titles, bodies, [NOW] * len(messages))
    assert np.array_equal(done.features.at, alone.at)
    assert np.array_equal(done.prints.keys, prints(titles, bodies).keys)


def test_an_empty_batch_and_an_endless_message_are_analysed() -> None:
    ruleset = match.compile([("fire", "火灾")])
    assert analyse([], ruleset).folded == []
    done = analyse([Message("火灾", "很长的话" * 50_000, NOW)], ruleset)
    assert done.hits[0][0].key == "fire"
    assert done.prints.count == 1
