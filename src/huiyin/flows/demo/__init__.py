"""The demonstration: a scripted day at an invented bureau, played on the real desk.

`office` makes the bureau and its people, `past` what happened before the day began, `news` reads
the texts and makes the reprints, `feeds` serves them as real feeds on this machine, and `player`
lets the public write and some colleagues work while the visitor looks on or takes part.
"""
