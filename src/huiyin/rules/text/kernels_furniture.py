"""The kernel that blanks furniture (see `furniture`): one walk over a batch of folded texts."""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

NOTICE, LABEL, CREDIT = 1, 2, 4
PLAIN, MARK = -1, -2
"""What `first` says of characters that begin no cue: nothing, or a bracket or sentence's end."""
_BRACKET, _LABELLED, _SENTENCE = 44, 40, 100
_FRONT, _BACK = 600, 400


@jit
def _cue(
    points: NDArray[np.uint32],
    place: int,
    stop: int,
    first: NDArray[np.int16],
    words: NDArray[np.uint32],
    wanted: int,
) -> int:
    """Return the length of a cue of a wanted sort that stands here, 0 for none.

    A row of `words` is a sort, a length and the cue's code points; rows of one first character
    follow each other from the row that `first` tells.
    """
    code = points[place]
    if code >= len(first) or first[code] < 0:
        return 0
    row = int(first[code])
    while row < len(words) and words[row, 2] == code:
        length = int(words[row, 1])
        if words[row, 0] & wanted and place + length <= stop:
            same = 0
            while same < length and points[place + same] == words[row, 2 + same]:
                same += 1
            if same == length:
                return length
        row += 1
    return 0


@jit
def _is_digit(code: int) -> bool:
    return 0x30 <= code <= 0x39


@jit
def _closing(points: NDArray[np.uint32], place: int, stop: int, most: int) -> int:
    """Return the place behind the bracket that closes the one here, or -1."""
    code = points[place]
    if code != 0x28 and code != 0x5B and code != 0x3010:
        return -1
    for end in range(place + 1, min(stop, place + most)):
        if points[end] == 0x29 or points[end] == 0x5D or points[end] == 0x3011:
            return end + 1
    return -1


@jit
def _dated(points: NDArray[np.uint32], place: int, stop: int) -> int:
    """Return the place behind 某报5月2日电, or -1: a name, a day, and how it came."""
    at = place
    while at < stop and at - place <= 16 and points[at] > 0x2FFF and points[at] != 0x3002:
        at += 1
    if at - place < 2:
        return -1
    for unit in (0x6708, 0x65E5):
        digits = at
        while at < stop and _is_digit(points[at]):
            at += 1
        if at == digits or at >= stop or points[at] != unit:
            return -1
        at += 1
    if at < stop and (points[at] == 0x7535 or points[at] == 0x8BAF):
        return at + 1
    return -1


@jit
def _head(points: NDArray[np.uint32], place: int, stop: int) -> int:
    """Return where a text begins behind one dateline or outlet; the same place if there is none."""
    at = _closing(points, place, stop, 15)
    if at < place + 4:
        at = -1
    if at < 0:
        at = _dated(points, place, stop)
        named = _closing(points, at, stop, 24) if 0 < at < stop else -1
        at = named if named > 0 else at
    if at < 0 and place + 3 <= stop and points[place] == 0x672C and points[place + 2] == 0x8BAF:
        at = place + 3
    if at < 0 and points[place] == 0x636E:
        for end in range(place + 3, min(stop - 1, place + 18)):
            if points[end] == 0x2C or points[end] == 0x3002:
                break
            told = points[end] == 0x62A5 and points[end + 1] == 0x9053
            if told or (points[end] == 0x6D88 and points[end + 1] == 0x606F):
                at = end + 2
                break
    if at < 0:
        return place
    while at < stop and (points[at] in (0x20, 0x2C, 0x3A, 0x2D) or points[at] in (0x2014, 0x2013)):
        at += 1
    return at


@jit
def _labelled(points: NDArray[np.uint32], place: int, stop: int) -> int:
    """Return the place behind what a label's colon tells of, or -1 where there is no colon."""
    at = place
    if at < stop and points[at] == 0x20:
        at += 1
    if at >= stop or points[at] != 0x3A:
        return -1
    at += 1
    if at < stop and points[at] == 0x20:
        at += 1
    begin = at
    while at < stop and points[at] != 0x20 and points[at] != 0x3002 and at - begin < _LABELLED:
        at += 1
    if at + 5 < stop and points[at + 3] == 0x3A and _is_digit(points[at + 1]):
        at += 6
    return at


@jit
def _ends(points: NDArray[np.uint32], place: int, stop: int) -> bool:
    """Tell whether a sentence ends here: at its mark, or at a space that is not between words."""
    code = points[place]
    after = points[place + 1] if place + 1 < stop else np.uint32(0x3002)
    if code == 0x3002 or code == 0x21 or code == 0x3F:
        return True
    plain = 0x30 <= after <= 0x39 or 0x61 <= after <= 0x7A
    if code == 0x2E:
        return not plain
    return bool(code == 0x20 and (after > 0x2FFF or (place > 0 and points[place - 1] > 0x2FFF)))


@jit
def _credited(
    points: NDArray[np.uint32],
    place: int,
    stop: int,
    first: NDArray[np.int16],
    words: NDArray[np.uint32],
) -> int:
    """Return the place behind the bracket that opens here, or -1 where no credit stands in it."""
    end = _closing(points, place, stop, _BRACKET)
    for within in range(place, end):
        if _cue(points, within, stop, first, words, CREDIT) > 0:
            return end
    return -1


@jit
def blank_furniture(  # noqa: C901 - one loop, for speed
    points: NDArray[np.uint32],
    starts: NDArray[np.int64],
    first: NDArray[np.int16],
    words: NDArray[np.uint32],
) -> None:
    """Write spaces over the furniture of texts: of long ones, in their front and back parts."""
    for text in range(len(starts) - 1):
        stop = starts[text + 1] - 1
        place = starts[text]
        for _again in range(2):
            if place < stop:
                place = _head(points, place, stop)
        points[starts[text] : place] = 0x20
        begin, noticed, fresh, inside = place, False, True, False
        front = min(starts[text] + _FRONT, stop)
        while place < stop:
            if place >= front and front < stop:
                place = max(place, stop - _BACK)
                begin, noticed, fresh, front = place, False, False, stop
            code = points[place]
            letter = 0x61 <= code <= 0x7A
            if place + 1 < stop and (
                (letter and inside)
                or (code == 0x20 and inside and points[place + 1] < 0x80)
                or (code < len(first) and first[code] == PLAIN)
            ):  # nearly always
                fresh, inside = code == 0x20, letter
                place += 1
                continue
            inside = letter
            end = -1
            if code == 0x28 or code == 0x5B or code == 0x3010:
                end = _credited(points, place, stop, first, words)
            elif fresh:
                length = _cue(points, place, stop, first, words, LABEL)
                if length > 0:
                    end = _labelled(points, place + length, stop)
            if end > 0:
                points[place:end] = 0x20
                place, fresh = end, True
                continue
            noticed |= _cue(points, place, stop, first, words, NOTICE) > 0
            fresh = _ends(points, place, stop)
            place += 1
            if fresh or place == stop:
                if noticed and place - begin <= _SENTENCE:
                    points[begin:place] = 0x20
                begin, noticed = place, False
            fresh |= code == 0x20
