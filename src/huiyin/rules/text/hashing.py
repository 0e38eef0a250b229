"""Fixed 64-bit hashing of code points: the same on every machine, in every process."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_BITS = np.uint64(21)


def mix(keys: Hashes) -> Hashes:
    """Scramble 64-bit keys (the finaliser of SplitMix64, Steele et al. 2014)."""
    mixed = keys ^ (keys >> np.uint64(30))
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint64(31)
    return mixed


def pack(first: Hashes, *others: Hashes) -> Hashes:
    """Pack up to three code points (21 bits each) into one key without loss."""
    packed = first
    for other in others:
        packed = (packed << _BITS) | other
    return packed
