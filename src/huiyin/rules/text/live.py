"""The arrays of the live items and stories, as the kernels of grouping read and write them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Short = NDArray[np.int32]
Places = NDArray[np.uint32]
"""Numbers of rows. Having no sign, they are looked up without asking if they count from the end."""
Floats = NDArray[np.float64]
Light = NDArray[np.float32]
Marks = NDArray[np.uint8]


# Whoever changes a number here touches the files of the kernels too: what was compiled of them is
# kept as long as they do not change.
MEMBERS, STORIES_POOLED = 24, 4
"""Items of a story that are kept (the latest); stories near an item that are looked at."""
POOL = MEMBERS * STORIES_POOLED + 1
MOST_TERMS, MOST_FACTS = 96, 64
OPENED = 1 << 62
"""From here on count the keys of stories that were not given one yet."""
QUARTER_DAY = 6 * 3600 * 1_000_000
"""Microseconds after which the stories that have ended are looked for."""
UNSEEN = 1000.0
"""Items assumed beside the live ones, so that the first days do not differ from later ones; which
terms those hold, `background` tells."""
COPY = 0.8
"""Likeness of texts that are nearly the same: it does not fade."""


class Live(NamedTuple):
    """Items (units), the words they hold, and their stories; numbers instead of names.

    `counts` tells how much of the arrays is in use, `logs` are those of 1, 2, 3 …, `usual` says how
    many of the items assumed hold a term (open table `usual_keys`). An open table
    `word_slots` leads from a term's key to its number; `held` counts the units that hold it and
    those assumed to, `common` the latter; its units stand in `post`. A unit's words, their loads
    and its facts are the rows from `unit_terms[u]` to `unit_terms[u + 1]` (`unit_facts`); its
    story's units are linked from `story_head` by `unit_next`. `mine`, `local` and `score` are zero
    but while an item is compared.
    """

    counts: Ints
    logs: Floats
    usual_keys: Ints
    usual: Short
    word_slots: Short
    word_keys: Ints
    held: Short
    common: Short
    post_at: Ints
    post_size: Short
    post_room: Short
    mine: Light
    local: Short
    post: Places
    words: Places
    loads: Light
    facts: Ints
    unit_key: Ints
    unit_at: Ints
    unit_story: Short
    unit_next: Short
    unit_terms: Ints
    unit_facts: Ints
    score: Light
    story_key: Ints
    story_span: Ints
    story_items: Short
    story_units: Short
    story_head: Short
    settled: Marks


class Batch(NamedTuple):
    """Items to be taken (columns as in `Features`) in an order, and what is decided of each.

    `story` is each item's story and the likest other one, which was refused (-1: none); `moves` are
    the item, the story it left and the one it went to, in the order they were made.
    """

    order: Ints
    keys: Ints
    at: Ints
    bounds: Ints
    terms: Ints
    fact_bounds: Ints
    facts: Ints
    story: Ints
    moves: Ints


class Pool(NamedTuple):
    """An item and the units of the stories near it, to be put into stories anew.

    `like` holds the cosines, `barred` what keeps two units apart (0: nothing), `group` the story
    of those that stay together, `holds` which units hold the item's terms, which weigh `ours`.
    `label` is the group a unit comes to, `target` the story, -1 for a new one of its group.
    """

    units: Short
    like: Floats
    barred: Marks
    at: Ints
    group: Short
    holds: Marks
    ours: Floats
    label: Short
    target: Short
