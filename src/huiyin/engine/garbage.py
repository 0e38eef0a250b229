"""Cyclic garbage in a process that lives long and handles many small objects.

Python looks through everything it holds whenever enough new objects have come. A batch of items
makes hundreds of thousands, few of them cyclic, among the many of modules that stay for ever: left
alone that takes a fifth of the time of a batch.
"""

import gc

NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS = 100_000, 20, 50


def collect_rarely() -> None:
    """Leave out what stands now, and look through the rest less often. Call it after start."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
