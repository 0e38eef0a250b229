"""What the places of `Live.counts` count.

Whoever changes a number touches the files of the kernels too: what was compiled of them is kept as
long as they do not change.
"""

UNITS, WORDS, POSTED, STORIES, LATEST, DEAD, FRESH, MOVES, POOLED, NEXT = range(10)
