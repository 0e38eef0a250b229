"""Confidence means how often such a guess was right."""

import numpy as np

from huiyin.rules.text.calibration import UNLEARNT, learn


def test_confidence_rises_with_the_score_and_meets_the_share_that_was_right() -> None:
    steps = np.arange(2000)
    scores = steps / 2000
    right = steps % 100 < scores * 100  # right as often as the score says
    read = learn(scores, right).read(scores)
    assert (np.diff(read) >= 0).all()
    assert np.abs(read - scores).max() < 0.08


def test_scores_that_mean_nothing_all_mean_the_same() -> None:
    scores = np.linspace(0, 1, 400)
    right = np.arange(400) % 2 == 0
    assert np.ptp(learn(scores, right).read(scores)) < 0.2


def test_few_texts_promise_little() -> None:
    assert learn(np.array([0.9, 0.95]), np.array([True, False])).read(np.array([0.99]))[0] < 0.7
    assert learn(np.array([]), np.array([], dtype=np.bool_)) is UNLEARNT
