"""How each task is learnt. Zones are: whole, head, first sentence, last sentence.

The figures were chosen by cross-validation on the development messages for topics; what people
want is said in heads, first and last sentences, what it is about in the whole.
"""

from huiyin.flows.learning.fit import Plan

OFFICE_TOPICS = Plan(
    "topic", (1.0, 0.7, 0.5, 0.0), cost=1.0, contrast=0.5,
    besides=(
        ((1.0, 0.0, 0.0, 0.0), 1.0), ((0.0, 1.0, 0.0, 0.0), 0.3), ((0.0, 0.0, 1.0, 0.0), 0.3),
    ),
)  # fmt: skip
"""Topics an office labelled itself, in numbers: learnt from all zones, and from each alone."""

REVIEWS = Plan("sentiment", (1.0, 0.0, 0.0, 0.0), cost=0.5, contrast=0.5)
"""Tone of short reviews, in numbers; triples of characters help there."""

WIDE = 1 << 22
"""Hash slots for so many marks: four times as many keep strangers apart."""

SENTIMENT = Plan("sentiment", (1.0, 0.3, 0.0, 0.0), cost=0.5)

KINDS_EXPECTED = (
    ("complaint", 4.0), ("hazard", 1.0), ("question", 1.0), ("report", 1.0), ("request", 1.0),
    ("suggestion", 1.0),
)  # fmt: skip
"""Of what people write to a public body, most is complaint; the seed has as many of each kind."""

KIND = Plan("kind", (1.0, 1.0, 1.0, 1.0), cost=0.5, lexicon=0.3, expected=KINDS_EXPECTED, doubt=0.4)
TOPIC = Plan("topic", (1.0, 1.0, 0.5, 0.0), cost=1.0, doubt=0.4)
SEVERITY = Plan("severity", (1.0, 0.7, 0.3, 0.3), cost=0.5, lexicon=0.2, doubt=0.4)
SHIPPED = (KIND, TOPIC, SEVERITY, SENTIMENT)
RAREST = 3
"""Marks of fewer texts are left out: they tell texts apart, no labels."""
