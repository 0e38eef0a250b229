"""Everything the desk asks of a batch of messages, in one pass."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from huiyin.rules.text import classify, features, fingerprint, model_files
from huiyin.rules.text.classify import Guess, Judged
from huiyin.rules.text.codes import encode
from huiyin.rules.text.features import Features
from huiyin.rules.text.linear import Model
from huiyin.rules.text.match import Facts, Hit, Ruleset
from huiyin.rules.text.normalise import fold_codes
from huiyin.rules.text.prints import Prints, prints_of

_OUTLETS = "feed"
"""The channel of what outlets publish."""


@dataclass(frozen=True)
class Message:
    """What is analysed: plain text as it was received, and when it was published (aware).

    `facts` are for the rules; without a kind among them the guessed one counts.
    """

    title: str
    body: str
    published_at: datetime
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True)
class Analysis:
    """The answers for a batch of n messages, each of length n.

    `folded` is the folded title, a line break, and the folded body; keys and hits (with their
    offsets) are of that. By their prints items are found to be reprints.
    """

    folded: list[str]
    keys: list[bytes]
    prints: Prints
    hits: list[list[Hit]]
    judged: Judged
    features: Features


def analyse(
    messages: Sequence[Message],
    ruleset: Ruleset,
    group: Hashable = None,
    model: Model | None = None,
) -> Analysis:
    """Analyse a batch by the rules of one group; a few hundred messages at a time cost least.

    Without a model, the one that comes with the desk judges.
    """
    parts = fold_codes([text for message in messages for text in (message.title, message.body)])
    spelt = parts.texts()
    titles, bodies = spelt[::2], spelt[1::2]
    folded = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    codes = encode(folded)
    times = [message.published_at for message in messages]
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    outlets = np.array([message.facts.channel == _OUTLETS for message in messages], dtype=np.bool_)
    judged = classify.judge_texts(folded, codes, lengths, outlets, model or model_files.shipped())
    kinds = judged.guesses[classify.KIND]
    return Analysis(
        folded=folded,
        keys=fingerprint.keys_of(codes.words_only(), folded),
        prints=prints_of(parts),
        hits=ruleset.match_codes(codes, _facts(messages, kinds, ruleset), group),
        judged=judged,
        features=features.features(titles, bodies, times),
    )


def _facts(messages: Sequence[Message], kinds: Sequence[Guess], ruleset: Ruleset) -> list[Facts]:
    """What rules may ask of besides the texts; nothing where none does."""
    if not ruleset.asks_facts:
        return []
    return [
        message.facts if message.facts.kind else replace(message.facts, kind=guess.label or "")
        for message, guess in zip(messages, kinds, strict=True)
    ]
